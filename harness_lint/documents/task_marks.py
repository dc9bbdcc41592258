"""What tells how far a task is: its box, the sign that leads it, the words of its status."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from functools import lru_cache
from typing import NamedTuple

from harness_lint.markdown.nodes import Box, Item
from harness_lint.packs.field_shapes import without_emoji
from harness_lint.packs.task_shapes import MARKS
from harness_lint.pattern import pattern

BEGUN = "begun"

_BOX_OF = {"done": "x", "open": " ", "skipped": "-", BEGUN: "~", "blocked": "~"}
"""The mark of a plain box for each state."""


class Marked(NamedTuple):
    """The start of a task's text."""

    end: int
    """Where the text goes on behind box and sign."""
    mark: str
    """What says how far the task is; empty if nothing does."""
    state: str
    """``open``, ``done``, ``begun``, ``skipped``, ``blocked``; empty without box and sign."""


class Marks:
    """Reads boxes and leading signs of one grammar."""

    __slots__ = ("_box", "_sign", "_states", "starts")

    def __init__(self, states: Mapping[str, str]) -> None:
        self._states = states
        words = sorted((mark for mark in states if len(mark) > 1), key=len, reverse=True)
        inside = "|".join([*map(re.escape, words), r"[^\[\]\n]"])
        # Kiro marks optional tasks `[ ]*`.
        self._box = re.compile(rf"\[({inside})\](?:\*(?=\s))?[ \t]*")
        signs = sorted((mark for mark in states if _is_sign(mark)), key=len, reverse=True)
        shown = "|".join(map(re.escape, signs)) or r"(?!)"
        self._sign = re.compile(rf"({shown})\ufe0f?[ \t]*")
        self.starts = frozenset(("[", *(sign[0] for sign in signs)))
        """With one of these a text begins that says how far its task is."""

    def read(self, text: str) -> Marked:
        """Return what *text* begins with. A box counts for more than the sign behind it."""
        at, mark = 0, ""
        box = self._box.match(text)
        if box is not None:
            at, mark = box.end(), box[1]
        sign = self._sign.match(text, at)
        if sign is not None:
            at, mark = sign.end(), mark or sign[1]
        return Marked(at, mark, self._states.get(mark, BEGUN) if mark else "")

    def boxed(self, item: Item, own: Container[str]) -> Item | None:
        """Return *item* with the plain box that its mark stands for.

        None if it has neither a box nor a mark that is one of the pack's *own*.
        """
        paragraph = item.paragraph
        if paragraph is None:
            return None
        text = paragraph.prose.value
        if not text or text[0] not in self.starts:
            return None
        marked = self.read(text)
        if item.box is None and marked.mark not in own:
            return None
        end = len(text[: marked.end].rstrip())
        return item._replace(box=Box(paragraph.prose.span(0, end), _BOX_OF[marked.state]))


def _is_sign(mark: str) -> bool:
    """Whether *mark* may lead a task without a box: an emoji or another sign, no word."""
    return bool(mark.strip()) and not mark.isascii() and not any(map(str.isalnum, mark))


def marks_of(states: Mapping[str, str]) -> Marks:
    """Return the reader of boxes and signs with these *states*."""
    return _usual() if states is MARKS else _marks(tuple(states.items()))


@lru_cache(maxsize=1)
def _usual() -> Marks:
    return Marks(MARKS)


@lru_cache(maxsize=16)
def _marks(states: tuple[tuple[str, str], ...]) -> Marks:
    return Marks(dict(states))


_STATES = (
    ("begun", r"in[ -_]?progress|wip|started|doing|ongoing|active|(?:in |for )?review|partial\w*"),
    ("skipped", r"cancell?ed|skipped|dropped|deferred|obsolete|superseded|won'?t do|n/?a"),
    ("blocked", r"blocked|on hold|waiting"),
    ("open", r"not|to[ -]?do|open|pending|planned|ready|backlog|draft|no|⬜|☐|🔲|⏳|❌"),
    ("done", r"done|completed?|finished|closed|merged|implemented|shipped|yes|✅|☑|✔|\[[xX]\]"),
)
_STATE = pattern(
    r"(?i)[\s*_`🟢🟡🔴🚧🔄]*(?:"
    + "|".join(rf"(?P<{name}>(?:{words})(?!\w))" for name, words in _STATES)
    + ")"
)
"""Words of a status that say how far a task is, at their start."""


def stated_state(text: str, own: Mapping[str, str], *, is_whole: bool = False) -> str:
    """Return the state that the words of a status mean; empty if they say nothing to us.

    *own* are the words of a pack, which count for more than the usual ones. *is_whole*: the words
    must be all of *text*.
    """
    state = own_state(text, own) if own else ""
    if state:
        return state
    match = _STATE.match(text)
    if match is None or (is_whole and match.end() != len(text)):
        return ""
    return str(match.lastgroup)


def own_state(text: str, own: Mapping[str, str]) -> str:
    """Return the state of the longest word of *own* that *text* begins with; empty if none."""
    bare = text.strip(" \t*_`")
    for form in (bare, without_emoji(bare)):
        folded = form.casefold()
        for word in sorted(own, key=len, reverse=True):
            if folded.startswith(word.casefold()) and _ends_word(folded, len(word)):
                return own[word]
    return ""


def _ends_word(text: str, at: int) -> bool:
    """Whether no letter of the same word follows at *at*; scripts without blanks have no words."""
    if at >= len(text) or not text[at].isalnum():
        return True
    return text[at] > "\u2e80" or text[at - 1] > "\u2e80"
