"""Skills that a document says are to be used, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple

from harness_lint.documents.document import Document, Said
from harness_lint.markdown.nodes import (
    CodeSpan,
    Emphasis,
    Inline,
    Item,
    Leaf,
    ListBlock,
    prose_of,
)
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

NAME = pattern(r"(?:([a-z][\w-]*):)?([a-z0-9]+(?:-[a-z0-9]+)*)")
"""A skill's name, maybe behind that of its plug-in."""

USE = pattern(
    r"(?i)\b(?:use|invoke|load|apply|follow|run|activate|call|delegate to|hand off to)\s"
    r"(?:(?:the|our|this repository's)\s)?(?:(skill)\s)?$"
)
"""What stands before the name of a skill that is to be used, and ends right there."""

SKILL_WORD = pattern(r"(?i)\sskills?\b(?!['’])")
"""What stands behind it, where the word did not come before."""

REQUIRED = pattern(
    r"REQUIRED (?:SUB-?SKILL|BACKGROUND|SKILL)S?\b\W{0,6}"
    r"(?:(?:[Yy]ou )?(?:[Mm]ust|MUST) )?(?:[Uu]se|[Ll]oad|[Ii]nvoke|[Ff]ollow|[Uu]nderstand)?"
    r"(?: the)? ?(?P<name>(?:[a-z][\w-]*:)?[a-z0-9]+(?:-[a-z0-9]+)*)(?P<behind>[^\n.]{0,80})"
)
"""``REQUIRED SUB-SKILL: Use writing-plans``: the name and the rest of its sentence."""

CANDIDATES = (
    pattern(rb"`[*_]{0,3}\s{1,3}[Ss]kill"),
    pattern(rb"kill\s{1,3}[*_]{0,3}`"),
    pattern(rb"REQUIRED [BS]"),
)
"""Where a block of text may name a skill in one of these ways: each begins with what is searched
quickly."""

ELSEWHERE = pattern(
    r"(?i)\b(?:available|install(?:ed|s)?|optional(?:ly)?|exists?|enabled|e\.g|for (?:example|"
    r"instance)|such as|like|imagine|suppose|hypothetical|not|never|don['’]t|no longer|instead of|"
    r"rather than|deprecated|removed|renamed|replaced|formerly|planned|future|external|"
    r"third-party|plug-?in|marketplace|personal|global(?:ly)?|user-level|companion|recommended|"
    r"separate)\b"
)
"""Words of a sentence that names a skill as an example, as one of others, or not to be used."""

IF_THERE = pattern(
    r"(?i)\b(?:optional(?:ly)?|(?:if|when|where) (?:it is |it's )?"
    r"(?:available|installed|present|enabled))\b"
)
"""Words in an entry of a list of required skills which say that it may not be there."""

SAMPLE = pattern(
    r"(?:my|your|some|another|example|foo|bar|baz)(?:-[a-z0-9-]*)?|[a-z]|x+|new|other|sample|test|"
    r"the|(?:[a-z0-9-]*-)?(?:skill|skills|name|skill-\w)"
)
"""A name that stands for any."""

SENTENCE_END = pattern(r"[.!?;](?=\s|$)|\n\n")


MOST = 2_000
"""How many places of a document that name skills are read."""


class NamedSkill(NamedTuple):
    """A skill that a document says is to be used."""

    name: Located[str]
    plugin: str
    """The plug-in that the name is qualified with; empty if with none."""
    is_required: bool
    """Whether nothing can be done without it."""


def said_skills(document: Document, required: Iterable[str] = ()) -> Iterator[Said]:
    """Yield a fact for each skill that *document* says is to be used, where it first says so.

    *required* are the titles of sections that list the skills without which nothing can be done.
    """
    told: set[tuple[str, str, bool]] = set()
    for named in islice(chain(_in_lists(document, required), _in_text(document)), MOST):
        key = (named.name.value, named.plugin, named.is_required)
        if key in told:
            continue
        told.add(key)
        values = {"how": "skill", "plugin": named.plugin, "required": named.is_required}
        yield Said("named-skill", named.name.value, named.name.at, values)


def _in_lists(document: Document, required: Iterable[str]) -> Iterator[NamedSkill]:
    folded = document.source.data.lower()
    titles = [title for title in required if title.lower().encode() in folded]
    for section in document.outline.find(titles) if titles else ():
        if document.is_example(section.span.start):
            continue
        for block in section.blocks:
            for item in block.items if isinstance(block, ListBlock) else ():
                named = _of_item(item)
                if named is not None:
                    yield named


def _of_item(item: Item) -> NamedSkill | None:
    """Return the skill with whose name, in code, the item begins; None if it may be missing."""
    leaf = item.paragraph
    first = _first_inline(leaf.inlines) if leaf is not None else None
    if leaf is None or not isinstance(first, CodeSpan) or IF_THERE.search(leaf.prose.value):
        return None
    return _named(first.value.strip(), first.content, is_required=True)


def _first_inline(inlines: Iterable[Inline]) -> Inline | None:
    first = next((one for one in inlines if prose_of((one,)).value.strip()), None)
    if isinstance(first, Emphasis):
        return next(iter(first.children), None)
    return first


def _in_text(document: Document) -> Iterator[NamedSkill]:
    """Yield the skills that sentences name; only blocks that may hold one are read."""
    data = document.source.data
    last = -1
    for offset in sorted(match.start() for one in CANDIDATES for match in one.finditer(data)):
        leaf = document.leaf_at(offset)
        if leaf is None or leaf.span.start == last or document.is_example(leaf.span.start):
            continue
        last = leaf.span.start
        words = data[leaf.span.start : leaf.span.end]
        if b"`" in words and b"kill" in words:
            yield from _used(leaf)
        if b"REQUIRED" in words:
            yield from _demanded(leaf)


def _used(leaf: Leaf) -> Iterator[NamedSkill]:
    """Yield the skills that a sentence says to use, by a name in code."""
    text = leaf.prose.value
    at = 0
    for inline in leaf.inlines:
        length = len(prose_of((inline,)).value)
        start, end, at = at, at + length, at + length
        if not isinstance(inline, CodeSpan):
            continue
        use = USE.search(text, max(start - 60, 0), start)
        if use is None or not (use[1] or SKILL_WORD.match(text, end)):
            continue
        named = _named(inline.value.strip(), inline.content, is_required=False)
        if named is not None and not ELSEWHERE.search(_sentence(text, start, end)):
            yield named


def _demanded(leaf: Leaf) -> Iterator[NamedSkill]:
    """Yield the skills behind ``REQUIRED SUB-SKILL``; one of several to choose from is left out."""
    for match in REQUIRED.finditer(leaf.prose.value):
        behind = match["behind"]
        if " or " in behind or ELSEWHERE.search(behind):
            continue
        at = leaf.prose.span(match.start("name"), match.end("name"))
        named = _named(match["name"], at, is_required=True)
        plain = not leaf.prose.is_code(match.start("name"))
        if named is not None and not (plain and named.plugin == "" and "-" not in match["name"]):
            yield named


def _named(words: str, at: Span, *, is_required: bool) -> NamedSkill | None:
    match = NAME.fullmatch(words)
    if match is None or SAMPLE.fullmatch(match[2]):
        return None
    return NamedSkill(Located(match[2], at), match[1] or "", is_required)


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence around *start* to *end*, at most 200 characters of it to each side."""
    first, last = max(start - 200, 0), min(end + 200, len(text))
    begin = max((m.end() for m in SENTENCE_END.finditer(text, first, start)), default=first)
    stop = SENTENCE_END.search(text, end, last)
    return text[begin : stop.start() if stop else last]
