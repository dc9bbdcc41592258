"""HL205 invalid-status-value. Its page and its tests are in `invalid_status_value.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.status_fields import StatusField
from harness_lint.errors import listed
from harness_lint.findings import Violation, replacement
from harness_lint.markdown.outline import title_key
from harness_lint.packs.field_shapes import FieldShape
from harness_lint.packs.patterns import compile_pattern
from harness_lint.source import Source


@check("HL205", "invalid-status-value", subject=Document, since="0.1", needs=("status_blocks",))
def invalid_status_value(document: Document) -> Iterator[Violation]:
    """A field of a status block has a value outside its closed set."""
    for block in document.status_blocks:
        if block.is_template:
            continue
        for field in block.fields:
            if field.shape is not None and field.value.value:
                yield from _judge(document.source, field, field.shape)


def _judge(source: Source, field: StatusField, shape: FieldShape) -> Iterator[Violation]:
    value, at = field.value
    name = shape.name.lower()
    if shape.values and shape.value_of(value) is None:
        choices = listed(shape.values)
        near = _nearest(value, shape)
        yield Violation(
            at,
            f"{name} `{value}` is not one of {choices}"
            + (f"; did you mean `{near}`?" if near else ""),
            fix=replacement(at, source.slice(at), value, near) if near else None,
        )
    elif shape.pattern and compile_pattern(shape.pattern).fullmatch(value) is None:
        yield Violation(at, f"{name} `{value}` does not match `{shape.pattern}`")


def _nearest(value: str, shape: FieldShape) -> str | None:
    """Return the value that was meant: by its first words, another name for it, or its letters."""
    from difflib import get_close_matches

    key = title_key(value).replace("_", "-").replace(" ", "-")
    words = {**{word: word for word in shape.values}, **shape.accepted}
    for word in sorted(words, key=len, reverse=True):
        if key == word or key.startswith((f"{word}-", f"{word},", f"{word}.")):
            return words[word]
    meant = shape.synonyms.get(value.casefold()) or shape.synonyms.get(key)
    if meant is not None:
        return meant
    near = get_close_matches(key, words, n=1, cutoff=0.7)
    return words[near[0]] if near else None
