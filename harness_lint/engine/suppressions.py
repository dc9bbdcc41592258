"""Applying inline suppressions to findings, and keeping account of those that did nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from harness_lint.engine.registry import Registry
from harness_lint.findings import Finding
from harness_lint.project.facts import Fact
from harness_lint.project.run import DirectiveUse


class Suppressions:
    """The directives of all sources of a run."""

    def __init__(self, directives: Iterable[Fact], registry: Registry) -> None:
        self._registry = registry
        self._directives = list(directives)
        self._by_path: dict[str, list[_Cover]] = defaultdict(list)
        for path, facts in _grouped(self._directives).items():
            self._by_path[path] = _covers(facts, registry)

    def is_suppressed(self, finding: Finding) -> bool:
        """Whether a directive covers *finding* at its primary place; the directive is then used."""
        hit = False
        for cover in self._by_path.get(finding.path, ()):
            if cover.covers(finding):
                cover.used.add(finding.code)
                hit = True
        return hit

    def uses(self, ran: Mapping[str, frozenset[str]]) -> tuple[DirectiveUse, ...]:
        """Return what became of each directive in *ran*: path → codes that judged it in full."""
        return tuple(
            _use(cover, ran[path])
            for path, covers in sorted(self._by_path.items())
            if path in ran
            for cover in covers
        )


class _Cover:
    """The lines and codes that one directive covers."""

    def __init__(self, fact: Fact, registry: Registry) -> None:
        values: Mapping[str, Any] = fact.values
        self.fact = fact
        self.words: Sequence[str] = values["rules"]
        self.first: int = values["first"]
        self.last: int = values["last"]
        self.codes = {word: {c.code for c in registry.matching(word)} for word in self.words}
        self.enabled_after: dict[str, int] = {}
        """Code, or ``*`` → the line of the `enable` that ends it."""
        self.used: set[str] = set()

    def covers(self, finding: Finding) -> bool:
        line = finding.place.line
        if not self.first <= line <= self.last:
            return False
        ends = min(self.enabled_after.get("*", line), self.enabled_after.get(finding.code, line))
        return ends >= line and (
            not self.words or any(finding.code in codes for codes in self.codes.values())
        )


def _covers(facts: Sequence[Fact], registry: Registry) -> list[_Cover]:
    covers: list[_Cover] = []
    for fact in facts:
        if fact.key != "enable":
            covers.append(_Cover(fact, registry))
            continue
        words: Any = fact.values["rules"]
        codes = {c.code for word in words for c in registry.matching(word)} or {"*"}
        for cover in covers:
            if cover.fact.key == "disable":
                for code in codes:
                    cover.enabled_after.setdefault(code, fact.at.place.line)
    return covers


def _use(cover: _Cover, ran: frozenset[str]) -> DirectiveUse:
    unknown = tuple(word for word, codes in cover.codes.items() if not codes)
    if not cover.words:
        return DirectiveUse(cover.fact, () if cover.used else ("*",), ())
    unused = tuple(
        word
        for word, codes in cover.codes.items()
        if codes and codes <= ran and not codes & cover.used
    )
    return DirectiveUse(cover.fact, unused, unknown)


def _grouped(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    grouped: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        grouped[fact.at.path].append(fact)
    return grouped
