"""HL207 contradictory-status. Its page and its tests are in `contradictory_status.md`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.status_block import StatusBlock
from harness_lint.documents.status_fields import StatusField
from harness_lint.findings import Related, Severity, Violation
from harness_lint.packs.patterns import compile_pattern

NOTHING = "$nothing"
"""In an implication of a pack: the block's own pattern for "there is nothing"."""

EMPTY = "[]"
"""An empty list of front matter."""


@check(
    "HL207",
    "contradictory-status",
    subject=Document,
    since="0.1",
    needs=("status_blocks",),
    severity=Severity.WARNING,
)
def contradictory_status(document: Document) -> Iterator[Violation]:
    """Two fields of a status block cannot both be true."""
    for block in document.status_blocks:
        if not block.is_template:
            yield from _repeated(block)
            yield from _broken(block)


def _repeated(block: StatusBlock) -> Iterator[Violation]:
    for field in block.fields:
        first = block.field(field.key)
        if first is not None and first is not field and first.word != field.word:
            yield Violation(
                field.value.at,
                f"`{field.key}` is `{_short(field)}` here but `{_short(first)}` before; keep one",
                related=(Related(first.value.at, "the first value"),),
            )


def _broken(block: StatusBlock) -> Iterator[Violation]:
    """Yield the implications that do not hold: for each field, the first one that it breaks."""
    reported: set[str] = set()
    for rule in block.shape.implications:
        cause = _cause(block, rule["if"])
        if cause is None:
            continue
        for name, pattern in rule["then"].items():
            field = block.field(name)
            if name in reported or field is None or _holds(block, field, pattern):
                continue
            reported.add(name)
            word = block.shape.nothing_word if pattern == NOTHING else ""
            yield _violation(field, cause, word)


def _cause(block: StatusBlock, wanted: Mapping[str, str]) -> StatusField | None:
    """Return the last field of *wanted* if all of them match; None if one does not."""
    cause = None
    for name, pattern in wanted.items():
        cause = block.field(name)
        if cause is None or not _matches(block, cause, pattern):
            return None
    return cause


def _holds(block: StatusBlock, field: StatusField, pattern: str) -> bool:
    # An empty value is HL203, a value outside the closed set is HL205.
    word, shape = field.word, field.shape
    if not word or (shape is not None and shape.values and word.lower() not in shape.values):
        return True
    return _matches(block, field, pattern)


def _matches(block: StatusBlock, field: StatusField, pattern: str) -> bool:
    if pattern == NOTHING and field.value.value == EMPTY:
        return True
    wanted = block.shape.nothing if pattern == NOTHING else pattern
    return bool(field.word) and compile_pattern(wanted).search(field.word) is not None


def _violation(field: StatusField, cause: StatusField, nothing: str) -> Violation:
    """Return the violation; *nothing* is what to write where there should be nothing."""
    because = f"beside `{cause.key}: {_short(cause)}`"
    if nothing:
        message = f"`{field.key}` lists something {because}; write `{nothing}` if nothing is left"
    else:
        message = f"`{field.key}: {_short(field)}` {because}; correct the one that is not true"
    return Violation(field.value.at, message, related=(Related(cause.value.at, "this field"),))


def _short(field: StatusField) -> str:
    value = field.value.value
    return value if len(value) <= SHOWN else value[: SHOWN - 1].rstrip() + "…"


SHOWN = 40
"""As many characters of a value are shown."""
