"""Findings and violations as JSON, and back: what a run leaves for the next, or another process."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from harness_lint.findings import (
    Applicability,
    Edit,
    Finding,
    Fix,
    PlacedEdit,
    PlacedFix,
    Related,
    RelatedPlace,
    Severity,
    Violation,
)
from harness_lint.project.facts import json_text
from harness_lint.source import Location, Place, Span


def text_of(rows: Iterable[Finding] | Iterable[Violation]) -> str:
    """Return *rows* as JSON; the violations are those of project checks, placed in their files."""
    return json_text(list(rows))


def findings_in(text: str) -> list[Finding]:
    """Return the findings that `text_of` wrote."""
    return [_finding(row) for row in json.loads(text)]


def violations_in(rows: Iterable[list[Any]]) -> list[Violation]:
    """Return the violations that `text_of` wrote, as JSON gives them."""
    return [
        Violation(
            location_in(at),
            message,
            tuple(Related(location_in(place), words) for place, words in related),
            _fix(fix),
        )
        for at, message, related, fix in rows
    ]


def _finding(row: list[Any]) -> Finding:
    code, name, severity, message, path, span, place, document, related, fix, print_, address = row
    return Finding(
        code,
        name,
        Severity(severity),
        message,
        path,
        Span(*span),
        Place(*place),
        document,
        tuple(RelatedPlace(where, Place(*at), words) for where, at, words in related),
        _placed_fix(fix),
        print_,
        address,
    )


def _placed_fix(row: list[Any] | None) -> PlacedFix | None:
    if row is None:
        return None
    title, applicability, edits = row
    placed = (PlacedEdit(path, Place(*at), Span(*span), new) for path, at, span, new in edits)
    return PlacedFix(title, Applicability(applicability), tuple(placed))


def _fix(row: list[Any] | None) -> Fix | None:
    if row is None:
        return None
    title, edits, applicability = row
    return Fix(
        title, tuple(Edit(location_in(at), new) for at, new in edits), Applicability(applicability)
    )


def location_in(row: list[Any]) -> Location:
    """Return the location that JSON gives as *row*."""
    path, span, place, text = row
    return Location(path, Span(*span), Place(*place), text)
