"""HL610 compound-requirement. Its page and its tests are in `compound_requirement.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.requirement_texts import Sentence, requirement_texts
from harness_lint.documents.wording import wording_of
from harness_lint.findings import Severity, Violation
from harness_lint.packs.patterns import compile_pattern
from harness_lint.pattern import pattern

_EITHER = pattern(r"(?i)\band ?/ ?or\b")


@check(
    "HL610",
    "compound-requirement",
    subject=Document,
    since="0.1",
    severity=Severity.INFO,
    needs=("family.wording",),
)
def compound_requirement(document: Document) -> Iterator[Violation]:
    """One sentence requires two things, or leaves open which of them."""
    wording = wording_of(document.family)
    if wording is None:
        return
    bindings = tuple(language.binding for language in wording.languages)
    for requirement in requirement_texts(document, wording.requirements):
        for sentence in requirement.sentences:
            yield from _compound(requirement.id.value, sentence, bindings)


def _compound(name: str, sentence: Sentence, bindings: tuple[str, ...]) -> Iterator[Violation]:
    for binding in bindings:
        found = list(compile_pattern(binding).finditer(sentence.text))
        if len(found) > 1:
            words = found[1][0].strip()
            yield Violation(
                sentence.span(found[1].start(), found[1].end()),
                f"`{name}` says `{words}` a second time in one sentence; make it two requirements",
            )
            return
    either = (
        _EITHER.search(sentence.text)
        if any(compile_pattern(one).search(sentence.text) for one in bindings)
        else None
    )
    if either is not None:
        yield Violation(
            sentence.span(either.start(), either.end()),
            f"`{either[0]}` in `{name}` leaves open which; say `and`, or say `or`",
        )
