r"""Which patterns look at few characters from each place, so that `re` runs them in linear time.

Such a pattern repeats nothing without a bound and nothing that itself repeats, and is plain: no
look-around, no back reference, no anchor but ``^`` and ``\b``, no class but ``\d``, ``\w``, ``\s``.
IDs are made of such patterns, and `re` answers ten times faster than the binding of re2.
"""

from __future__ import annotations

from harness_lint.pattern import pattern

FARTHEST = 20_000
"""So many ways of matching from one place a pattern may have at most."""

_ATOM = pattern(
    r"(?P<escape>\\[dDwWsSb]|\\[^\w\s])|(?P<class>\[\^?\]?(?:\\[^\n]|[^\]\\\n])*\])"
    r"|(?P<open>\((?:\?(?:i?:|i\)))?)|(?P<close>\))|(?P<plain>[^\\\[\](){}*+?$])"
)
_REPEAT = pattern(r"(?:\{(?:(\d{1,4}),)?(\d{1,4})\}|\?)\??")


def is_bounded(text: str) -> bool:
    """Whether *text* is such a pattern. Where case is ignored, it must be ASCII."""
    if not text.isascii() and "(?i" in text:
        return False
    at, ways, repeats = 0, 1, [False]
    while at < len(text):
        atom = _ATOM.match(text, at)
        if atom is None or "[[:" in atom[0]:
            return False
        at = atom.end()
        if atom["open"]:
            if atom["open"] != "(?i)":
                repeats.append(False)
            continue
        inner = repeats.pop() if atom["close"] and len(repeats) > 1 else False
        repeat = _REPEAT.match(text, at)
        most = 1
        if repeat is not None:
            at = repeat.end()
            most = int(repeat[2] or 1)
            ways *= most - int(repeat[1] or most if repeat[2] else 0) + 1
        if (inner and most > 1) or ways > FARTHEST:
            return False
        repeats[-1] = repeats[-1] or inner or most > 1
    return len(repeats) == 1
