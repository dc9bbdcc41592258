"""How people state numbers of tasks, and the words that make a number no claim."""

from __future__ import annotations

import re

from harness_lint.pattern import pattern

_N = r"(?P<n>\d{1,4})"
_M = r"(?P<m>\d{1,4})"
_TASKS = r"(?:sub)?tasks?"
_ALONE = r"(?<![\w.~≈])"
"""No part of a longer number, and not hedged by a sign."""
_EXACT = r"\b(?!\s*[-–%/+])"
"""Neither the low end of a range nor a share."""

NUMBER_FIRST = pattern(
    r"\d(?: (?:[\w-]+ ){0,2}(?:(?:[Ss]ub|SUB)?(?:[Tt]ask|TASK)|(?i:work packages|wps))|\s?/\s?\d)"
)
NUMBER_LAST = pattern(r"[kK][sS]?\s*[:=]\s*\d")
"""One of these two is in all that the patterns below find: a quick test."""

PARALLEL = pattern(
    rf"{_ALONE}{_N} (?:of \d+ )?{_TASKS} (?:are |is )?marked (?:as )?(?:parallel|`?\[P\]`?)"
    rf"|\bparallel {_TASKS}\s*[:=]\s*{_M}{_EXACT}",
    re.IGNORECASE,
)
TOTAL = pattern(
    rf"\btotal(?: number of)?(?: (?:implementation|numbered))? ?{_TASKS}\s*[:=]\s*{_N}{_EXACT}"
    rf"|^\s*total\s*[:=]\s*{_M} (?:\w+ )?{_TASKS}\b",
    re.IGNORECASE | re.MULTILINE,
)
TASKS_IN_GROUPS = pattern(
    rf"{_ALONE}{_N} (?:[\w-]+ ){{0,2}}{_TASKS}\b[^.;\n]{{0,40}}?"
    r"\b(?:across|in|into|over|über|through|spanning)\b"
    r" (?P<groups>\d{1,3}) (?P<kind>phases|work packages|wps?)\b",
    re.IGNORECASE,
)
GROUPS = pattern(rf"{_ALONE}(?P<n>\d{{1,3}}) (?:work packages|wps)\b", re.IGNORECASE)
OF_GROUP = pattern(
    rf"^[^\w\n]*phase (?P<id>\d+(?:\.\d+)*[a-z]?)\b[^:\n]{{0,60}}:[ \t]*{_N} {_TASKS}\b",
    re.IGNORECASE | re.MULTILINE,
)
IN_HEADING = pattern(rf"\({_N} {_TASKS}\b(?! (?:after|per|in parallel))", re.IGNORECASE)
DONE = pattern(
    rf"\b(?:completed|finished|done) {_TASKS}\s*[:=]\s*{_N}{_EXACT}"
    rf"|(?<![\w./]){_M}\s?/\s?(?P<all>\d{{1,4}}) (?:{_TASKS} )?(?:done|completed?)\b",
    re.IGNORECASE,
)
REMAINING = pattern(
    rf"\b(?:remaining|open|pending|outstanding) {_TASKS}\s*[:=]\s*{_N}{_EXACT}", re.IGNORECASE
)
AREA = pattern(rf"{_ALONE}{_N} (?P<area>[a-z][a-z-]{{2,20}}) tasks?\b", re.IGNORECASE)
NUMBER_COLUMN = pattern(
    r"\W*(?:(?:number of|total|task)\s*)?(?:sub)?tasks?(?:\s*count)?\W*|# tasks|count",
    re.IGNORECASE,
)
GROUP_CELL = pattern(r"\W*(?:phase )?(\d+(?:\.\d+)*|WP\d+)\b", re.IGNORECASE)

HEDGE = pattern(
    r"~|≈|\b(?:about|around|approximately|roughly|nearly|up to|at least|at most|more than|"
    r"less than|"
    r"estimated? tasks|originally?|previously|was|were|mvp|scope|subset|per|each|every|average|avg|"
    r"remaining|critical|length|longest|maximum|max|min|minimum|target|planned|would|could|can|should|if)\b",
    re.IGNORECASE,
)
"""Words near a number that make it a forecast, a subset or a limit."""

GOES_ON = pattern(r"\s*\+|\s*(?:remaining|left|open)")
"""What follows a number that is not the whole."""

PART = pattern(
    r"\bmvp\b|increment|user story|example|sprint|week \d|scope|"
    r"\bwhen\b|criteria|definition of done",
    re.IGNORECASE,
)
"""Titles of sections that speak of a part of the work, or of what it shall be."""

OF_ALL = pattern(
    r"(?:total|organi[sz]ation|decomposes into|roll(?:s|ed)? up into|rolled into|across|über|"
    r"subtasks[^.\n]{0,20}(?:into|in|across))\W*$|[:.]\**\s*$",
    re.IGNORECASE,
)
"""How a line begins that speaks of all work packages."""

NO_AREA = frozenset(
    (
        "total parallel sequential numbered more other new these those all remaining core test "
        "tests testing setup polish foundational independent completed complete done open manual "
        "additional atomic small large main high low medium critical optional detailed required "
        "dependency-ordered fine-grained actionable concrete estimated leaf sub top-level "
        "implementation"
    ).split()
)
"""Words before `tasks` that name no area of the code."""
