"""What tests ask of an open report."""

from urllib.parse import quote


def address(one):
    return "#/item/" + quote(one if isinstance(one, str) else one["id"], safe="")


def rows(page):
    return page.locator("tbody tr")


def focused(page):
    return page.evaluate("document.activeElement.textContent")
