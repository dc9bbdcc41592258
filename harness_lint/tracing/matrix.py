"""The matrix in the forms that people and tools read: terminal, Markdown, CSV, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from harness_lint.reporters.terminal import Paint, aligned, cells, safe
from harness_lint.tracing.rows import MatrixRow, matrix_rows, used_roles

MARKS = {
    "proven": "●",
    "tested": "◕",
    "implemented": "◑",
    "planned": "◔",
    "gap": "○",
    "violated": "✗",
    "waived": "–",
    "retired": "×",
}
"""A sign for each state, so that colour is never needed to tell them apart."""

_SHOWN = 2
"""So many names stand in a cell of the terminal; the rest is counted."""


_WITHOUT_POLICY = "nothing must lead to the items here: their kinds have no `policy` in a pack"


def terminal(export: Mapping[str, Any], paint: Paint, width: int) -> Iterator[str]:
    """Yield the matrix as a table of at most *width* columns, one block for each scope."""
    rows = list(matrix_rows(export))
    if not rows:
        has_items = bool(export["items"])
        yield _WITHOUT_POLICY if has_items else "no document defines an item to trace"
        return
    roles = used_roles(rows)
    for scope, own in groupby(rows, key=lambda row: row.item["scope"]):
        yield paint.bold(safe(scope or "the whole project"))
        yield from _table(list(own), roles, paint, width)
        yield ""
    yield from summary(export)


def _table(
    rows: Sequence[MatrixRow], roles: tuple[str, ...], paint: Paint, width: int
) -> Iterator[str]:
    head = ["state", "item", *roles, "title"]
    limit = _widest(rows[:_SAMPLE], roles, head, width)
    lines = [_cells_of(row, roles, limit) for row in rows]
    columns = list(zip(head, *lines, strict=True))
    found = [aligned(column) for column in columns[:-1]]
    room = max(width - sum(cells(column[0]) + 2 for column in found) - 2, _LEAST_TITLE)
    for number, line in enumerate(zip(*found, columns[-1], strict=True)):
        text = "  ".join((*line[:-1], _cut(line[-1], room))).rstrip()
        yield "  " + (paint.dim(text) if number == 0 else text)


def _widest(rows: Sequence[MatrixRow], roles: tuple[str, ...], head: list[str], width: int) -> int:
    """Return how wide a name may be so that the title keeps its place, going by some *rows*."""
    for limit in _NAME_WIDTHS:
        columns = list(zip(head, *[_cells_of(row, roles, limit) for row in rows], strict=True))
        taken = sum(max(map(cells, column)) + 2 for column in columns[:-1])
        if width - taken - 2 >= _TITLE_WIDTH:
            return limit
    return _NAME_WIDTHS[-1]


_SAMPLE = 20
"""So many rows of a scope tell how wide its names are."""

_NAME_WIDTHS = (32, 24, 16, 12)
"""So wide may a name be, the widest that leaves the title its place."""

_TITLE_WIDTH = 30
_LEAST_TITLE = 10


def _cells_of(row: MatrixRow, roles: tuple[str, ...], limit: int) -> list[str]:
    item = row.item
    return [
        f"{MARKS[item['state']]} {item['state']}",
        safe(item["local"]),
        *[_names(row.sources[role], limit) for role in roles],
        safe(item["title"]),
    ]


def _names(names: Sequence[str], limit: int) -> str:
    shown = _SHOWN if limit > _NAME_WIDTHS[-2] else 1
    more = f" +{len(names) - shown}" if len(names) > shown else ""
    return ", ".join([_cut(safe(name), limit) for name in names[:shown]]) + more


def _cut(text: str, room: int) -> str:
    if text.isascii():
        return text if len(text) <= room else text[: room - 1].rstrip() + "…"
    if cells(text) <= room:
        return text
    kept, taken = "", 0
    for character in text:
        taken += cells(character)
        if taken >= room:
            break
        kept += character
    return kept.rstrip() + "…"


def summary(export: Mapping[str, Any]) -> Iterator[str]:
    """Yield the measures of each kind, and of all kinds together, each with what it is out of."""
    plurals = {kind["name"]: kind["plural"] for kind in export["kinds"]}
    by_kind: dict[str, list[Mapping[str, Any]]] = {}
    for measure in export["measures"]:
        by_kind.setdefault(measure["kind"], []).append(measure)
    if len(by_kind) == 2:  # one kind, and all of it
        del by_kind["all"]
    for kind, measures in by_kind.items():
        parts = [
            f"{measure['name']} {measure['numerator']} of {measure['denominator']} "
            f"({percent(measure)})"
            for measure in measures
        ]
        yield f"{plurals.get(kind, 'all')}: {', '.join(parts)}"


def percent(measure: Mapping[str, Any]) -> str:
    """Return the share in whole per cent, rounded down: 100 % means all."""
    if not measure["denominator"]:
        return "–"
    return f"{100 * measure['numerator'] // measure['denominator']} %"


def markdown(export: Mapping[str, Any]) -> Iterator[str]:
    """Yield the matrix as a Markdown table, with the measures below it."""
    rows = list(matrix_rows(export))
    roles = used_roles(rows)
    head = ["Item", "Title", "State", *(role.capitalize() for role in roles)]
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    for row in rows:
        found = [
            ", ".join(f"`{_cell(name)}`" for name in row.sources[role]) or "–" for role in roles
        ]
        item = row.item
        cells_of_row = [f"`{_cell(item['id'])}`", _cell(item["title"]), item["state"], *found]
        yield f"| {' | '.join(cells_of_row)} |"
    yield ""
    for line in summary(export):
        yield f"- {line}"


def _cell(text: str) -> str:
    plain = safe(text).replace("\\", "\\\\").replace("|", "\\|").replace("`", "ˋ")
    return plain.replace("<", "&lt;").replace("[", "\\[")


def csv_lines(export: Mapping[str, Any]) -> Iterator[str]:
    """Yield the matrix as CSV (RFC 4180): names of one cell are separated by blanks."""
    import csv
    import io

    rows = list(matrix_rows(export))
    columns = [
        "id",
        "kind",
        "level",
        "state",
        "claims",
        "implements",
        "verifies",
        "evidences",
        "documents",
        "missing",
        "title",
        "path",
        "line",
    ]
    yield ",".join(columns)
    for row in rows:
        values = {
            **row.item,
            "missing": "; ".join(row.item["missing"]),
            **{role: " ".join(names) for role, names in row.sources.items()},
        }
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="").writerow(_guarded(values[name]) for name in columns)
        yield buffer.getvalue()


def _guarded(value: object) -> object:
    """Return *value* so that no spreadsheet takes it for a formula (OWASP, CSV injection)."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def json_lines(export: Mapping[str, Any]) -> Iterator[str]:
    """Yield the rows, measures and states as one JSON object."""
    rows = [
        {**_shown(row.item), **{role: list(names) for role, names in row.sources.items()}}
        for row in matrix_rows(export)
    ]
    data = {
        "version": export["version"],
        "provenance": export["provenance"],
        "rows": rows,
        "measures": export["measures"],
        "states": export["states"],
    }
    yield json.dumps(data, ensure_ascii=False, indent=2)


def _shown(item: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: item[key]
        for key in ("id", "kind", "level", "state", "flags", "missing", "title", "path", "line")
    }


FORMATS: Mapping[str, Callable[[Mapping[str, Any]], Iterator[str]]] = {
    "markdown": markdown,
    "csv": csv_lines,
    "json": json_lines,
}
