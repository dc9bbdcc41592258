r"""Which patterns look at few characters from each place, so that `re` runs them in linear time.

Such a pattern repeats nothing without a bound and nothing that itself repeats, and is plain: no
look-around, no back reference, no anchor but ``^`` and ``\b``, no class but ``\d``, ``\w``, ``\s``.
IDs are made of such patterns, and `re` answers ten times faster than the binding of re2.
"""

from __future__ import annotations

import re

from harness_lint.pattern import pattern

FARTHEST = 20_000
"""So many ways of matching from one place a pattern may have at most."""

_ATOM = pattern(
    r"(?P<escape>\\[dDwWsSb]|\\[^\w\s])|(?P<class>\[\^?\]?(?:\\[^\n]|[^\]\\\n])*\])"
    r"|(?P<open>\((?:\?(?:i?:|i\)))?)|(?P<close>\))|(?P<plain>[^\\\[\](){}*+?$])"
)
_REPEAT = pattern(r"(?:\{(?:(\d{1,4}),)?(\d{1,4})\}|\?)\??")


class _Group:
    """A group that is being read: in how many ways it may match so far, and whether it repeats."""

    __slots__ = ("others", "repeats", "ways")

    def __init__(self) -> None:
        self.ways = 1
        """Of the branch that is being read."""
        self.others = 0
        """Of the branches before it."""
        self.repeats = False

    def add(self, ways: int, *, repeats: bool) -> None:
        self.ways *= ways
        self.repeats = self.repeats or repeats


def is_bounded(text: str) -> bool:
    """Whether *text* is such a pattern. Where case is ignored, it must be ASCII."""
    if not text.isascii() and "(?i" in text:
        return False
    at, groups = 0, [_Group()]
    while at < len(text):
        atom = _ATOM.match(text, at)
        if atom is None or "[[:" in atom[0]:
            return False
        at = atom.end()
        inner = _Group()
        if atom["open"]:
            groups += [inner] if atom["open"] != "(?i)" else []
            continue
        if atom[0] == "|":
            groups[-1].others += groups[-1].ways
            groups[-1].ways = 1
            continue
        if atom["close"] and len(groups) > 1:
            inner = groups.pop()
        repeat = _REPEAT.match(text, at)
        least, most = (1, 1) if repeat is None else _bounds(repeat)
        at = at if repeat is None else repeat.end()
        if inner.repeats and most > 1:
            return False
        ways = (inner.ways + inner.others) * (most - least + 1)
        groups[-1].add(ways, repeats=inner.repeats or most > 1)
        if groups[-1].ways > FARTHEST:
            return False
    return len(groups) == 1


def _bounds(repeat: re.Match[str]) -> tuple[int, int]:
    most = int(repeat[2] or 1)
    return int(repeat[1] or (most if repeat[2] else 0)), most
