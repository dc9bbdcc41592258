"""The file stage: one source in, findings and facts out. It sees nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.classify import Classifier, Verdict
from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import UNKNOWN, Document, Said
from harness_lint.documents.reader import read_data, read_document
from harness_lint.engine.panel import Matter, Seat, panel
from harness_lint.engine.report import Crash
from harness_lint.engine.selection import Key, Rule, RuleBook
from harness_lint.findings import (
    Applicability,
    Finding,
    PlacedEdit,
    PlacedFix,
    RelatedPlace,
    Violation,
)
from harness_lint.markdown.parser import Markdown, parse
from harness_lint.packs.shape import PackSet
from harness_lint.project.facts import Fact, SourceFacts
from harness_lint.source import Location, Source, Span, made

if TYPE_CHECKING:
    from harness_lint.documents.fact_reader import FactReader

MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdc")


class FileResult(NamedTuple):
    """What the file stage makes of one source."""

    facts: SourceFacts
    reason: str
    """Why the source was taken for a document of its family."""
    findings: list[Finding]
    crashes: list[Crash]


class FileStage:
    """Checks sources one by one with the same packs and rules."""

    def __init__(  # noqa: PLR0913  all that a run knows
        self,
        packs: PackSet,
        rules: RuleBook,
        engine: str,
        clock: Clock,
        *,
        mentions: bool = False,
        promises: bool = False,
        readers: tuple[FactReader, ...] = (),
    ) -> None:
        """Make a stage.

        With *mentions*, IDs in running text are facts too; with *promises*, the tests that tasks
        name. *readers* are those of plug-ins.
        """
        self._packs = packs
        self.classifier = Classifier(packs)
        self._kinds = {kind.name: kind for kind in packs.kinds}
        self._mentions = mentions
        self.reads_all = True
        """Whether tests that claim nothing are wanted too."""
        self._promises = promises
        self._readers = readers
        self._rules = rules
        self.parse: Callable[[Source], Markdown] = partial(parse, engine=engine)
        """Reads Markdown."""
        self._clock = clock
        self._panels: dict[tuple[type, Key], tuple[Seat, ...]] = {}

    def check(self, source: Source, *, judge: bool = True) -> FileResult:
        """Return the findings and facts of *source*; facts alone unless *judge*."""
        subject, reason = self.read(source)
        crashes: list[Crash] = []
        facts = self.facts(subject, crashes)
        findings = self.judge(subject, crashes) if judge else []
        subject.release()
        return FileResult(facts, reason, findings, crashes)

    def facts(self, subject: Document | DataFile, crashes: list[Crash]) -> SourceFacts:
        """Return the facts of *subject*; readers of plug-ins that raise are added to *crashes*."""
        facts = placed_facts(subject.facts(), subject.source)
        if isinstance(subject, Document):
            if self._mentions:
                facts += mentions_of(subject)
            if self._promises and subject.family.tasks is not None:
                facts += promises_of(subject)
        if self._readers:
            facts += self._contributed(subject, crashes)
        return SourceFacts(subject.path, subject.family.name, facts)

    def _contributed(self, subject: Document | DataFile, crashes: list[Crash]) -> tuple[Fact, ...]:
        """Return the facts that readers of plug-ins find; a reader that raises is noted."""
        found: list[Fact] = []
        for reader in self._readers:
            target = subject.source if reader.subject is Source else subject
            try:
                if isinstance(target, reader.subject):
                    found += placed_facts(reader(target), subject.source)
            except (Exception, SystemExit) as error:  # noqa: BLE001  named, never swallowed
                from harness_lint.engine.crashes import crash_of

                crashes.append(crash_of(error, reader.title, subject.source.path))
        return tuple(found)

    def read(self, source: Source) -> tuple[Document | DataFile, str]:
        """Return the document in *source*, and why it was taken for one of its family."""
        forced = self._rules.forced_family(source.path)
        family = self._packs.family(forced) if forced else None
        if not is_markdown(source.path):
            family = family or self.classifier.structured(source.path, source.text) or UNKNOWN
            data = read_data(source, family, self._kinds)
            data.reads_all = self.reads_all
            return data, "configuration" if forced else "path"
        markdown = self.parse(source)
        verdict = (
            Verdict(family, "configuration")
            if family is not None
            else self.classifier.markdown(source.path, markdown)
        )
        shapes = self._packs.status_blocks_in(verdict.family)
        return read_document(markdown, verdict.family, shapes, self._kinds), verdict.reason

    def judge(self, subject: Document | DataFile, crashes: list[Crash]) -> list[Finding]:
        """Return what the rules find in *subject*; checks that raise are added to *crashes*."""
        matter = Matter(subject)
        findings: list[Finding] = []
        for rule, of_source in self._panel(subject):
            try:
                if matter.holds(rule.check.needs):
                    target = subject.source if of_source else subject
                    self._run(rule, target, subject, findings)
            except (Exception, SystemExit) as error:  # noqa: BLE001  named, never swallowed
                from harness_lint.engine.crashes import crash_of

                crashes.append(crash_of(error, rule.check.title, subject.source.path))
        return findings

    def _panel(self, subject: Document | DataFile) -> tuple[Seat, ...]:
        """Return the rules that judge *subject*; for documents of one kind they are known."""
        rules = self._rules
        key = rules.key_of(subject.source.path, subject.family)
        kind = (type(subject), key)
        if kind not in self._panels:
            self._panels[kind] = panel(rules.rules_under(key, subject.family), subject)
        return self._panels[kind]

    def _run(
        self, rule: Rule, target: object, subject: Document | DataFile, findings: list[Finding]
    ) -> None:
        source, family = subject.source, subject.family.name
        with self._clock(rule.check.code):
            findings.extend(
                stamp(violation, rule, source.path, family, source.location)
                for violation in rule.check(target, rule.options)
            )


def is_markdown(path: str) -> bool:
    """Whether *path* is read as Markdown."""
    return path.lower().endswith(MARKDOWN_SUFFIXES)


def placed_facts(said: Iterable[Said], source: Source) -> tuple[Fact, ...]:
    """Return what is *said* in *source*, each fact with its location."""
    locate = source.location
    return tuple([made(Fact, (kind, key, locate(at), values)) for kind, key, at, values in said])


def mentions_of(document: Document) -> tuple[Fact, ...]:
    """Return every ID that *document* mentions in running text."""
    from harness_lint.documents.trace_facts import mention_facts

    return placed_facts(mention_facts(document, document.kinds), document.source)


def promises_of(document: Document) -> tuple[Fact, ...]:
    """Return the tests that the tasks of *document* name."""
    from harness_lint.documents.promised_tests import promised_test_facts

    return placed_facts(promised_test_facts(document), document.source)


def stamp(
    violation: Violation,
    rule: Rule,
    path: str,
    family: str,
    locate: Callable[[Span], Location] | None,
) -> Finding:
    """Return the finding of *violation*; *locate* places the bare spans that file checks give."""
    if rule.check.plugin:
        from harness_lint.engine.contribution import demand_plain

        demand_plain(violation)

    def placed(at: Span | Location) -> Location:
        if isinstance(at, Location):
            return at
        if locate is None:
            raise AssertionError(f"{rule.check.code} gives a span without a source")
        return locate(at)

    at = placed(violation.at)
    related = tuple(
        RelatedPlace(place.path, place.place, item.message)
        for item in violation.related
        for place in (placed(item.at),)
    )
    return Finding(
        code=rule.check.code,
        name=rule.check.name,
        severity=rule.severity,
        message=violation.message,
        path=at.path or path,
        span=at.span,
        place=at.place,
        document=family,
        related=related,
        fix=_placed_fix(violation, rule, placed),
        fingerprint=" ".join(at.text.split()),  # hashed by the runner, with its ordinal
        address=rule.check.url if rule.check.plugin else None,
    )


def _placed_fix(
    violation: Violation, rule: Rule, placed: Callable[[Span | Location], Location]
) -> PlacedFix | None:
    fix = violation.fix
    if fix is None or not rule.is_fixable:
        return None
    edits: Iterable[PlacedEdit] = (
        PlacedEdit(at.path, at.place, at.span, edit.text)
        for edit in fix.edits
        for at in (placed(edit.at),)
    )
    applicability = Applicability.SAFE if rule.has_safe_fixes else fix.applicability
    return PlacedFix(fix.title, applicability, tuple(edits))


class Clock:
    """Adds up seconds by name, or does nothing."""

    def __init__(self, *, enabled: bool) -> None:
        self.seconds: dict[str, float] = {}
        self.is_enabled = enabled
        self._name = ""
        self._started = 0.0

    def add(self, seconds: Mapping[str, float]) -> None:
        """Add what another clock has measured."""
        for name, spent in seconds.items():
            self.seconds[name] = self.seconds.get(name, 0.0) + spent

    def __call__(self, name: str) -> Clock:
        """Return the clock, set to *name*, for a ``with`` statement."""
        self._name = name
        return self

    def __enter__(self) -> None:
        if self.is_enabled:
            self._started = perf_counter()

    def __exit__(self, *_: object) -> None:
        if self.is_enabled:
            spent = perf_counter() - self._started
            self.seconds[self._name] = self.seconds.get(self._name, 0.0) + spent


def sorted_findings(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield *findings* in the order in which users see them."""
    yield from sorted(findings, key=lambda finding: finding.order)
