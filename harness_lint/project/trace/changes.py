"""What changed between two wordings, in few words."""

from __future__ import annotations

MOST_WORDS = 12
"""So many words of a change are shown on each side."""

MOST_CHANGES = 3


def changed_words(before: str, after: str) -> str:
    """Return the changes from *before* to *after*: ``"5 minutes" became "2 minutes"``.

    At most three, each with at most twelve words on a side; ``white space`` if no word changed.
    """
    from difflib import SequenceMatcher

    old, new = before.split(), after.split()
    changes = [
        _change(old[start:stop], new[first:last])
        for tag, start, stop, first, last in SequenceMatcher(None, old, new).get_opcodes()
        if tag != "equal"
    ]
    if not changes:
        return "white space"
    more = len(changes) - MOST_CHANGES
    shown = ", ".join(changes[:MOST_CHANGES])
    return shown if more <= 0 else f"{shown}, and {more} more"


def _change(old: list[str], new: list[str]) -> str:
    if not old:
        return f"{_quoted(new)} was added"
    if not new:
        return f"{_quoted(old)} was removed"
    return f"{_quoted(old)} became {_quoted(new)}"


def _quoted(words: list[str]) -> str:
    ending = " …" if len(words) > MOST_WORDS else ""
    return f'"{" ".join(words[:MOST_WORDS])}{ending}"'
