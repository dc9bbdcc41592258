"""What MkDocs needs of us: folders in the navigation, and pages in its own Markdown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from docs.references import DOCS, titles
from docs.rule_index import GROUPS, group_of
from harness_lint.check import Check
from harness_lint.cli import COMMANDS
from harness_lint.engine.registry import Registry

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

FENCE = re.compile(r"^ {0,3}(?P<sign>`{3,}|~{3,})(?P<info>[^`\n]*)$")
LANGUAGE = re.compile(r"^[\w+-]+")
TITLE = re.compile(r'(?:\w+=)?"?(?P<title>[^"\s]+)"?')
LINK = re.compile(r"\[(?P<text>[^][]*)\]\((?P<target>\.\./[^()\s]*)\)")
NavItem = Any
"""An entry of the navigation, as in `mkdocs.yml`."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of a folder where the navigation names it."""
    config.nav = [expanded(item) for item in config.nav or ()]
    return config


def expanded(item: NavItem) -> NavItem:
    """Return *item* of the navigation, with pages for the folders in it."""
    folders = {"commands": command_pages, "rules": rule_pages, "decisions": decision_pages}
    if isinstance(item, dict):
        return {title: expanded(inner) for title, inner in item.items()}
    if isinstance(item, list):
        return [expanded(inner) for inner in item]
    return folders[item]() if item in folders else item


def command_pages() -> list[NavItem]:
    """Return the index of the commands, and the page of each."""
    return ["commands/index.md", *({name: f"commands/{name}.md"} for name in COMMANDS)]


def rule_pages() -> list[NavItem]:
    """Return the index of the rules, and a list of pages for each group of codes."""
    pages: list[NavItem] = ["rules/index.md"]
    for prefix, members in groupby(Registry.load().checks, key=lambda check: check.code[:3]):
        found = list(members)
        title = GROUPS.get(prefix, group_of(found[0])).partition(":")[0]
        pages.append({f"{prefix} {title}": [rule_page(check) for check in found]})
    return pages


def rule_page(check: Check) -> NavItem:
    """Return the page of *check*."""
    return {f"{check.code} {check.name}": f"rules/{check.name}.md"}


def decision_pages() -> list[NavItem]:
    """Return the list of the decisions, and each of them."""
    pages = [{title: f"decisions/{name}"} for name, title in titles(DOCS / "decisions")]
    return ["decisions/index.md", *pages]


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:  # noqa: ANN401  theirs
    """Return *markdown* with fences that MkDocs reads, and without links that leave the site."""
    folder = posixpath.dirname(page.file.src_uri)
    return "\n".join(lines_for_mkdocs(markdown.split("\n"), folder))


def lines_for_mkdocs(lines: list[str], folder: str) -> Iterator[str]:
    """Yield *lines* of a page in *folder*."""
    fence = ""
    for line in lines:
        match = FENCE.match(line)
        if fence:
            closes = match and not match["info"].strip() and match["sign"].startswith(fence)
            yield line
            fence = "" if closes else fence
        elif match:
            fence = match["sign"]
            yield opening(match)
        else:
            yield LINK.sub(lambda link: link_inside(link, folder), line)


def opening(fence: re.Match[str]) -> str:
    """Return the first line of a *fence*: a language, and what follows it as its title."""
    info = fence["info"].strip()
    language = LANGUAGE.match(info)
    rest = info[language.end() :].strip() if language else ""
    titles_ = [match["title"] for match in TITLE.finditer(rest)]
    title = f' title="{" ".join(titles_)}"' if titles_ else ""
    return f"{fence['sign']}{language[0] if language else 'text'}{title}"


def link_inside(link: re.Match[str], folder: str) -> str:
    """Return *link*, or its text alone if it leads out of the site: into the repository."""
    target = posixpath.normpath(posixpath.join(folder, link["target"]))
    return f"`{target.lstrip('./')}`" if target.startswith("..") else link[0]
