"""HL606 unmeasurable-criterion. Its page and its tests are in `unmeasurable_criterion.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.requirement_texts import RequirementText, requirement_texts
from harness_lint.documents.wording import Wording, open_outcomes, wording_of
from harness_lint.findings import Severity, Violation
from harness_lint.source import Span


@check(
    "HL606",
    "unmeasurable-criterion",
    subject=Document,
    since="0.1",
    severity=Severity.INFO,
    needs=("family.wording",),
)
def unmeasurable_criterion(document: Document) -> Iterator[Violation]:
    """A success criterion gives no number and nothing that anybody could look at."""
    wording = wording_of(document.family)
    if wording is None:
        return
    for criterion in requirement_texts(document, wording.criteria, wording.may_be_open):
        words = criterion.words
        if wording.is_measured(words) or wording.is_verifiable(words):
            continue
        found = _first_open(criterion, wording)
        if found is not None:
            at, word, ask = found
            yield Violation(
                at, f"nobody can say when `{criterion.id.value}` is met: `{word}`; {ask}"
            )


def _first_open(criterion: RequirementText, wording: Wording) -> tuple[Span, str, str] | None:
    for sentence in criterion.sentences:
        for language in wording.languages:
            for found in open_outcomes(sentence.text, language, goes_on=sentence.goes_on):
                word = sentence.text[found.start : found.end]
                return sentence.span(found.start, found.end), word, found.ask
    return None
