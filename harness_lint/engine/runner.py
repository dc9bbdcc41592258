"""One run: files in, report out. The only place that catches what a check raises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from typing import NamedTuple

from harness_lint.config import Config
from harness_lint.documents.document import UNKNOWN
from harness_lint.engine.file_stage import (
    Clock,
    FileStage,
    run_check,
    sorted_findings,
    stamp,
)
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Crash, Report
from harness_lint.engine.selection import Rule, RuleBook
from harness_lint.engine.suppressions import Suppressions
from harness_lint.errors import UndecodableError
from harness_lint.findings import Finding
from harness_lint.packs.loader import load_packs
from harness_lint.packs.shape import PackSet
from harness_lint.project.facts import SourceFacts
from harness_lint.project.index import Project, ProjectSettings, Tree, project_of
from harness_lint.project.run import Run, Trouble
from harness_lint.source import Location, Place, Source, Span

Read = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The frozen inputs of a run."""

    files: tuple[str, ...]
    """Paths to report on, below the root."""
    siblings: Callable[[], Iterable[str]]
    """All paths of the project whose facts project checks may need."""
    tree: Tree
    read: Read
    """Gives the bytes of a path; raises OSError."""
    today: date
    skipped: Mapping[str, str] = field(default_factory=dict)
    """Paths that discovery left out although they were asked for, and why."""
    empty_folders: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def run(
    config: Config,
    registry: Registry,
    inputs: Inputs,
    *,
    packs: PackSet | None = None,
    timing: bool = False,
) -> Report:
    """Check the files of *inputs* and return what was found.

    Raises: ConfigError if a pack of the configuration cannot be read.
    """
    return _Run(
        config, registry, inputs, packs or load_packs(config.root, config.packs), timing
    ).report()


class FileReason(NamedTuple):
    """What a file was taken for, and why."""

    path: str
    family: str
    reason: str


def explain_files(config: Config, registry: Registry, inputs: Inputs) -> list[FileReason]:
    """Return what each file of *inputs* is taken for, by path."""
    packs = load_packs(config.root, config.packs)
    return _Run(config, registry, inputs, packs, timing=False).reasons()


