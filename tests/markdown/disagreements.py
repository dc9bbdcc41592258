"""Where markdown-it differs from pyromark: each class with its reason and a document that shows it.

The first engine is right in all of them by the reference implementations. `where` finds the
documents that can fall into the class: nothing else may differ.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Disagreement(NamedTuple):
    """A class of documents that the two engines read differently."""

    reason: str
    where: re.Pattern[str]
    example: str


DISAGREEMENTS = {
    "runs of tildes": Disagreement(
        "markdown-it strikes out inside three or more tildes; GFM 6.5 does not",
        re.compile(r"~{3}"),
        "a ~~~b~~~ c\n",
    ),
    "lines behind a link definition": Disagreement(
        "CommonMark sees a paragraph until its end, so that a lazy line continues it and an empty "
        "item cannot interrupt it; markdown-it has ended it with the definition",
        re.compile(r"^[ >\t*+\-\d.)]*\[[^\]\n]*\]:", re.MULTILINE),
        "- [x]: /target\nlazy\n",
    ),
    "a table before other blocks": Disagreement(
        "markdown-it looks for tables first, even where the heading row begins another block",
        re.compile(r"^[ >\t]*(?:[-*+>#<`\[]|\d+[.)]).*\|.*\n[ >\t]*[-:| ]*$", re.MULTILINE),
        "+ a \\|b|\n|-|\n",
    ),
    "one column without a pipe": Disagreement(
        "dashes without a pipe make a setext heading in GFM, a table of one column in markdown-it",
        re.compile(r"^.*\|.*\n[ >\t]*-+[ \t]*$", re.MULTILINE),
        "| a\n---\n",
    ),
    "a row of one pipe": Disagreement(
        "a line that is only a pipe ends the table in GFM; markdown-it makes an empty row of it",
        re.compile(r"^[ >\t]*\|[ \t]*$", re.MULTILINE),
        "|a|\n|-|\n|\n",
    ),
    "a row set in by four": Disagreement(
        "markdown-it ends a table at an indented line; GFM reads it as a row",
        re.compile(r"\|.*\n(?: {4}|\t|>[ \t]{4,}| *\t)", re.MULTILINE),
        "|a|\n|-|\n    b\n",
    ),
    "an escaped pipe at a paragraph's last line": Disagreement(
        "pyromark finds no table behind text if the heading row holds an escaped pipe",
        re.compile(r"\\\|.*\n[ >\t]*\|?[ \t]*:?-"),
        "text\n\\|a|\n|-|\n",
    ),
}
"""Name → class. A class that no longer occurs must go: its test says so."""


def is_excused(text: str) -> bool:
    """Whether *text* may fall into one of the classes."""
    return any(found.where.search(text) for found in DISAGREEMENTS.values())
