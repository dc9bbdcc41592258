"""HL614 section-length. Its page and its tests are in `section_length.md`."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import east_asian_width

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.findings import Severity, Violation
from harness_lint.markdown.outline import Section
from harness_lint.pattern import pattern

PUT_OFF = pattern(r"(?i)(?:TBD|TODO)\b")
"""What begins a text that is still to be written: a finding of its own (HL108)."""


@check(
    "HL614",
    "section-length",
    subject=Document,
    since="0.1",
    severity=Severity.WARNING,
    needs=("section_lengths",),
)
def section_length(document: Document) -> Iterator[Violation]:
    """A section is shorter or longer than its family wants it."""
    for title, limits in document.section_lengths.items():
        for section in document.outline.find((title,))[:1]:
            text = _text(document, section)
            length = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
            least, most = limits.get("least", 0), limits.get("most")
            if not text or PUT_OFF.match(text) is not None:
                continue
            if length < least:
                words = f"has {length} characters; say more, at least {least}"
            elif most is not None and length > most:
                words = f"has {length:,} characters; leave what matters, at most {most:,}"
            else:
                continue
            yield Violation(section.heading.content, f"section `{section.title}` {words}")


def _text(document: Document, section: Section) -> str:
    """Return what stands in *section*, its subsections included, without comments."""
    data = document.source.data
    parts, at = [], section.heading.span.end
    for block in document.html_blocks:
        if block.is_comment and section.span.start <= block.span.start < section.span.end:
            parts.append(data[at : block.span.start])
            at = block.span.end
    parts.append(data[at : section.span.end])
    return b"".join(parts).decode("utf-8", "replace").strip()
