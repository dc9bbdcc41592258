"""Applying inline suppressions to findings, and keeping account of those that did nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from harness_lint.documents.directives import ACTIONS, WAIVE
from harness_lint.engine.registry import Registry
from harness_lint.findings import Finding, Severity
from harness_lint.project.facts import Fact
from harness_lint.project.run import DirectiveUse, Run

EVERY = "*"
"""Stands for all rules where a directive names none."""


class Suppressions:
    """The directives of all sources of a run."""

    def __init__(
        self, directives: Iterable[Fact], registry: Registry, extents: Iterable[Fact] = ()
    ) -> None:
        """Take *directives*, and as *extents* what to remove with each that can go."""
        self._extents = {
            path: [fact.at for fact in facts] for path, facts in _grouped(extents).items()
        }
        self._judged = _Judged(registry)
        self._by_path: dict[str, list[_Directive]] = {}
        self._by_rule: dict[tuple[str, str], list[_Directive]] = defaultdict(list)
        """Path and code, or `EVERY` → the directives that may cover such findings."""
        for path, facts in _grouped(directives).items():
            known = [_Directive(fact, registry) for fact in facts]
            _end_where_enabled(known)
            self._by_path[path] = known
            for directive in known:
                for code in directive.suppressed:
                    self._by_rule[path, code].append(directive)

    def is_suppressed(self, finding: Finding) -> bool:
        """Whether a directive covers *finding* at its primary place; the directive is then used."""
        hit = False
        for key in (finding.code, EVERY):
            for directive in self._by_rule.get((finding.path, key), ()):
                if directive.covers(finding):
                    directive.used.add(finding.code)
                    hit = True
        return hit

    def names(self, finding: Finding) -> bool:
        """Whether a directive covers *finding* and names its rule.

        Findings about the run itself must be named: a directive that suppresses everything must
        not hide that it is of no use.
        """
        named = self._by_rule.get((finding.path, finding.code), ())
        return any(directive.covers(finding) for directive in named)

    def uses(self, ran: Mapping[str, frozenset[str]]) -> tuple[DirectiveUse, ...]:
        """Return what became of each directive in *ran*: path → codes that judged it in full."""
        return tuple(
            self._with_extent(directive.use(ran[path], self._judged))
            for path, directives in sorted(self._by_path.items())
            if path in ran
            for directive in directives
        )

    def _with_extent(self, use: DirectiveUse) -> DirectiveUse:
        at = use.directive.at
        extents = self._extents.get(at.path, [])
        number = bisect_right(extents, at.span.start, key=lambda one: one.span.start) - 1
        if number < 0 or extents[number].span.end <= at.span.start:
            return use
        return use._replace(extent=extents[number])


class _Directive:
    """One directive, and what it did."""

    def __init__(self, fact: Fact, registry: Registry) -> None:
        values: Mapping[str, Any] = fact.values
        self.fact = fact
        self.words: Sequence[str] = values["rules"]
        self.first: int = values["first"]
        self.last: int = values["last"]
        self.codes = {word: {c.code for c in registry.matching(word)} for word in self.words}
        self.all_codes = frozenset().union(*self.codes.values())
        self.enabled_at: dict[str, int] = {}
        """Code, or `EVERY` → the line of the `enable` that ends it."""
        self.used: set[str] = set()
        self.ends_something = False

    @property
    def suppressed(self) -> frozenset[str]:
        """The codes that it suppresses, or `EVERY`; none if it is no suppression."""
        if self.fact.key not in ACTIONS or self.fact.key in ("enable", WAIVE):
            return frozenset()
        return self.all_codes if self.words else frozenset((EVERY,))

    def covers(self, finding: Finding) -> bool:
        """Whether *finding*, of a rule that is suppressed, stands on a line that is covered."""
        line = finding.place.line
        if not self.first <= line <= self.last:
            return False
        ends = (self.enabled_at.get(key, line) for key in (EVERY, finding.code))
        return all(line <= end for end in ends)

    def end(self, code: str, enable: _Directive) -> None:
        """Let *enable*, which stands behind this one, end it for *code*, or for `EVERY`."""
        line = enable.fact.at.place.line
        enable.ends_something |= self.enabled_at.setdefault(code, line) == line

    def use(self, ran: frozenset[str], judged: _Judged) -> DirectiveUse:
        unknown = tuple(word for word, codes in self.codes.items() if not codes)
        if self.fact.key not in ACTIONS or self.fact.key == WAIVE:
            return DirectiveUse(self.fact, (), unknown)
        if self.fact.key == "enable":
            is_idle = not self.ends_something and not unknown
            return DirectiveUse(self.fact, (EVERY,) if is_idle else (), unknown)
        if not self.words:
            is_idle = not self.used and judged.by_default <= ran
            return DirectiveUse(self.fact, (EVERY,) if is_idle else (), ())
        unused = tuple(
            word
            for word, codes in self.codes.items()
            if not codes & self.used and judged.ran_in_full(codes, ran)
        )
        return DirectiveUse(self.fact, unused, unknown)


class _Judged:
    """The codes of the rules that look at documents: a run's own come too late to be judged."""

    def __init__(self, registry: Registry) -> None:
        checks = [check for check in registry.checks if check.subject != Run.__name__]
        self.all = frozenset(check.code for check in checks)
        self.by_default = frozenset(c.code for c in checks if c.severity is not Severity.INFO)

    def ran_in_full(self, codes: set[str], ran: frozenset[str]) -> bool:
        """Whether all of *codes* that are on by default ran; all at all, if none is."""
        wanted = (codes & self.by_default) or (codes & self.all)
        return bool(wanted) and wanted <= ran


def _end_where_enabled(directives: Sequence[_Directive]) -> None:
    """Let each `enable` end what the `disable`s before it began, rule by rule."""
    begun: dict[str, list[_Directive]] = defaultdict(list)
    ended: dict[str, int] = defaultdict(int)
    for directive in directives:
        if directive.fact.key == "disable":
            for code in directive.suppressed:
                begun[code].append(directive)
        elif directive.fact.key == "enable" and directive.words:
            whole = begun[EVERY]
            for code in directive.all_codes:
                for one in (*begun.pop(code, ()), *whole[ended[code] :]):
                    one.end(code, directive)
                ended[code] = len(whole)
        elif directive.fact.key == "enable":
            for one in [one for several in begun.values() for one in several]:
                one.end(EVERY, directive)
            begun.clear()
            ended.clear()


def _grouped(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    grouped: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        grouped[fact.at.path].append(fact)
    return grouped
