"""The HTML report for those who see, hear or move otherwise."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.tracing.exports import small, synthetic
from tests.tracing.pages import address


@pytest.fixture
def pages():
    data = synthetic(60)
    return data, ["", "#/matrix", "#/work", "#/links", address(data["items"][0]), "#/none"]


def test_every_page_has_one_heading_of_the_first_level_and_landmarks(visit, pages):
    data, hashes = pages
    for hash_ in hashes:
        page = visit(data, hash_)

        expect(page.locator("h1")).to_have_count(1)
        for landmark in ("banner", "main", "contentinfo", "search"):
            expect(page.get_by_role(landmark)).to_have_count(1)
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1])")
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


NAMELESS = """
[...document.querySelectorAll('a, button, input, select, summary, [tabindex="0"]')].filter(node => {
  const label = node.getAttribute('aria-label') ?? node.closest('label')?.textContent ?? '';
  return !(label + node.textContent).trim();
}).map(node => node.outerHTML)
"""

TABLES = """
[...document.querySelectorAll('table')].filter(table =>
  !table.caption || [...table.tHead.rows[0].cells].some(cell => cell.scope !== 'col') ||
  [...table.tBodies[0].rows].some(row => row.cells[0].scope !== 'row' ||
    row.cells.length !== table.tHead.rows[0].cells.length)).length
"""

IDS = "[...document.querySelectorAll('[id]')].map(node => node.id)"

PALE = """
() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, at) => sum + v * [.2126, .7152, .0722][at], 0);
  const ground = node => {
    for (let up = node; up; up = up.parentElement) {
      const colour = rgba(getComputedStyle(up).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return rgba(getComputedStyle(document.documentElement).backgroundColor);
  };
  const pale = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || node.closest('script, noscript, .sr, title, desc, :disabled')) continue;
    const style = getComputedStyle(node);
    const ink = light(rgba(node.closest('svg') ? style.fill : style.color));
    const paper = light(ground(node));
    const ratio = (Math.max(ink, paper) + .05) / (Math.min(ink, paper) + .05);
    if (ratio < 4.5) pale.add(`${ratio.toFixed(2)} ${node.className.baseVal ?? node.className} ${node.textContent.slice(0, 30)}`);
  }
  return [...pale];
}
"""  # noqa: E501


def test_every_control_has_a_name_every_table_its_headers_every_id_one_owner(visit, pages):
    data, hashes = pages
    for hash_ in hashes:
        page = visit(data, hash_)

        assert page.evaluate(NAMELESS) == []
        assert page.evaluate(TABLES) == 0
        ids = page.evaluate(IDS)
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_its_ground(visit, pages, scheme):
    data, hashes = pages
    for hash_ in hashes:
        page = visit(data, hash_, color_scheme=scheme)

        assert page.evaluate(PALE) == []


def test_states_differ_in_shape_and_word_not_only_in_colour(visit):
    page = visit(synthetic(), "#/matrix")

    badges = page.locator("tbody .badge").evaluate_all(
        "nodes => nodes.map(n => [n.textContent, n.firstChild.innerHTML])"
    )
    shapes = dict(badges)
    assert len(shapes) == len(set(shapes.values())) >= 6


def test_motion_stops_for_those_who_do_not_want_it(visit):
    page = visit(small(), reduced_motion="reduce")

    assert page.evaluate("document.getAnimations().length") == 0
    bar = page.locator(".bar i").first
    assert bar.evaluate("node => getComputedStyle(node).transitionDuration") == "0s"
