"""Testing checks, ours and those of plug-ins, by their pages and by single documents.

For authors of plug-ins, with *target* the module or package of their checks, or the path of a file
of local checks::

    import pier_rules.checks
    import pytest
    from harness_lint import testing

    @pytest.mark.parametrize("case", testing.page_cases(pier_rules.checks), ids=str)
    def test_a_page_says_what_its_check_does(case):
        testing.assert_case(case)

    @pytest.mark.parametrize("check", testing.checks_of(pier_rules.checks), ids=lambda c: c.name)
    def test_a_check_has_a_whole_page(check):
        testing.assert_page(check, pier_rules.checks)

What a page is made of is told in `harness_lint/pages.py`. ``python -m harness_lint.testing
pier_rules.checks`` writes the findings of all its pages anew, to be reviewed like code.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from difflib import ndiff
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple, TypeAlias

from harness_lint.check import Check
from harness_lint.config import Config
from harness_lint.config_names import option_problems
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Report
from harness_lint.memory_run import (
    MemoryTree,
    check_sources,
    concise,
    faults_of,
    fixed_sources,
    inputs_of,
    run_case,
)
from harness_lint.pages import TODAY, Case, cases_of

__all__ = [
    "TODAY",
    "Case",
    "MemoryTree",
    "PageCase",
    "Target",
    "assert_case",
    "assert_findings",
    "assert_page",
    "cases_of",
    "check_sources",
    "checks_of",
    "concise",
    "fixed_sources",
    "inputs_of",
    "page_cases",
    "registry_with",
    "run_case",
]

Target: TypeAlias = ModuleType | Path | None
"""Where checks are: a module or a package, a file of local checks, or None for ours."""


class PageCase(NamedTuple):
    """One case of one page, and all that it takes to run it."""

    check: Check
    case: Case
    registry: Registry

    def __str__(self) -> str:
        return f"{self.check.name}: {self.case.title}"


def registry_with(target: Target = None) -> Registry:
    """Return the registry of our checks and of those in *target*.

    Raises: PluginError for a check that could not be taken along by a run, either.
    """
    if target is None:
        return Registry.load()
    from harness_lint.engine.contribution import contribution_of, modules_of
    from harness_lint.engine.local_checks import module_in

    if isinstance(target, Path):
        contribution = contribution_of([module_in(target)], target.name)
    else:
        contribution = contribution_of(modules_of(target), target.__name__)
    return Registry.load().extended([contribution])


def checks_of(target: Target = None) -> list[Check]:
    """Return the checks in *target*, by code."""
    checks = registry_with(target).checks
    return [check for check in checks if bool(check.plugin) is (target is not None)]


def page_cases(target: Target = None) -> list[PageCase]:
    """Return every case of every page in *target*, in the order of codes. Its name is `str` of it.

    Raises: ValueError for a fence that a page cannot have.
    """
    registry = registry_with(target)
    return [
        PageCase(check, case, registry)
        for check in registry.checks
        if bool(check.plugin) is (target is not None)
        for case in cases_of(registry.page(check))
    ]


def assert_case(case: PageCase) -> None:
    """Run *case*: its findings, and the texts behind its fixes, are those of the page.

    Safe fixes leave what readers see, IDs and links as they are.

    Raises: AssertionError with the difference; or with the crash of a check, a fact that is not
    plain data, or an option that there is not.
    """
    problems = option_problems(case.check.name, case.case.options, (), case.registry)
    _hold(not (words := [problem.message for problem in problems]), "; ".join(words))
    report = run_case(case.check, case.case, registry=case.registry)
    _assert_report(report, case.case.findings, str(case))
    _assert_plain(case.case.sources, case.registry)
    for fault in faults_of(report, case.case, case.registry):
        _hold(False, f"{case}: {concise(fault.finding)}: its fix {fault.reason}")
    if case.case.fixed:
        fixed = fixed_sources(report, case.case.sources)
        for path, wanted in {**case.case.sources, **case.case.fixed}.items():
            _assert_same(wanted.decode(), fixed[path].decode(), f"{case}: `{path}` when fixed")


def assert_page(check: Check, target: Target = None) -> None:
    """See that the page of *check* has its head, a summary, a reason, and cases of both kinds.

    Raises: AssertionError that says what is missing.
    """
    page = registry_with(target).page(check)
    lines, cases = page.splitlines(), cases_of(page)
    title = f"# {check.code} {check.name}"
    _hold(lines[:1] == [title], f"the page of `{check.name}` does not begin with `{title}`")
    words = f"below its title the page of `{check.name}` does not say `{check.summary}`"
    _hold(lines[2:3] == [check.summary], words)
    _hold("## Why" in lines, f"the page of `{check.name}` has no section `Why`")
    _hold(any(c.findings for c in cases), f"no case of `{check.name}` has a finding")
    _hold(any(not c.findings for c in cases), f"no case of `{check.name}` is silent")


def assert_findings(
    check: Check,
    sources: Mapping[str, str],
    findings: Sequence[str],
    *,
    target: Target = None,
    options: Mapping[str, object] | None = None,
) -> None:
    """See that *check* alone finds *findings*, concise lines, in *sources*: path → text.

    *target* is where the check comes from, and the facts that it needs; without it, *check* may be
    any function under `@check`.

    Raises: AssertionError with the difference.
    """
    case = Case("", {path: text.encode() for path, text in sources.items()}, list(findings))
    case.options = dict(options or {})
    registry = registry_with(target)
    if registry.get(check.code) is None:
        registry = Registry((*registry.checks, check._replace(plugin=check.module)))
    assert_case(PageCase(check, case, registry))


def _assert_report(report: Report, findings: Sequence[str], what: str) -> None:
    crashes = [f"{crash.rule}: {crash.cause}" for crash in report.crashes]
    _hold(not crashes, "\n".join((f"{what}: something raised", *crashes)))
    found = [concise(finding) for finding in report.findings]
    _assert_same("\n".join(findings), "\n".join(found), what)


def _assert_plain(sources: Mapping[str, bytes], registry: Registry) -> None:
    """See that facts of plug-ins stay what they are when they are written down and read again."""
    if not registry.readers:
        return
    from harness_lint.engine.whole_project import project_of_files
    from harness_lint.project.facts import facts_in, rows_by_kind

    inputs = inputs_of(sources)
    project = project_of_files(Config(), registry, inputs).project
    for kind in {reader.kind for reader in registry.readers}:
        for fact in project.facts(kind):
            kept = next(iter(facts_in(fact.at.path, kind, rows_by_kind([fact])[kind])))
            _hold(kept == fact, f"{fact} is not plain: read again, it is {kept}")


def _assert_same(wanted: str, found: str, what: str) -> None:
    if wanted != found:
        lines = ndiff(wanted.splitlines(), found.splitlines())
        raise AssertionError("\n".join((f"{what} (- expected, + found)", *lines)))


def _hold(is_so: bool, words: str) -> None:
    if not is_so:
        raise AssertionError(words)


def main(arguments: Sequence[str]) -> None:
    """Write the findings anew on the pages of the module named first; of all its checks, or some.

    What it writes becomes the specification: the difference is to be reviewed like code.
    """
    from harness_lint.page_update import update_pages

    if not arguments:
        raise SystemExit("python -m harness_lint.testing MODULE [CHECK…]")
    sys.path.insert(0, "")
    place = Path(arguments[0])
    update_pages(place if place.is_file() else import_module(arguments[0]), arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
