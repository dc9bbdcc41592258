"""Every case of every page is a test, and every check has its page."""

import pytest

from harness_lint import testing
from harness_lint.testing import concise, run_case

CASES = testing.page_cases()


@pytest.mark.covers("FND-003")
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_page_says_what_its_check_does(case):
    testing.assert_case(case)


NEEDY = [case for case in CASES if case.check.needs and case.case.findings]


@pytest.mark.parametrize("page_case", NEEDY, ids=str)
def test_what_a_check_says_of_a_file_it_says_when_asked_for_that_file_alone(page_case):
    check, case, _ = page_case
    for finding in run_case(check, case).findings:
        for path in {finding.path, *(place.path for place in finding.related)} & {*case.sources}:
            alone = run_case(check, case, files=(path,))

            assert concise(finding) in [concise(one) for one in alone.findings]


@pytest.mark.covers("FND-003")
@pytest.mark.parametrize("check", testing.checks_of(), ids=lambda check: check.name)
def test_a_page_has_head_summary_reporting_and_silent_cases(check):
    testing.assert_page(check)


def test_every_page_belongs_to_a_check():
    from pathlib import Path

    import harness_lint.checks

    folder = Path(harness_lint.checks.__file__).parent
    pages = {path.resolve() for path in folder.rglob("*.md")}

    registry = testing.registry_with()
    assert pages == {registry.page_path(check).resolve() for check in registry.checks}
