"""The HTML report as it is written, and its lists, in a real browser."""

import json
import re

import pytest
from playwright.sync_api import expect

from harness_lint.tracing.report import render
from tests.tracing.exports import export, item, link, small, synthetic
from tests.tracing.pages import rows

HOSTILE = "</script><img src=x onerror=alert(1)><!--<script>{{data}}"


# --- What is written


def test_the_same_data_gives_the_same_text():
    assert render(synthetic(50)) == render(synthetic(50))


def test_data_cannot_end_its_own_element():
    text = render(export([item("FR-1", title=HOSTILE + "\u2028\u2029&amp;")]))
    (data,) = re.findall(r'(?s)<script type="application/json" id="data">(.*?)</script>', text)

    assert not re.search("[<>&\u2028\u2029]", data)
    assert json.loads(data)["items"]["columns"]["title"] == [HOSTILE + "\u2028\u2029&amp;"]


def test_half_a_character_can_be_written():
    text = render(export([item("FR-1", title="cut \ud83d off")]))

    assert b"cut \\ud83d off" in text.encode("utf-8")


@pytest.mark.covers("TRC-007")
def test_its_policy_forbids_everything_but_its_own_style_and_script():
    text = render(small())
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)

    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert policy.count("'sha256-") == text.count("<style>") + text.count("<script>") == 3


def test_ten_thousand_items_fit_into_six_megabytes():
    data = synthetic(10_000, scopes=60)

    assert len(data["links"]) > 20_000
    assert len(render(data).encode()) < 6_000_000


def test_readers_without_javascript_see_the_measures(visit):
    page = visit(small(), java_script_enabled=False)

    expect(page.locator("main")).to_contain_text("Items: 2 of 3 claimed, 2 of 3 covered")


# --- The overview


def test_the_overview_begins_with_how_it_stands(visit):
    page = visit(small())

    expect(page.locator(".lede")).to_have_text(
        "1 of 3 live items are proven; 1 violated, 1 has no claim, 1 link needs work."
    )
    claimed = page.locator(".measure").filter(has_text="Claimed")
    expect(claimed).to_contain_text("66 %")
    expect(claimed).to_contain_text("2 of 3")


def test_what_needs_attention_stands_in_the_order_of_harm(visit):
    page = visit(small())

    expect(page.locator(".first h3")).to_have_text(["Violated items", "Undefined links", "Gaps"])


def test_files_that_were_not_read_are_said_first(visit):
    data = small()
    data["provenance"]["skipped"] = 2
    page = visit(data)

    expect(page.get_by_text("2 files were not read.")).to_be_visible()


def test_a_sound_project_is_called_so(visit):
    page = visit(export([item("FR-001")]))

    expect(page.locator(".lede")).to_have_text("The only live item is proven.")
    expect(page.get_by_text("Nothing is violated, no link is broken")).to_be_visible()


def test_two_sound_items_are_all(visit):
    page = visit(export([item("FR-001"), item("FR-002")]))

    expect(page.locator(".lede")).to_have_text("All 2 live items are proven.")


def test_a_project_without_items_is_not_called_sound(visit):
    page = visit(export([]))

    expect(page.locator(".lede")).to_contain_text("No item that needs cover was found")
    expect(page.get_by_text("Nothing is violated")).to_have_count(0)


def test_a_waiver_past_its_date_needs_attention(visit):
    waiver = {"rules": ["untested-item"], "reason": "old reader", "until": "2020-01-31"}
    page = visit(export([item("FR-001", state="waived", waiver=waiver, why="old reader")]))

    card = page.locator(".first .card")
    expect(card).to_contain_text("Expired waivers")
    expect(card).to_contain_text("Until 2020-01-31: old reader")


def test_a_state_leads_to_its_items(visit):
    page = visit(small())

    page.locator(".states a").filter(has_text="gap").click()

    expect(rows(page)).to_have_count(1)
    expect(rows(page)).to_contain_text("FR-003")


@pytest.mark.parametrize("card", ["Violated items", "Undefined links", "Gaps"])
def test_a_card_leads_to_as_many_as_it_counts(visit, card):
    page = visit(synthetic())
    box = page.locator(".first .card").filter(has=page.get_by_role("heading", name=card))
    count = int(box.locator(".head b").inner_text())

    box.locator(".all a").click()

    expect(rows(page)).to_have_count(count)


# --- The matrix


def test_the_matrix_says_who_claims_and_verifies_and_with_what_outcome(visit):
    page = visit(small(), "#/matrix")

    cells = rows(page).nth(1).locator("td")
    expect(cells).to_contain_text(["The lamp dims at dawn", "violated", "T001", "test_horn.py"])
    expect(cells.nth(3).locator(".sr")).to_have_text("failed")
    expect(page.locator("thead th")).to_have_text(
        ["ID", "Title", "State", "Claimed by", "Verified by"]
    )


