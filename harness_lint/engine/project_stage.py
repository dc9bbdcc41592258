"""The project stage: facts of all sources in, findings out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

from harness_lint.check import Check
from harness_lint.documents.document import UNKNOWN
from harness_lint.engine.file_stage import Clock, stamp
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Crash
from harness_lint.engine.selection import Books, Rule, RuleBook
from harness_lint.errors import UnusableCacheError
from harness_lint.findings import Finding, Violation
from harness_lint.packs.shape import PackSet
from harness_lint.project.index import Project
from harness_lint.project.run import Run
from harness_lint.source import Location


class Knowing(Protocol):
    """What knows some of what checks would say."""

    def of(
        self, name: str, project: Project, judge: Callable[[Project], Iterable[Violation]]
    ) -> Iterator[Violation]:
        """Yield what *judge*, known by *name*, says of *project*; it is asked if it must be."""
        ...


class ProjectStage:
    """Runs the checks whose subject is a project, and then those of the run itself."""

    def __init__(self, registry: Registry, rules: RuleBook, packs: PackSet, clock: Clock) -> None:
        self._registry = registry
        self._rules = rules
        self._packs = packs
        self._clock = clock
        self.findings: list[Finding] = []
        self.crashes: list[Crash] = []
        self._books: tuple[Mapping[str, str], Books] | None = None
        """The sources that were judged last, and their rules."""

    def checks_for(self, matters: frozenset[str]) -> tuple[Check, ...]:
        """Return the checks that may have something to say of *matters*: of facts and settings."""
        return tuple(
            check
            for check in self._registry.checks
            if check.subject == Project.__name__
            and (not check.needs or not matters.isdisjoint(check.needs))
            and self._rules.may_run(check, self._packs.families)
        )

    def check_project(
        self,
        project: Project,
        asked: frozenset[str],
        checks: Iterable[Check],
        verdicts: Knowing | None = None,
    ) -> None:
        """Judge *project*; a finding counts if one of its places lies in a file *asked* for.

        What *verdicts* know need not be judged again.
        """
        books = self._books_of(project.sources)
        is_whole = asked.issuperset(project.sources)
        for check in checks:
            code = check.code
            rules = {key: book[code] for key, book in books.by_key.items() if code in book}
            for options in dict.fromkeys(rule.options for rule in rules.values()):
                rule = next(rule for rule in rules.values() if rule.options == options)
                for violation in self._violations(rule, project, verdicts):
                    path = _path_of(violation)
                    if path in project.sources:
                        here = rules.get(books.keys[path])
                        counts = is_whole or bool(_paths_of(violation) & asked)
                    else:
                        # A document that ought to be there: only a run over all may miss it.
                        here = self.rule_for(rule.check, path, project.sources) if path else None
                        counts = is_whole
                    if here is not None and counts and here.options == options:
                        self._stamp(violation, here, project.sources)

    def _books_of(self, sources: Mapping[str, str]) -> Books:
        if self._books is None or self._books[0] is not sources:
            self._books = sources, self._rules.books(sources, self._packs.family)
        return self._books[1]

    def _violations(
        self, rule: Rule, project: Project, verdicts: Knowing | None
    ) -> list[Violation]:
        """Return what *rule* says of *project*, as far as it comes if it raises."""
        found: list[Violation] = []
        with self._guarded(rule):
            if verdicts is None:
                said = rule.check(project.watched(), rule.options)
            else:
                name = f"{rule.check.code} {rule.options!r}"
                said = verdicts.of(name, project, lambda asked: rule.check(asked, rule.options))
            for violation in said:
                _path_of(violation)
                found.append(violation)
        return found

    def rule_for(self, check: Check, path: str, families: Mapping[str, str]) -> Rule | None:
        """Return how *check* judges *path*; a document that is not there has no family."""
        family = self._packs.family(families.get(path, ""))
        return self._rules.rule_for(check, path, family or UNKNOWN)

    def check_run(self, run: Run, families: Mapping[str, str]) -> None:
        """Judge what happened in the run; mostly nothing did. *families* are those of sources."""
        if run == Run(rule_names=run.rule_names):
            return
        for check in self._registry.checks:
            rule = (
                self._rules.rule_for(check, "", UNKNOWN) if check.subject == Run.__name__ else None
            )
            if rule is None:
                continue
            with self._guarded(rule):
                for violation in rule.check(run, rule.options):
                    here = self.rule_for(check, _path_of(violation), families)
                    if here is not None:
                        self._stamp(violation, here, families)

    @contextmanager
    def _guarded(self, rule: Rule) -> Iterator[None]:
        """Measure what *rule* does, and note what it raises: other rules go on."""
        try:
            with self._clock(rule.check.code):
                yield
        except UnusableCacheError:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001  named, never swallowed
            from harness_lint.engine.crashes import crash_of

            self.crashes.append(crash_of(error, rule.check.title, ""))

    def _stamp(self, violation: Violation, rule: Rule, families: Mapping[str, str]) -> None:
        path = _path_of(violation)
        family = families.get(path, UNKNOWN.name)
        self.findings.append(stamp(violation, rule, path, family, None))


def _path_of(violation: Violation) -> str:
    if not isinstance(violation.at, Location):
        raise TypeError(f"{violation.at!r} has no path; a check of a project gives a `Location`")
    return violation.at.path


def _paths_of(violation: Violation) -> set[str]:
    places = (violation.at, *(related.at for related in violation.related))
    return {place.path for place in places if isinstance(place, Location)}
