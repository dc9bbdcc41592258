"""Every case of every page is a test, and every check has its page."""

import pytest

from harness_lint.engine.registry import Registry
from harness_lint.testing import cases_of, concise, fixed_sources, run_case

REGISTRY = Registry.load()
CASES = [
    pytest.param(check, case, id=f"{check.name}: {case.title}")
    for check in REGISTRY.checks
    if REGISTRY.page_path(check).exists()  # a test of its own says so if it does not
    for case in cases_of(REGISTRY.page(check))
]


@pytest.mark.covers("FND-003")
@pytest.mark.parametrize(("check", "case"), CASES)
def test_a_page_says_what_its_check_does(check, case):
    report = run_case(check, case)

    assert [concise(finding) for finding in report.findings] == case.findings
    assert not report.crashes
    if case.fixed:
        assert fixed_sources(report, case.sources) == {**case.sources, **case.fixed}


NEEDY = [case for case in CASES if case.values[0].needs and case.values[1].findings]


@pytest.mark.parametrize(("check", "case"), NEEDY)
def test_what_a_check_says_of_a_file_it_says_when_asked_for_that_file_alone(check, case):
    for finding in run_case(check, case).findings:
        for path in {finding.path, *(place.path for place in finding.related)} & {*case.sources}:
            alone = run_case(check, case, files=(path,))

            assert concise(finding) in [concise(one) for one in alone.findings]


@pytest.mark.covers("FND-003")
@pytest.mark.parametrize("check", REGISTRY.checks, ids=lambda check: check.name)
def test_a_page_has_head_summary_reporting_and_silent_cases(check):
    page = REGISTRY.page(check)
    lines = page.splitlines()
    cases = cases_of(page)

    assert lines[0] == f"# {check.code} {check.name}"
    assert lines[2] == check.summary
    assert "## Why" in lines
    assert any(case.findings for case in cases)
    assert any(not case.findings for case in cases)


def test_every_page_belongs_to_a_check():
    from pathlib import Path

    import harness_lint.checks

    folder = Path(harness_lint.checks.__file__).parent
    pages = {path.resolve() for path in folder.rglob("*.md")}

    assert pages == {REGISTRY.page_path(check).resolve() for check in REGISTRY.checks}
