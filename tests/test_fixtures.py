"""Every fixture is found as its `.findings` says, and holds what holds for all findings."""

import pytest

from harness_lint.engine.registry import Registry
from harness_lint.testing import cases_of, check_sources, concise, fixed_sources, run_case
from tests.fixtures import fixtures

FIXTURES = [pytest.param(fixture, id=fixture.name) for fixture in fixtures()]
REGISTRY = Registry.load()
CASES = [
    pytest.param(check, case, id=f"{check.name}: {case.title}")
    for check in REGISTRY.checks
    if REGISTRY.page_path(check).exists()  # a test of its own says so if it does not
    for case in cases_of(REGISTRY.page(check))
    if case.findings
]


@pytest.mark.parametrize("fixture", FIXTURES)
def test_a_fixture_gives_what_is_written_beside_it(fixture):
    report = fixture.report()

    assert [concise(finding) for finding in report.findings] == fixture.wanted
    assert not report.crashes


@pytest.mark.parametrize("fixture", FIXTURES)
def test_carriage_returns_change_no_finding(fixture):
    contents = {
        path: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        for path, data in fixture.contents().items()
    }

    report = fixture.report(contents)

    assert [concise(finding) for finding in report.findings] == fixture.wanted


@pytest.mark.covers("FND-002")
@pytest.mark.parametrize("fixture", FIXTURES)
def test_both_engines_find_the_same_at_the_same_lines(fixture):
    config = fixture.config._replace(engine="markdown-it")

    report = check_sources(fixture.contents(), config, tree=fixture.tree)

    assert not report.crashes
    assert lines_of(report) == lines_of(fixture.report())


def lines_of(report):
    return sorted((one.path, one.place.line, one.code) for one in report.findings)


@pytest.mark.covers("FND-001")
@pytest.mark.parametrize(("check", "case"), CASES)
def test_every_place_of_a_finding_lies_in_its_source(check, case):
    report = run_case(check, case)

    for finding in report.findings:
        if finding.path in case.sources:
            data = case.sources[finding.path]
            before = data[: finding.span.start]
            assert 0 <= finding.span.start <= finding.span.end <= len(data)
            assert before.count(b"\n") + 1 == finding.place.line


@pytest.mark.covers("FND-005")
@pytest.mark.parametrize(("check", "case"), CASES)
def test_fixing_leaves_nothing_fixable_and_then_changes_nothing(check, case):
    report = run_case(check, case)
    if not any(finding.fix for finding in report.findings):
        return
    case.sources = once = fixed_sources(report, case.sources)

    again = run_case(check, case)

    assert not [finding for finding in again.findings if finding.fix]
    assert fixed_sources(again, once) == once
