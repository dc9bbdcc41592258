"""HL010 invisible-character. Its page and its tests are in `invisible_character.md`."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.findings import Applicability, Edit, Fix, Related, Violation
from harness_lint.pattern import pattern
from harness_lint.source import Source, Span

HIDDEN = pattern(
    "[\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]+"
)
"""Runs of what no reader sees. U+FE00 to U+FE0F, which choose the look of a sign, are not here."""

HARMLESS = bytes({*range(0x80)} - {*range(0x20), 0x7F} | {*b"\t\n\f\r"})
"""What stands in nearly every text: ASCII without what is hidden."""

LOST_SIGN = "\ufffd"
LOST = pattern(rb"(?:\xef\xbf\xbd)+")
"""Runs of U+FFFD, which programs write for what they cannot read."""

QUOTES = frozenset((b"`", b'"', b"'", b")"))
NAMES_OF_LOST = (b"fffd", b"replacement char", b"mojibake", b"garbl", b"corrupt", b"encod")
"""Words of a line that speaks of such marks."""

JOINERS = "\u200c\u200d"
WORD_BREAKS = "\u200b\u2060"
DIRECTION_MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
"""Marks, embeddings and isolates. Overrides (U+202D, U+202E) are never needed in a document."""

JOINED_SCRIPTS = pattern(
    "[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc]"
)
"""Arabic with Persian and Urdu, the scripts of India, Tibetan, Burmese, Khmer, Mongolian."""

UNSPACED_SCRIPTS = pattern("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df]")
"""Thai, Lao, Burmese, Khmer, Tai: no spaces, yet a line may break between words only."""

RIGHT_TO_LEFT = pattern("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

IDEOGRAPH = pattern("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
BLACK_FLAG = "\U0001f3f4"

NEAR = 200
"""How far around a mark of direction letters of such a script are looked for."""

MOST_EDITS = 1000

FEW = 5
"""How many places of one character are reported one by one."""


class Hidden(NamedTuple):
    """A run of hidden characters and its place."""

    at: Span
    run: str


@check("HL010", "invisible-character", subject=Source, since="0.1")
def invisible_character(source: Source) -> Iterator[Violation]:
    """Text holds a character that no reader sees, or the mark of one that was lost."""
    signs = source.data.translate(None, HARMLESS).decode()
    if LOST_SIGN in signs:
        yield from _lost(source)
    if HIDDEN.search(signs) is not None:
        yield from _hidden(source)


def _hidden(source: Source) -> Iterator[Violation]:
    """Yield the places of hidden characters that neither their script nor their emoji needs."""
    places: dict[str, list[Hidden]] = defaultdict(list)
    at, offset = 0, 0
    for match in HIDDEN.finditer(source.text):
        offset += len(source.text[at : match.start()].encode())
        at = match.start()
        if not _belongs(source.text, match.start(), match.end()):
            span = Span(offset, offset + len(match[0].encode()))
            places[_kind(match[0][0])].append(Hidden(span, match[0]))
    for found in places.values():
        yield from _violations(found)


def _lost(source: Source) -> Iterator[Violation]:
    """Yield what stands where a program could not read a character, unless it is spoken of."""
    spans = [
        Span(*match.span()) for match in LOST.finditer(source.data) if not _is_quoted(source, match)
    ]
    if not spans:
        return
    places = "one other place" if len(spans) == 2 else f"{len(spans) - 1} other places"
    more = f" and in {places}" if len(spans) > 1 else ""
    yield Violation(
        spans[0],
        f"a character was lost here{more} and replaced by U+FFFD; write what was meant",
        tuple(Related(span, "here too") for span in spans[1:FEW]),
    )


def _is_quoted(source: Source, match: re.Match[bytes]) -> bool:
    """Whether the mark stands between two signs of one kind, or on a line that speaks of it."""
    before = source.data[max(0, match.start() - NEAR) : match.start()].rpartition(b"\n")[2]
    behind = source.data[match.end() : match.end() + NEAR].partition(b"\n")[0]
    if any(name in before.lower() + behind.lower() for name in NAMES_OF_LOST):
        return True
    return behind[:1] in QUOTES and before.endswith((behind[:1], b"("))


def _kind(sign: str) -> str:
    """Return under what a character is counted: all control characters together."""
    category = unicodedata.category(sign)
    return category if category == "Cc" else sign


def _violations(found: list[Hidden]) -> Iterator[Violation]:
    spans = [one.at for one in found]
    if len(found) <= FEW:
        for one in found:
            words = f"{_named(one.run)} is hidden here; remove it"
            yield Violation(one.at, words, fix=_removal([one.at]))
        return
    words = f"{_named(found[0].run)} is hidden here and in {len(found) - 1} other places"
    related = tuple(Related(span, "here too") for span in spans[1:FEW])
    yield Violation(spans[0], f"{words}; remove it", related, _removal(spans))


def _removal(spans: list[Span]) -> Fix | None:
    if len(spans) > MOST_EDITS:
        return None
    edits = tuple(Edit(span, "") for span in spans)
    return Fix("Remove what is invisible", edits, Applicability.UNSAFE)


def _named(run: str) -> str:
    name = unicodedata.name(run[0], "control character").lower()
    if "\U000e0020" <= run[0] <= "\U000e007f" and len(run) > 1:
        hidden = "".join(chr(ord(sign) - 0xE0000) for sign in run if ord(sign) >= 0xE0020)
        return f"text in tag characters (`{hidden[:40]}`)"
    more = f" and {len(run) - 1} more" if len(run) > 1 else ""
    return f"{name} (U+{ord(run[0]):04X}){more}"


def _belongs(text: str, start: int, end: int) -> bool:
    """Whether the run ``[start, end)`` is one that its script or its emoji needs."""
    before, behind = text[max(0, start - 2) : start], text[end : end + 1]
    near = before[-1:] + behind
    signs = set(text[start:end])
    if signs <= {"\ufeff"}:
        return start == 0
    if text[start] >= "\U000e0000":
        return _is_flag(text, start, end) or (
            end - start == 1 and IDEOGRAPH.match(before[-1:]) is not None
        )
    if signs <= set(JOINERS) and end - start == 1:
        return JOINED_SCRIPTS.search(near) is not None or _joins_emoji(before, behind)
    if signs <= set(WORD_BREAKS):
        return UNSPACED_SCRIPTS.search(near) is not None
    is_mark = signs <= set(DIRECTION_MARKS + JOINERS)
    return is_mark and RIGHT_TO_LEFT.search(_line(text, start)) is not None


def _is_flag(text: str, start: int, end: int) -> bool:
    """Whether the run is the tag of a flag, such as that of Wales."""
    return text[max(0, start - 1) : start] == BLACK_FLAG and text[end - 1] == "\U000e007f"


def _joins_emoji(before: str, behind: str) -> bool:
    """Whether a joiner between *before* and *behind* makes one picture of two."""
    left = before.rstrip("\ufe0e\ufe0f")[-1:]
    return bool(left and behind) and all(
        unicodedata.category(sign) in ("So", "Sk", "Sm") or sign in "\u2640\u2642\u2695"
        for sign in (left, behind)
    )


def _line(text: str, at: int) -> str:
    """Return what stands around *at* on its line, at most `NEAR` characters to each side."""
    before, behind = text[max(0, at - NEAR) : at], text[at : at + NEAR]
    return before.rpartition("\n")[2] + behind.partition("\n")[0]
