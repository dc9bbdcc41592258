"""Writing the findings of pages anew, from what their checks really find."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from harness_lint.check import Check
from harness_lint.engine.registry import Registry
from harness_lint.pages import Case, cases_of
from harness_lint.pattern import pattern
from harness_lint.testing import Target, checks_of, concise, registry_with, run_case

BLOCK = pattern(r"(?ms)^(?P<fence>~{3,}|`{3,})text findings\n.*?^(?P=fence)\n\n?")
LAST_FENCE = pattern(r"(?ms)^(?P<fence>~{3,}|`{3,})\S+[^\n]* path=[^\n]*\n.*?^(?P=fence)\n")


def update_pages(target: Target = None, names: Collection[str] = ()) -> None:
    """Write the findings anew on the pages of the checks in *target*.

    *names* are names or codes of those that are meant; empty for all.
    """
    registry = registry_with(target)
    for check in checks_of(target):
        path = registry.page_path(check)
        if (names and check.name not in names and check.code not in names) or not path.exists():
            continue
        page = updated_page(check, path.read_text(encoding="utf-8"), registry)
        path.write_text(page.rstrip("\n") + "\n", encoding="utf-8")


def updated_page(check: Check, page: str, registry: Registry) -> str:
    """Return *page* with the findings that *check* really gives."""
    lines = page.splitlines(keepends=True)
    starts = list(_case_lines(page))
    if not starts:
        return page
    out = ["".join(lines[: starts[0]])]
    for start, end, case in zip(starts, [*starts[1:], None], cases_of(page), strict=True):
        out.append(_updated_case("".join(lines[start:end]), check, case, registry))
    return "".join(out)


def _case_lines(page: str) -> Iterator[int]:
    """Yield the 0-based lines on which the cases of *page* begin."""
    from markdown_it import MarkdownIt

    below = False
    for token, inline in pairwise(MarkdownIt("commonmark").parse(page)):
        if token.type == "heading_open":
            below = inline.content == "Cases" if token.tag == "h2" else below
            if below and token.tag == "h3" and token.map is not None:
                yield token.map[0]


def _updated_case(text: str, check: Check, case: Case, registry: Registry) -> str:
    found = [concise(finding) for finding in run_case(check, case, registry=registry).findings]
    if found == case.findings:
        return text
    text = BLOCK.sub("", text).rstrip("\n") + "\n"
    if found:
        end = [match for match in LAST_FENCE.finditer(text) if not _is_fixed(match)][-1].end()
        block = "\n~~~~text findings\n" + "".join(f"{line}\n" for line in found) + "~~~~\n"
        text = text[:end] + block + text[end:]
    return text + "\n"


def _is_fixed(fence: re.Match[str]) -> bool:
    return " fixed " in fence[0].partition("\n")[0]
