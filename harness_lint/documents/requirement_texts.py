"""The texts of what a document defines: requirements and criteria, sentence by sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.markdown.nodes import Heading, Leaf
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

if TYPE_CHECKING:
    from harness_lint.documents.document import Document


class Sentence(NamedTuple):
    """A sentence of a requirement. What is quoted, code, or in brackets is blanked out in it."""

    text: str
    leaf: Leaf
    begin: int
    """Where it begins in the leaf's prose."""
    goes_on: bool
    """Whether it is the last one of its text and more belongs to the requirement: a list."""

    def span(self, start: int, end: int) -> Span:
        """Return the span of ``text[start:end]`` in the source."""
        return self.leaf.prose.span(self.begin + start, self.begin + end)


class RequirementText(NamedTuple):
    """What a requirement or a criterion says."""

    id: Located[str]
    kind: str
    leaves: tuple[Leaf, ...]
    """Its texts, cells and lists below it included; titles left out."""

    @property
    def words(self) -> str:
        """All that it says, as a reader sees it."""
        return "\n".join(leaf.prose.value for leaf in self.leaves)

    @property
    def sentences(self) -> Iterator[Sentence]:
        """Its sentences; those that give a reason or an example are left out."""
        for number, leaf in enumerate(self.leaves):
            if _ASIDE.match(leaf.prose.value) is None:
                yield from _sentences(leaf, goes_on=number + 1 < len(self.leaves))


_ASIDE = pattern(
    r"(?i)\W*(?:rationale|reason|why|note|notes|example|examples|e\.g\.|context|background|goal)\b"
)
"""What begins a text that says nothing binding."""

_HIDDEN = pattern(
    r"“[^“”]{0,300}”|\"[^\"]{0,300}\"|「[^「」]{0,300}」|『[^『』]{0,300}』"
    r"|(?<=\()[^()]{0,600}(?=\))|(?<=（)[^（）]{0,600}(?=）)"
)
_END = pattern(r"[.!?](?=[\s\"”)]|$)|[。！？]")
_ABBREVIATION = pattern(r"(?i)\b(?:e\.g|i\.e|etc|vs|cf|approx|incl|z\.B|bzw|usw)\Z")


def requirement_texts(
    document: Document, kinds: Collection[str], is_wanted: Callable[[str], bool] | None = None
) -> Iterator[RequirementText]:
    """Yield what *document* defines of *kinds*, in source order; nothing that is retired.

    Only what *is_wanted* says of the text as written is read: reading is slow.
    """
    for defined in document.definitions:
        if defined.kind not in kinds or defined.is_retired:
            continue
        if is_wanted is None or is_wanted(document.source.slice(defined.region)):
            leaves = tuple(_leaves_in(document, defined.region))
            yield RequirementText(Located(defined.id, defined.at), defined.kind, leaves)


def _leaves_in(document: Document, region: Span) -> Iterator[Leaf]:
    leaves = document.leaves
    first = bisect_left(leaves, region.start, key=lambda leaf: leaf.span.start)
    for number in range(first, len(leaves)):
        leaf = leaves[number]
        if leaf.span.start >= region.end:
            return
        if not isinstance(leaf, Heading):
            yield leaf


LONGEST_SENTENCE = 2_000
"""Characters of a sentence: what is longer is a list without points, or no text at all."""


def _sentences(leaf: Leaf, *, goes_on: bool) -> Iterator[Sentence]:
    text = _HIDDEN.sub(lambda match: " " * len(match[0]), leaf.prose.words.replace("\n", " "))
    begin = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text, max(begin, match.start() - 8), match.start()) is None:
            if match.end() - begin <= LONGEST_SENTENCE:
                yield Sentence(text[begin : match.end()], leaf, begin, False)
            begin = match.end()
    if text[begin:].strip() and len(text) - begin <= LONGEST_SENTENCE:
        yield Sentence(text[begin:], leaf, begin, goes_on)
