"""What to remove with a directive, so that nothing else of the document changes."""

from __future__ import annotations

from harness_lint.pattern import pattern
from harness_lint.source import Source, Span

_MARKERS = pattern(rb"[\s>*+#\d.)-]*")
"""Signs of a quote, an item or a heading that would be left empty."""

_LEANS = pattern(rb" {4}|\t|\s*\d{1,9}[.)]\s")
"""The start of a line that may belong to what stands above the comment: code, a numbered list."""


def extent_in_html(source: Source, words: Span, comment: Span) -> Span | None:
    """Return what goes with the directive in *words*, the only text of the HTML *comment*.

    None where there is more in it, or where what stands around would be read in another way.
    """
    data = source.data
    if source.slice(comment)[4:-3].strip() != source.slice(words):
        return None
    line = source.line_span(source.line_at(comment.start))
    before, behind = data[line.start : comment.start], data[comment.end : line.end]
    if comment.end > line.end:
        return None
    if before.strip():
        is_empty = _MARKERS.fullmatch(before) is not None
        return None if is_empty else Span(line.start + len(before.rstrip()), comment.end)
    return None if behind.strip() else _line_with_comment(source, source.line_at(line.start))


def _line_with_comment(source: Source, number: int) -> Span | None:
    """Return what to remove of the line *number*, 1-based: one empty line must stay at most."""
    line = source.line_span(number)
    above, below = _is_empty(source, number - 1), _is_empty(source, number + 1)
    if not below:
        return Span(line.start, _start(source, number + 1)) if above else line
    end = _start(source, number + 2 if above else number + 1)
    if _LEANS.match(source.data, end) is not None:
        return None
    is_last = above and number > 1 and end == len(source.data)
    return Span(_start(source, number - 1) if is_last else line.start, end)


def _is_empty(source: Source, number: int) -> bool:
    """Whether the line *number* is empty, or lies outside of the text."""
    if not 1 <= number <= len(source.line_starts):
        return True
    return not source.slice(source.line_span(number)).strip()


def _start(source: Source, number: int) -> int:
    starts = source.line_starts
    return starts[number - 1] if number <= len(starts) else len(source.data)


def extent_in_yaml(source: Source, words: Span) -> Span:
    """Return what goes with the directive in *words*, from the sign of its comment."""
    number = source.line_at(words.start)
    line = source.line_span(number)
    before = source.data[line.start : words.start].rstrip().removesuffix(b"#").rstrip()
    if before:
        return Span(line.start + len(before), words.end)
    return Span(line.start, _start(source, number + 1))
