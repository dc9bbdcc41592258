"""HL604 vague-wording. Its page and its tests are in `vague_wording.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.requirement_texts import Sentence, requirement_texts
from harness_lint.documents.wording import Vague, Wording, vague_words, wording_of
from harness_lint.findings import Severity, Violation


@check(
    "HL604",
    "vague-wording",
    subject=Document,
    since="0.1",
    severity=Severity.WARNING,
    needs=("family.wording",),
)
def vague_wording(document: Document) -> Iterator[Violation]:
    """A requirement is measured by a word that everybody reads in another way."""
    wording = wording_of(document.family)
    if wording is None:
        return
    for requirement in requirement_texts(document, wording.requirements, wording.may_be_vague):
        if wording.is_measured(requirement.words):
            continue
        for sentence in requirement.sentences:
            for vague in _vague_in(sentence, wording):
                word = sentence.text[vague.start : vague.end]
                yield Violation(
                    sentence.span(vague.start, vague.end),
                    f"`{word}` in `{requirement.id.value}` means something else to everybody; "
                    f"{vague.ask}",
                )


def _vague_in(sentence: Sentence, wording: Wording) -> Iterator[Vague]:
    """Yield the vague words of *sentence*, each once, whatever languages have it."""
    end = 0
    found = (
        vague
        for language in wording.languages
        for vague in vague_words(sentence.text, language, goes_on=sentence.goes_on)
    )
    for vague in sorted(found):
        if vague.start >= end:
            end = vague.end
            yield vague
