"""What closes a code fence that is not closed, where it is plain what was meant."""

from __future__ import annotations

from harness_lint.findings import Applicability, Edit, Fix
from harness_lint.markdown.nodes import CodeBlock
from harness_lint.pattern import pattern
from harness_lint.source import Source, Span

MOST_LINES = 200
"""Code that is longer is not moved."""

_TEXT = pattern(r"(?m)^ {0,3}(?:#{1,6} |[-*+] \[.\] |\|.*\|[ \t]*$|`{3}|~{3})")
"""What stands rather in Markdown than in code: headings, tasks, tables, further fences."""


def closed_at_end(source: Source, block: CodeBlock) -> Fix | None:
    """Return the fix that ends *block* where the text ends; None if it may have swallowed text."""
    indent = _indent(source, block)
    if indent is None or not block.value.strip() or _TEXT.search(block.value):
        return None
    end = len(source.data.rstrip())
    newline = "\r\n" if b"\r\n" in source.data[block.span.start : end] else "\n"
    edit = Edit(Span(end, end), f"{newline}{indent}{block.fence}")
    return Fix("Close the fence at the end", (edit,), Applicability.UNSAFE)


def removed(source: Source, block: CodeBlock) -> Fix | None:
    """Return the fix that removes the line on which *block* opens; None if more stands on it."""
    line = source.line_at(block.span.start)
    at = source.line_span(line)
    if source.slice(at).strip() != block.fence:
        return None
    end = source.line_starts[line] if line < len(source.line_starts) else at.end
    return Fix("Remove the fence", (Edit(Span(at.start, end), ""),), Applicability.UNSAFE)


def indented(source: Source, block: CodeBlock, first: int) -> Fix | None:
    """Return the fix that indents as far as *block* what should be its code.

    *first* is the 1-based line that ends the list item of *block*. None if no fence follows that
    could be its end, if that is far away, or if it is not certain how lines stand to one another.
    """
    indent = _indent(source, block)
    if not indent:
        return None
    edits: list[Edit] = []
    further = False
    last = min(first + MOST_LINES, len(source.line_starts))
    for line in range(first, last + 1):
        at = source.line_span(line)
        words = source.slice(at).lstrip(" ")
        start = at.end - len(words.encode())
        if words and start - at.start < len(indent):
            if further:
                return None
            edits.append(Edit(Span(at.start, start), indent))
        elif words and edits:
            further = True
        if words.startswith(block.fence):
            is_end = not words.strip(block.fence[0]).strip()
            title = "Indent the lines of the code"
            return Fix(title, tuple(edits), Applicability.UNSAFE) if is_end and edits else None
    return None


def _indent(source: Source, block: CodeBlock) -> str | None:
    """Return the blanks before the opening fence; None if something else stands there."""
    line = source.line_span(source.line_at(block.span.start))
    before = source.slice(Span(line.start, block.span.start))
    return None if before.strip(" ") else before
