"""Text of projects in the HTML report: hostile, odd, long, from right to left."""

import pytest
from playwright.sync_api import expect

from tests.tracing.exports import export, item, link
from tests.tracing.pages import address, rows

HOSTILE = "</script><img src=x onerror=alert(1)><!--<script>{{data}}"
ODD_ID = "a\"b'c/d#e%f?g&h <i> \\ é"


@pytest.mark.covers("TRC-007")
@pytest.mark.parametrize("hash_", ["", "#/matrix", "#/links", address("specs/001-lamp/FR-001")])
def test_markup_in_the_data_is_shown_as_text(visit, hash_):
    one = item("FR-001", state="violated", title=HOSTILE, text=HOSTILE * 2, why=HOSTILE)
    one |= {"path": HOSTILE, "missing": [HOSTILE], "flags": [HOSTILE]}
    data = export([one], [link(HOSTILE, one, status="suspect"), link(one, HOSTILE, "claims")])
    data["scopes"][0]["title"] = HOSTILE
    page = visit(data, hash_)

    assert HOSTILE in page.locator("main").inner_text()
    expect(page.locator("img, main script")).to_have_count(0)


@pytest.mark.parametrize("name", [ODD_ID, "__proto__", "constructor", "../../x", "%", "FR-1?q=a"])
def test_an_item_of_any_id_has_a_page(visit, name):
    page = visit(export([item(name, scope=""), item("FR-002")]), "#/matrix")

    page.get_by_role("link", name=name, exact=True).click()

    expect(page.locator("h1 .id")).to_have_text(name)
    page.reload()
    expect(page.locator("h1 .id")).to_have_text(name)


def test_states_roles_and_kinds_yet_unknown_are_shown(visit):
    one = item("FR-001", kind="constructor", state="proven") | {"state": "toString"}
    page = visit(export([one], [link(one, one, "valueOf", "hasOwnProperty", outcome="odd")]))

    expect(page.locator(".first h3")).to_have_text(["HasOwnProperty links"])
    page.goto(page.url.partition("#")[0] + address(one))
    expect(page.locator(".verdict")).to_contain_text("toString")


def test_text_from_right_to_left_keeps_to_itself(visit):
    one = item("FR-001", title="המנורה דולקת בערב \u202e")
    page = visit(export([one, item("FR-002")]), "#/matrix")

    title = page.locator(".title").first
    assert title.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert title.evaluate("node => getComputedStyle(node).unicodeBidi") == "isolate"
    expect(rows(page).nth(1)).to_contain_text("The FR-002 lamp is lit")


def test_a_title_of_five_thousand_characters_is_held_in_check(visit):
    one = item("FR-001", title="lamp" * 1250)
    page = visit(export([one]), "#/matrix")

    assert rows(page).first.bounding_box()["height"] < 120
    page.get_by_role("link", name="FR-001").click()
    expect(page.locator(".words")).to_have_text("lamp" * 1250)
    assert page.locator("h1").bounding_box()["height"] < 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
