"""JUnit XML: a suite for each file, a case for each finding, as CI services list failed tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from harness_lint.engine.report import Crash, Report
from harness_lint.findings import Finding, Severity
from harness_lint.reporters import Context
from harness_lint.reporters.markup import Element, child, lines_of
from harness_lint.reporters.remarks import remarks
from harness_lint.reporters.terminal import safe

NO_TIME = "1970-01-01T00:00:00"
"""The schema demands a time; the same input gives the same bytes."""

NAME = "harness-lint"


def render(report: Report, context: Context) -> Iterator[str]:
    """Yield a document that is valid by the schema of Ant's JUnit tasks.

    Without findings there is one case that passed: services take an empty report for a fault.
    """
    root = Element("testsuites")
    for path, findings in groupby(report.findings, key=lambda finding: finding.path):
        shown = context.shown_path(path)
        _suite(root, shown, [_case(finding, shown) for finding in findings])
    if report.crashes:
        _suite(root, NAME, [_crashed(crash) for crash in report.crashes])
    elif not report.findings:
        _suite(root, NAME, [_new_case(f"{report.files} files", NAME)])
    yield from lines_of(root)


def _suite(root: Element, name: str, cases: list[Element]) -> None:
    _tell_apart(cases)
    suite = child(
        root,
        "testsuite",
        package=NAME,
        id=len(root),
        name=name,
        timestamp=NO_TIME,
        hostname="localhost",
        tests=len(cases),
        failures=_number(cases, "failure"),
        errors=_number(cases, "error"),
        skipped=_number(cases, "skipped"),
        time=0,
    )
    child(suite, "properties")
    suite.extend(cases)
    child(suite, "system-out")
    child(suite, "system-err")


def _tell_apart(cases: list[Element]) -> None:
    """Number the cases of one suite that have the same name: services would show one of them."""
    seen: Counter[str] = Counter()
    for case in cases:
        name = case.get("name", "")
        seen[name] += 1
        if seen[name] > 1:
            case.set("name", f"{name} ({seen[name]})")


def _number(cases: list[Element], outcome: str) -> int:
    return sum(case.find(outcome) is not None for case in cases)


def _case(finding: Finding, shown: str) -> Element:
    """Return a case that failed; one that was skipped for what fails no run.

    Its name holds no place: services know a case by its name from one run to the next.
    """
    case = _new_case(f"{finding.code} {finding.name}: {finding.message}", shown)
    message = safe(finding.message)
    if finding.severity is Severity.INFO:
        outcome = child(case, "skipped", message=message)
    else:
        outcome = child(case, "failure", message=message, type=finding.severity)
    place = f"{safe(shown)}:{finding.place.line}:{finding.place.column}: {message}"
    outcome.text = "\n".join([place, *remarks(finding)])
    return case


def _crashed(crash: Crash) -> Element:
    case = _new_case(crash.rule, NAME)
    error = child(case, "error", message=crash.cause, type="internal error")
    error.text = safe(crash.words)
    return case


def _new_case(name: str, classname: str) -> Element:
    case = Element("testcase")
    for key, value in {"name": name, "classname": classname, "time": "0"}.items():
        case.set(key, safe(value))
    return case
