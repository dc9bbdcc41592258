"""Each finding with the lines it is about, the words marked, and how to repair it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from harness_lint.engine.report import Report
from harness_lint.findings import Applicability, Finding, PlacedFix
from harness_lint.reporters import Context
from harness_lint.reporters.frame import CUT, Sources, mark
from harness_lint.reporters.summary import plural, summary_line
from harness_lint.reporters.terminal import Paint, safe
from harness_lint.source import Place

MAX_RELATED = 8
"""Related places drawn; further ones are counted."""

MIN_WIDTH = 40
"""Narrower terminals wrap: a line of source in fewer columns says nothing."""


def render(report: Report, context: Context) -> Iterator[str]:
    """Yield a frame for each finding, and the summary."""
    paint = Paint(context.colour)
    drawing = _Drawing(context, paint, Sources(context.read))
    for _, group in groupby(report.findings, key=lambda finding: finding.path):
        yield from drawing.findings(tuple(group))
    if not context.summary:
        return
    yield summary_line(report, paint)
    if report.findings:
        code = report.findings[0].code
        yield paint.dim(f"`harness-lint explain {code}` tells why, and how to repair it")


class _Mark(NamedTuple):
    """One marked stretch of source."""

    place: Place
    sign: str
    color: str
    words: str


class _Drawing(NamedTuple):
    context: Context
    paint: Paint
    sources: Sources

    def findings(self, findings: tuple[Finding, ...]) -> Iterator[str]:
        """Yield the lines of *findings*, those of one file; as one if they are to be kept."""
        lines = (line for finding in findings for line in (*self._finding(finding), ""))
        drawn = self.context.drawn
        if drawn is None:
            yield from lines
        else:
            yield drawn.of(findings, lines)

    def _finding(self, finding: Finding) -> Iterator[str]:
        severity = self.paint.severity(finding.severity, f"{finding.severity}[{finding.code}]")
        name = self.paint.dim(f"[{finding.name}]")
        yield f"{severity}: {self.paint.bold(safe(finding.message))} {name}"
        own = _Mark(finding.place, "^", finding.severity, "")
        marks: dict[str, list[_Mark]] = {finding.path: [own]}
        for one in finding.related[:MAX_RELATED]:
            marks.setdefault(one.path, []).append(_Mark(one.place, "-", "info", one.message))
        gutter = max(len(str(one.place.line)) for group in marks.values() for one in group)
        for path, group in marks.items():
            yield from self._frame(path, group, gutter, "-->" if group[0] is own else ":::")
        yield from self._remarks(finding, gutter)

    def _remarks(self, finding: Finding, gutter: int) -> Iterator[str]:
        remarks = []
        hidden = len(finding.related) - MAX_RELATED
        if hidden > 0:
            remarks.append(f"and {plural(hidden, 'more place')}")
        if finding.fix is not None:
            remarks.append(f"{self.paint.bold('fix')}: {_title(finding.fix)}")
        if remarks:
            yield self._bar(gutter)
        for remark in remarks:
            yield f"{self._equals(gutter)} {remark}"

    def _frame(self, path: str, marks: list[_Mark], gutter: int, arrow: str) -> Iterator[str]:
        place = marks[0].place
        shown = safe(self.context.shown_path(path))
        yield f"{self.paint.frame(arrow.rjust(gutter + 3))} {shown}:{place.line}:{place.column}"
        above = 0
        for one in sorted(marks, key=lambda mark: mark.place):
            line = self.sources.line(path, one.place.line)
            if line is None or not (line or one.words):
                yield from [f"{self._equals(gutter)} {safe(one.words)}"] * bool(one.words)
                continue
            yield from self._between(above, one.place.line, gutter)
            yield from self._marked(line, one, gutter, is_repeated=above == one.place.line)
            above = one.place.line

    def _between(self, above: int, line: int, gutter: int) -> Iterator[str]:
        """Yield what stands above a marked line: the first bar, or a sign for lines left out."""
        if not above:
            yield self._bar(gutter)
        elif line > above + 1:
            yield self.paint.frame("...")

    def _marked(self, line: str, one: _Mark, gutter: int, *, is_repeated: bool) -> Iterator[str]:
        room = max(MIN_WIDTH, self.context.width - gutter - 3)
        marked = mark(line, one.place, room)
        number = self.paint.frame(f"{one.place.line:>{gutter}} |")
        if not is_repeated or marked.text.startswith(CUT):
            yield f"{number}{safe(f' {marked.text}')}".rstrip()
        words = one.words
        if one.place.end_line > one.place.line:
            words = "; ".join(filter(None, (words, f"to line {_last_line(one.place)}")))
        under = f"{one.sign * marked.length} {safe(words)}".rstrip()
        colored = self.paint.severity(one.color, under)
        yield f"{self._bar(gutter)} {' ' * marked.indent}{colored}"

    def _bar(self, gutter: int) -> str:
        return self.paint.frame(" " * gutter + " |")

    def _equals(self, gutter: int) -> str:
        return self.paint.frame(" " * gutter + " =")


def _last_line(place: Place) -> int:
    return place.end_line - 1 if place.end_column == 1 else place.end_line


def _title(fix: PlacedFix) -> str:
    is_safe = fix.applicability is Applicability.SAFE
    return safe(fix.title) if is_safe else f"{safe(fix.title)} (unsafe)"