class _Run:
    def __init__(
        self,
        config: Config,
        registry: Registry,
        inputs: Inputs,
        packs: PackSet,
        timing: bool,  # noqa: FBT001
    ) -> None:
        self.config = config
        self.registry = registry
        self.inputs = inputs
        self.packs = packs
        self.rules = RuleBook(config, registry)
        self.clock = Clock(enabled=timing)
        self.stage = FileStage(packs, self.rules, config.engine, self.clock)
        self.findings: list[Finding] = []
        self.crashes: list[Crash] = []
        self.sources: dict[str, SourceFacts] = {}
        self.undecodable: list[Trouble] = []
        self.skipped = [Trouble(_whole(path), why) for path, why in inputs.skipped.items()]

    def report(self) -> Report:
        for path in self.inputs.files:
            self._check_file(path)
        files = len(self.sources)
        documents = sum(source.family != UNKNOWN.name for source in self.sources.values())
        asked = frozenset(self.inputs.files)
        if self._project_checks():
            self._check_project(asked)
        directives = Suppressions(self._directives(asked), self.registry)
        kept = [f for f in self.findings if not directives.is_suppressed(f)]
        self.findings = []
        self._check_run(directives)
        return Report(
            findings=tuple(_fingerprinted(sorted_findings((*kept, *self.findings)))),
            crashes=tuple(self.crashes),
            notes=self.inputs.notes,
            files=files,
            documents=documents,
            timings=self.clock.seconds,
        )

    def reasons(self) -> list[FileReason]:
        found = []
        for path in self.inputs.files:
            source = self._source(path)
            if source is not None:
                result = self.stage.check(source, judge=False)
                found.append(FileReason(path, result.facts.family, result.reason))
        return found

    def _source(self, path: str) -> Source | None:
        """Return the source at *path*; None, with the trouble noted, if it cannot be had."""
        try:
            data = self.inputs.read(path)
        except OSError as error:
            self.skipped.append(Trouble(_whole(path), _os_words(error)))
            return None
        if len(data) > self.config.max_file_size:
            limit = self.config.max_file_size
            self.skipped.append(
                Trouble(_whole(path), f"it has {len(data)} bytes, the limit is {limit}")
            )
            return None
        try:
            return Source.from_bytes(path, data)
        except UndecodableError as error:
            self.undecodable.append(Trouble(_location_in(error), error.reason))
            return None

    def _check_file(self, path: str, *, judge: bool = True) -> None:
        source = self._source(path)
        if source is None:
            return
        try:
            result = self.stage.check(source, judge=judge)
        except Exception as error:  # noqa: BLE001  reading must never end the run
            cause = f"{type(error).__name__}: {error}"
            self.crashes.append(Crash("reading the document", path, cause))
            return
        self.sources[path] = result.facts
        self.findings += result.findings
        self.crashes += result.crashes

    def _project_checks(self) -> bool:
        return any(check.subject is Project for check in self.registry.checks)

    def _check_project(self, asked: frozenset[str]) -> None:
        troubles = (len(self.undecodable), len(self.skipped))
        for path in self.inputs.siblings():
            if path not in self.sources:
                self._check_file(path, judge=False)
        del self.undecodable[troubles[0] :], self.skipped[troubles[1] :]
        settings = ProjectSettings(self.config.status_documents)
        project = project_of(self.sources.values(), self.inputs.tree, self.inputs.today, settings)
        for check in self.registry.checks:
            if check.subject is Project:
                self._run_project_check(check.code, project, asked)

    def _run_project_check(self, code: str, project: Project, asked: frozenset[str]) -> None:
        # Options and severity may differ by path: the check runs once for each set of options.
        check = self.registry.get(code)
        if check is None:
            raise AssertionError(f"unreachable: {code}")
        wanted = {}
        for path, family in project.sources.items():
            rule = self.rules.rule_for(check, path, self.packs.family(family) or UNKNOWN)
            if rule is not None:
                wanted.setdefault(rule.options, {})[path] = rule
        for rules in wanted.values():
            any_rule = next(iter(rules.values()))
            with self.clock(code):
                violations, crash = run_check(any_rule, project, "")
            if crash is not None:
                self.crashes.append(crash)
            for violation in violations:
                path = violation.at.path if isinstance(violation.at, Location) else ""
                rule = rules.get(path) or self._rule_for_absent(any_rule, path, project, asked)
                places = {
                    path,
                    *(r.at.path for r in violation.related if isinstance(r.at, Location)),
                }
                absent = path not in project.sources
                if rule is not None and (absent or places & asked):
                    family = project.sources.get(path, UNKNOWN.name)
                    self.findings.append(stamp(violation, rule, path, family, None))

    def _rule_for_absent(
        self, rule: Rule, path: str, project: Project, asked: frozenset[str]
    ) -> Rule | None:
        """Return *rule* for a document that ought to be there: only a whole run judges it."""
        if not path or path in project.sources or not asked.issuperset(project.sources):
            return None
        here = self.rules.rule_for(rule.check, path, UNKNOWN)
        return here if here is not None and here.options == rule.options else None

    def _directives(self, asked: frozenset[str]) -> list:  # type: ignore[type-arg]
        return [
            fact
            for path in sorted(asked & self.sources.keys())
            for fact in self.sources[path].facts
            if fact.kind == "directive"
        ]

    def _check_run(self, directives: Suppressions) -> None:
        record = Run(
            undecodable=tuple(self.undecodable),
            skipped=tuple(self.skipped),
            directives=directives.uses(self._codes_that_ran()),
            empty_folders=self.inputs.empty_folders,
            rule_names=self.registry.names,
        )
        for check in self.registry.checks:
            if check.subject is not Run:
                continue
            rule = self.rules.rule_for(check, "", UNKNOWN)
            if rule is None:
                continue
            violations, crash = run_check(rule, record, "")
            if crash is not None:
                self.crashes.append(crash)
            for violation in violations:
                path = violation.at.path if isinstance(violation.at, Location) else ""
                family = (
                    self.packs.family(self.sources[path].family) if path in self.sources else None
                )
                here = self.rules.rule_for(check, path, family or UNKNOWN)
                if here is not None:
                    name = (family or UNKNOWN).name
                    self.findings.append(stamp(violation, here, path, name, None))

    def _codes_that_ran(self) -> dict[str, frozenset[str]]:
        return {
            path: frozenset(
                rule.check.code
                for rule in self.rules.rules_for(path, self.packs.family(source.family) or UNKNOWN)
            )
            for path, source in self.sources.items()
        }


def _whole(path: str) -> Location:
    return Location(path, Span(0, 0), Place(1, 1, 1, 1), "")


def _location_in(error: UndecodableError) -> Location:
    before = error.data[: error.offset]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    span = Span(error.offset, error.offset + 1)
    return Location(error.path, span, Place(line, column, line, column + 1), "")


def _os_words(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _fingerprinted(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Yield *findings* with fingerprints: code, path, text at the place, and which of equals."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        key = (finding.code, finding.path, finding.fingerprint)
        seen[key] += 1
        text = "\0".join((*key, str(seen[key])))
        yield replace(finding, fingerprint=blake2b(text.encode(errors="surrogateescape"), digest_size=16).hexdigest())
