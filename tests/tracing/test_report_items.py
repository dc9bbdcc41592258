"""Pages of items in the HTML report; keys, theme, sizes."""

import re
import statistics
import time

import pytest
from playwright.sync_api import expect

from tests.tracing.exports import export, item, link, small, synthetic
from tests.tracing.pages import address, focused, rows

# --- Items


def test_an_item_says_its_state_why_and_what_is_missing(visit):
    one = item("FR-001", state="planned", text="The lamp MUST be lit.", flags=["partial"])
    page = visit(export([one]), address(one))

    expect(page.get_by_role("heading", level=1)).to_contain_text("FR-001")
    expect(page.locator(".words")).to_have_text("The lamp MUST be lit.")
    expect(page.locator(".verdict")).to_contain_text("It is claimed, and the work is not done.")
    expect(page.locator(".lacks")).to_contain_text("A test that verifies it")
    expect(page.locator(".facts")).to_contain_text("specs/001-lamp/spec.md:12")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("FR-001: The lamp is lit", []),
        ("FR-001: The lamp is lit Tool: eyes", ["Tool: eyes"]),
        ("The lamp is lit at dusk", ["The lamp is lit at dusk"]),
    ],
)
def test_the_words_of_the_heading_are_not_said_twice(visit, text, shown):
    one = item("FR-001", title="The lamp is lit", text=text)
    page = visit(export([one]), address(one))

    expect(page.locator(".words")).to_have_text(shown)


def test_an_item_lists_what_leads_to_it_and_where_it_leads(visit):
    page = visit(small(), address("specs/001-lamp/T001"))

    expect(page.get_by_role("heading", name="Where it leads (3)")).to_be_visible()
    expect(rows(page)).to_contain_text(["FR-001", "FR-002", "FR-999"])
    expect(rows(page).nth(2)).to_contain_text("undefined")


def test_links_are_followed_and_back_and_forward_return(visit):
    page = visit(small(), "#/matrix")

    page.get_by_role("link", name="FR-002").click()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_role("link", name="T001").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wire the lamp")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The lamp dims")
    assert page.title() == "FR-002 – Traceability"
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Matrix")
    assert focused(page) == "FR-002"
    page.go_forward()

    expect(page.get_by_role("heading", level=1)).to_contain_text("The lamp dims")


def test_back_returns_to_where_one_was(visit):
    page = visit(synthetic(), "#/matrix")
    page.evaluate("scrollTo(0, 2000)")

    page.locator("tbody th a").nth(45).evaluate("node => node.click()")
    expect(page.locator(".item")).to_be_visible()
    assert page.evaluate("scrollY") == 0
    page.go_back()

    expect(rows(page).first).to_be_visible()
    assert page.evaluate("scrollY") == 2000


@pytest.mark.parametrize("hash_", ["#/item/nothing", "#/item/%E0%A4%A", "#/else", "#/item/"])
def test_an_address_of_nothing_says_so(visit, hash_):
    page = visit(small(), hash_)

    expect(page.get_by_role("heading", level=1)).to_have_text("Not found")


def test_the_picture_shows_two_steps_and_its_boxes_are_links(visit):
    story = item("US1", "story")
    lit = item("FR-001")
    tests = [item(f"test_{n}", "test", state=None) for n in range(12)]
    links = [link(lit, story, "claims"), *(link(test, lit) for test in tests)]
    page = visit(export([story, lit, *tests], links), address(story))

    picture = page.locator(".picture svg[role=group]")
    expect(picture.locator("title").first).to_have_text("Links around US1")
    expect(picture.locator("a")).to_have_count(1 + 8)
    expect(picture.get_by_text("and 4 more")).to_be_visible()
    picture.locator("a").filter(has_text="FR-001").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("FR-001")


def test_the_picture_ends_in_cycles(visit):
    one, two = item("FR-001"), item("FR-002")
    data = export([one, two], [link(one, two, "depends"), link(two, one, "depends")])
    page = visit(data, address(one))

    expect(page.locator(".picture rect")).to_have_count(2)


# --- Keys, theme, sizes


def test_the_keyboard_alone_finds_and_opens_an_item(visit):
    page = visit(small())

    page.keyboard.press("/")
    page.keyboard.type("lamp")
    expect(rows(page)).to_have_count(3)
    page.keyboard.press("ArrowDown")
    assert focused(page) == "FR-001"
    page.keyboard.press("ArrowDown")
    assert focused(page) == "FR-002"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Enter")
    assert focused(page) == "FR-001"
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("The lamp is lit at dusk")


def test_enter_opens_the_only_match(visit):
    page = visit(small())

    page.keyboard.press("/")
    page.keyboard.type("horn")
    expect(rows(page)).to_have_count(1)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("The horn sounds in fog")


def test_a_state_is_ticked_with_the_keyboard_and_keeps_the_focus(visit):
    page = visit(small(), "#/matrix")
    page.get_by_label("violated").focus()

    page.keyboard.press("Space")

    expect(rows(page)).to_have_count(1)
    expect(page.get_by_label("violated")).to_be_focused()
    expect(page.get_by_label("violated")).to_be_checked()


def test_the_skip_link_leads_to_the_content_and_stays_on_the_page(visit):
    page = visit(small(), "#/matrix")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()
    assert page.url.endswith("#/matrix")


@pytest.mark.parametrize(("scheme", "dark_first"), [("light", False), ("dark", True)])
def test_the_theme_is_the_systems_until_it_is_chosen(visit, scheme, dark_first):
    page = visit(small(), color_scheme=scheme)
    assert is_dark(page) is dark_first

    page.get_by_role("button", name="theme").click()
    assert is_dark(page) is not dark_first

    # A browser hands what one page stored to the next in its own time.
    again, deadline = page.context.new_page(), time.monotonic() + 30
    again.goto(page.url)
    while is_dark(again) is dark_first and time.monotonic() < deadline:
        again.reload()
    assert is_dark(again) is not dark_first


def is_dark(page):
    colour = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return sum(map(int, re.findall(r"\d+", colour)[:3])) < 384


@pytest.mark.parametrize("hash_", ["", "#/matrix", "#/work", "#/links", "#/item/"])
@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_page_scrolls_sideways(visit, hash_, width):
    data = synthetic(60)
    where = hash_ if hash_ != "#/item/" else address(data["items"][0])
    page = visit(data, where, viewport={"width": width, "height": 800})

    assert page.evaluate("document.documentElement.scrollWidth") <= width


# --- Size


def test_ten_thousand_items_show_at_once_and_filter_within_a_keystroke(visit):
    page = visit(synthetic(10_000, scopes=60), "#/matrix")
    expect(page.get_by_role("status")).to_have_text("10,000 items")
    begin = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")

    costs = [cost_of_typing(page, text) for text in ("l", "la", "lamp", "lamp 9", "lamp", "horn")]

    assert begin < 3000  # below 200 on a machine that does nothing else
    assert statistics.median(costs) < 0.1, costs  # 0.03 there
    expect(page.get_by_role("status")).to_contain_text("of 10,000 items")


def cost_of_typing(page, text):
    """Return the seconds of processor time, not of the clock: tests run beside each other."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = session.send("Performance.getMetrics")["metrics"]
    page.evaluate(
        """text => {
          search.value = text;
          search.dispatchEvent(new Event('input'));
          document.body.offsetHeight; // so that the layout is counted, too
        }""",
        text,
    )
    after = session.send("Performance.getMetrics")["metrics"]
    kinds = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
    return sum(
        late["value"] - early["value"]
        for early, late in zip(before, after, strict=True)
        if early["name"] in kinds
    )
