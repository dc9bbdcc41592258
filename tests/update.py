"""Write the findings of pages and fixtures, and the trace of a mission, anew.

``python -m tests.update [NAME…]``; with names, the pages of those checks alone.

The difference is to be reviewed like code: what it writes becomes the specification.
"""

import re
import sys
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

from harness_lint.engine.registry import Registry
from harness_lint.testing import cases_of, concise, run_case
from tests.fixtures import fixtures
from tests.mission_trace import SNAPSHOT, snapshot

BLOCK = re.compile(r"(?ms)^(?P<fence>~{3,}|`{3,})text findings\n.*?^(?P=fence)\n\n?")
LAST_FENCE = re.compile(r"(?ms)^(?P<fence>~{3,}|`{3,})\S+[^\n]* path=[^\n]*\n.*?^(?P=fence)\n")


def updated_page(check, page: str) -> str:
    """Return *page* with the findings that *check* really gives."""
    lines = page.splitlines(keepends=True)
    starts = list(_case_lines(page))
    out = ["".join(lines[: starts[0]])]
    for start, end, case in zip(starts, [*starts[1:], None], cases_of(page), strict=True):
        out.append(_updated_case("".join(lines[start:end]), check, case))
    return "".join(out)


def _case_lines(page: str):
    below = False
    for token, inline in pairwise(MarkdownIt("commonmark").parse(page)):
        if token.type == "heading_open":
            below = inline.content == "Cases" if token.tag == "h2" else below
            if below and token.tag == "h3":
                yield token.map[0]


def _updated_case(text: str, check, case) -> str:
    found = [concise(finding) for finding in run_case(check, case).findings]
    if found == case.findings:
        return text
    text = BLOCK.sub("", text).rstrip("\n") + "\n"
    if found:
        fences = [m for m in LAST_FENCE.finditer(text) if " fixed " not in m[0].split("\n")[0]]
        end = fences[-1].end()
        block = "\n~~~~text findings\n" + "".join(f"{line}\n" for line in found) + "~~~~\n"
        text = text[:end] + block + text[end:]
    return text + "\n"


def main(names: list[str]) -> None:
    registry = Registry.load()
    for check in registry.checks:
        path = registry.page_path(check)
        if (names and check.name not in names and check.code not in names) or not path.exists():
            continue
        page = path.read_text(encoding="utf-8")
        path.write_text(updated_page(check, page).rstrip("\n") + "\n", encoding="utf-8")
    for fixture in fixtures() if not names else ():
        text = "".join(f"{line}\n" for line in fixture.found())
        Path(fixture.expected).write_text(text, encoding="utf-8")
    if not names:
        SNAPSHOT.write_text(snapshot(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
