"""HL603 missing-normative-word. Its page and its tests are in `missing_normative_word.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.requirement_spec import RequirementBlock, RequirementSpec
from harness_lint.findings import Severity, Violation
from harness_lint.packs.patterns import Pattern, compile_pattern


@check(
    "HL603",
    "missing-normative-word",
    subject=RequirementSpec,
    since="0.1",
    severity=Severity.WARNING,
    needs=("requirements",),
)
def missing_normative_word(spec: RequirementSpec) -> Iterator[Violation]:
    """The text of a requirement does not say that anything is required."""
    normative = spec.family.data["requirements"].get("normative")
    if not normative:
        return
    words = [compile_pattern(pattern) for pattern in normative["words"].values()]
    for block in spec.requirements:
        if block.is_named and not _says(block, words):
            yield Violation(block.name.at, _message(block, words, str(normative["shown"])))


def _says(block: RequirementBlock, words: list[Pattern]) -> bool:
    return any(word.search(line.value) for line in block.text for word in words)


def _message(block: RequirementBlock, words: list[Pattern], shown: str) -> str:
    name = block.name.value
    if any(word.search(name) for word in words):
        return f"requirement `{name}` demands in its heading only; say {shown} in the text below"
    if not block.text:
        return f"requirement `{name}` has no text; write below its heading what it demands"
    return f"requirement `{name}` does not say {shown}; say what is required"
