"""HL211 document-name-mismatch. Its page and its tests are in `document_name_mismatch.md`."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Severity, Violation, replacement
from harness_lint.markdown.outline import title_key
from harness_lint.pattern import pattern

_NAME = pattern(r"`?(?:[\w.-]+/)*([\w.-]+\.(?:md|markdown))`?")


@check(
    "HL211",
    "document-name-mismatch",
    subject=Document,
    since="0.1",
    severity=Severity.WARNING,
    needs=("family.own_name",),
)
def document_name_mismatch(document: Document) -> Iterator[Violation]:
    """A document says that it is another file than it is."""
    given = document.family.own_name
    names = {title_key(name) for name in given} if isinstance(given, list | tuple) else set()
    own = basename(document.path)
    for field in document.fields:
        match = _NAME.fullmatch(field.value.value) if field.key in names else None
        if match is not None and match[1] != own:
            at = field.value.at
            yield Violation(
                at,
                f"the field `{field.name.value}` says `{match[1]}`, but the file is `{own}`; "
                "correct the field or rename the file",
                fix=replacement(at, document.source.slice(at), match[1], own),
            )