def test_columns_of_other_roles_stand_where_there_are_such_links(visit):
    lit = item("FR-001")
    page = visit(export([lit], [link("docs/a.md", lit, "documents")]), "#/matrix")

    expect(page.locator("thead th").last).to_have_text("Documented by")


def test_searching_narrows_the_matrix_while_one_types(visit):
    page = visit(small(), "#/matrix")

    page.get_by_role("searchbox").press_sequentially("LAMP dusk")

    expect(rows(page)).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("1 of 3 items")
    assert page.url.endswith("#/matrix?q=LAMP+dusk")


def test_searching_from_anywhere_leads_to_the_matrix_and_keeps_the_cursor(visit):
    page = visit(small())

    page.get_by_role("searchbox").press_sequentially("horn")

    expect(page.get_by_role("heading", level=1)).to_have_text("Matrix")
    expect(page.get_by_role("searchbox")).to_have_value("horn")
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(rows(page)).to_have_count(1)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Traceability")
    expect(page.get_by_role("searchbox")).to_have_value("")


def test_a_search_says_what_the_other_list_holds(visit):
    page = visit(small(), "#/matrix?q=T001")

    expect(page.get_by_text("Nothing matches.")).to_be_visible()
    page.get_by_role("link", name="1 more in Work and tests").click()
    expect(rows(page)).to_have_count(1)


def test_states_filter_together_and_by_themselves(visit):
    page = visit(small(), "#/matrix")

    page.get_by_text("violated1").click()
    expect(rows(page)).to_have_count(1)
    page.get_by_text("gap1").click()
    expect(rows(page)).to_have_count(2)
    page.get_by_role("link", name="Clear the filters").click()

    expect(rows(page)).to_have_count(3)


def test_selects_filter_and_the_address_keeps_them(visit):
    data = synthetic()
    page = visit(data, "#/matrix")
    scope = data["items"][0]["scope"]
    wanted = [i for i in data["items"] if (i["kind"], i["scope"]) == ("criterion", scope)]

    page.get_by_label("Kind").select_option("criterion")
    page.get_by_label("Scope").select_option(scope)
    expect(rows(page)).to_have_count(len(wanted))
    page.reload()

    expect(page.get_by_label("Kind")).to_have_value("criterion")
    expect(rows(page)).to_have_count(len(wanted))


def test_a_column_sorts_both_ways_and_says_so(visit):
    page = visit(small(), "#/matrix")
    button = page.get_by_role("button", name="State")

    button.click()
    expect(rows(page).first).to_contain_text("violated")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("State")
    button.click()

    expect(rows(page).first).to_contain_text("proven")
    expect(page.locator("th[aria-sort=descending]")).to_have_text("State")


def test_long_lists_are_shown_a_page_at_a_time(visit):
    page = visit(synthetic(120), "#/matrix")

    expect(rows(page)).to_have_count(50)
    page.get_by_role("button", name="Last").click()

    expect(rows(page)).to_have_count(20)
    expect(page.get_by_text("page 3 of 3")).to_be_visible()
    expect(page.get_by_role("button", name="Next")).to_be_disabled()
    expect(page.get_by_role("button", name="First")).to_be_focused()


def test_all_rows_are_printed(visit):
    page = visit(synthetic(120), "#/matrix")

    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(rows(page)).to_have_count(120)
    expect(page.get_by_text(re.compile("and . more"))).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")

    expect(rows(page)).to_have_count(50)
    page.emulate_media(media="print")
    expect(page.get_by_role("searchbox")).to_be_hidden()


# --- Work, tests, links


def test_tests_that_cover_nothing_can_be_found(visit):
    lit = item("FR-001")
    lone = item("test_lone", "test", state=None)
    bound = item("test_bound", "test", state=None)
    page = visit(
        export(
            [lit, lone, bound],
            [
                link(bound, lit),
                link(lone, bound, "depends"),
                link(lone, "FR-9", status="undefined"),
            ],
        ),
        "#/work",
    )

    page.get_by_text("covers nothing1").click()

    expect(rows(page)).to_have_count(1)
    expect(rows(page).locator("th")).to_contain_text("test_lone")


def test_links_that_need_work_stand_first(visit):
    page = visit(small(), "#/links")

    expect(rows(page)).to_have_count(5)
    expect(rows(page).first).to_contain_text("FR-999")
    expect(rows(page).first).to_contain_text("undefined")
