"""The Reviewdog Diagnostic Format: review comments, with suggestions that can be taken.

Columns are those of the format: 1-based, in bytes of UTF-8.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from harness_lint.engine.report import Report
from harness_lint.findings import RULES_URL, Finding, PlacedFix
from harness_lint.reporters import Context
from harness_lint.reporters.frame import Sources
from harness_lint.reporters.terminal import safe
from harness_lint.source import Place


def render(report: Report, context: Context) -> Iterator[str]:
    """Yield one result."""
    read = lru_cache(maxsize=4)(context.read)
    review = _Review(context.shown_path, read, Sources(read))
    result = {
        "source": {"name": "harness-lint", "url": RULES_URL.rpartition("/")[0]},
        "diagnostics": [review.diagnostic(finding) for finding in report.findings],
    }
    yield json.dumps(result, indent=2)


class _Review(NamedTuple):
    shown_path: Callable[[str], str]
    read: Callable[[str], bytes]
    sources: Sources

    def diagnostic(self, finding: Finding) -> dict[str, Any]:
        """Return what a review says of *finding*."""
        diagnostic: dict[str, Any] = {
            "message": safe(finding.message),
            "location": self._location(finding.path, finding.place),
            "severity": finding.severity.upper(),
            "code": {
                "value": f"{finding.code} {finding.name}",
                **({"url": finding.url} if finding.url else {}),
            },
        }
        if finding.related:
            diagnostic["related_locations"] = [
                {"message": safe(one.message), "location": self._location(one.path, one.place)}
                for one in finding.related
            ]
        suggestion = self._suggestion(finding.path, finding.fix) if finding.fix else None
        if suggestion is not None:
            diagnostic["suggestions"] = [suggestion]
        return diagnostic

    def _suggestion(self, path: str, fix: PlacedFix) -> dict[str, Any] | None:
        """Return *fix* as one suggestion: half of a fix would be none.

        None where it changes another file, too, or where the file can be read no more.
        """
        edits = sorted(fix.edits, key=lambda edit: edit.span)
        if not edits or any(edit.path != path for edit in edits):
            return None
        try:
            data = self.read(path)
        except OSError:
            return None
        text = edits[0].text
        for before, edit in pairwise(edits):
            between = data[before.span.end : edit.span.start]
            text += between.decode("utf-8", "replace") + edit.text
        return {"range": self._range(path, _around(edits[0].place, edits[-1].place)), "text": text}

    def _location(self, path: str, place: Place) -> dict[str, Any]:
        shown = safe(self.shown_path(path))
        return {"path": shown, "range": self._range(path, place)}

    def _range(self, path: str, place: Place) -> dict[str, Any]:
        return {
            "start": self._position(path, place.line, place.column),
            "end": self._position(path, place.end_line, place.end_column),
        }

    def _position(self, path: str, line: int, column: int) -> dict[str, int]:
        """Return a position; of a file that can be read no more without its column."""
        text = self.sources.line(path, line)
        if text is None:
            return {"line": line}
        return {"line": line, "column": len(text[: column - 1].encode("utf-8", "replace")) + 1}


def _around(first: Place, last: Place) -> Place:
    return Place(first.line, first.column, last.end_line, last.end_column)
