"""Reports to render: made by hand, over sources given as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from harness_lint.check import Check, check
from harness_lint.engine.report import Crash, Report
from harness_lint.findings import (
    Applicability,
    Finding,
    PlacedEdit,
    PlacedFix,
    RelatedPlace,
    Severity,
    Violation,
)
from harness_lint.reporters import Context, reporter
from harness_lint.source import Source, Span

TASKS = """\
# Tasks

- [ ] T001 Write the parser
- [ ] T002 [P] Write the printer
- [x] T001 Write the reader
"""


@check("HL302", "duplicate-task-id", subject=str, since="0.1")
def duplicate_task_id(text: str) -> Iterator[Violation]:
    """A task ID is used by two tasks of one task list."""
    yield from ()


PAGE = "# HL302 duplicate-task-id\n\nA task ID is used twice.\n\n## Cases\n\n### Long\n"


def span_of(text: str, words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    start = len(text[:at].encode())
    return Span(start, start + len(words.encode()))


def finding(text: str, words: str, message: str, **changes: object) -> Finding:
    nth = changes.pop("nth", 0)
    path = changes.pop("path", "tasks.md")
    at = span_of(text, words, nth)
    values: dict[str, object] = {
        "code": "HL302",
        "name": "duplicate-task-id",
        "severity": Severity.ERROR,
        "document": "spec-kit-tasks",
        "fingerprint": "0123456789abcdef",
    }
    place = Source.from_text(path, text).place(at)
    return Finding(message=message, path=path, span=at, place=place, **{**values, **changes})


def related(text: str, words: str, message: str, path: str = "tasks.md") -> RelatedPlace:
    return RelatedPlace(path, Source.from_text(path, text).place(span_of(text, words)), message)


def fix(text: str, words: str, new: str, nth: int = 0) -> PlacedFix:
    at = span_of(text, words, nth)
    place = Source.from_text("tasks.md", text).place(at)
    edit = PlacedEdit("tasks.md", place, at, new)
    return PlacedFix(f"rename it to `{new}`", Applicability.UNSAFE, (edit,))


def duplicate() -> Finding:
    return finding(
        TASKS,
        "T001",
        "task ID `T001` is already used",
        nth=1,
        related=(related(TASKS, "T001", "first used here"),),
        fix=fix(TASKS, "T001", "T003", nth=1),
    )


def count() -> Finding:
    return finding(
        TASKS,
        "[P]",
        "50% of 2 tasks, or: `a,b`",
        code="HL311",
        name="wrong-count",
        severity=Severity.WARNING,
        path="other, notes.md",
    )


def report(*findings: Finding, crashes: tuple[Crash, ...] = ()) -> Report:
    ordered = sorted(findings, key=lambda one: one.order)
    return Report(tuple(ordered), crashes=crashes, files=3, documents=2)


def context(texts: Mapping[str, str | bytes] | None = None, **changes: object) -> Context:
    held = {"tasks.md": TASKS, "other, notes.md": TASKS} if texts is None else texts

    def read(path: str) -> bytes:
        if path not in held:
            raise FileNotFoundError(path)
        text = held[path]
        return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")

    def check_of(code: str) -> Check | None:
        return duplicate_task_id if code == "HL302" else None

    values = {"read": read, "check_of": check_of, "page_of": lambda _: PAGE, "shown_path": str}
    return Context(**{**values, **changes})


def rendered(format_name: str, one: Report, where: Context | None = None) -> str:
    return "\n".join(reporter(format_name)(one, where or context()))
