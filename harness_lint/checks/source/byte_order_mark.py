"""HL002 byte-order-mark. Its page and its tests are in `byte_order_mark.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Edit, Fix, Severity, Violation
from harness_lint.source import BYTE_ORDER_MARK, Source, Span


@check("HL002", "byte-order-mark", subject=Source, since="0.1", severity=Severity.WARNING)
def byte_order_mark(source: Source) -> Iterator[Violation]:
    """A file begins with a byte order mark."""
    if source.data.startswith(BYTE_ORDER_MARK):
        at = Span(0, len(BYTE_ORDER_MARK))
        yield Violation(
            at,
            "the file begins with a byte order mark; save it as UTF-8 without one",
            fix=Fix("Remove the byte order mark", (Edit(at, ""),)),
        )
