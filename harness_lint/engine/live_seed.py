"""What an open project begins with: what a run reads, or what earlier ones have left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from harness_lint.config import Config
from harness_lint.engine.file_state import OWN_KINDS, FileState
from harness_lint.engine.inputs import Extras, Inputs
from harness_lint.engine.live_table import LiveTable
from harness_lint.engine.reading import Reading
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Crash
from harness_lint.engine.verdicts import Verdicts
from harness_lint.errors import UnusableCacheError
from harness_lint.packs.shape import PackSet
from harness_lint.project.fact_table import FactTable

T = TypeVar("T")


class Seed(NamedTuple):
    """A project that was read."""

    states: dict[str, FileState]
    table: LiveTable
    reading: Reading
    reads_all: bool
    """Whether all was read of those, though it claim nothing."""
    verdicts: Verdicts | None
    crashes: tuple[Crash, ...]
    leave: Callable[[], None]
    """Leaves what was found to later runs, once all checks have said what they have to say."""


def seed_of(config: Config, registry: Registry, packs: PackSet, inputs: Inputs) -> Seed:
    """Return the project of *inputs*; what is in their memory is not read again."""
    try:
        return _seed(Reading(config, registry, inputs, packs, Extras()))
    except UnusableCacheError:
        if inputs.memory is not None:
            inputs.memory.discard()
    inputs = inputs._replace(memory=None)
    return _seed(Reading(config, registry, inputs, packs, Extras()))


def _seed(reading: Reading) -> Seed:
    asked = frozenset(reading.inputs.files)
    evidence = {path for path in asked if reading.gathering.is_evidence(path)}
    if evidence == asked:  # then it stands for itself
        evidence = set()
    reading.gathering.gather([one for one in reading.inputs.files if one not in evidence], asked)
    reading.project(with_siblings=True)
    verdicts = reading.verdicts()

    def leave() -> None:
        if verdicts is not None:
            verdicts.keep()
        reading.leave(is_whole=True)

    states = _states(reading)
    table = _live(reading.table)
    table.witnesses = evidence
    reads_all = reading.gathering.stage.reads_all
    crashes = tuple(reading.gathering.crashes)
    reading.gathering.stage.reads_all = True
    return Seed(states, table, reading, reads_all, verdicts, crashes, leave)


def _states(reading: Reading) -> dict[str, FileState]:
    table, intake = reading.table, reading.intake
    findings = _by_path((one.path, one) for one in reading.gathering.findings())
    own = _by_path((fact.at.path, fact) for kind in OWN_KINDS for fact in table.of_kind(kind))
    undecodable = _by_path((one.at.path, one) for one in intake.undecodable)
    skipped = _by_path((one.at.path, one) for one in intake.skipped)
    return {
        path: FileState(
            path,
            table.families.get(path),
            own.get(path, ()),
            findings.get(path, ()),
            undecodable.get(path, ()),
            skipped.get(path, ()),
        )
        for path in (*table.families, *undecodable, *skipped)
    }


def _by_path(pairs: Iterable[tuple[str, T]]) -> Mapping[str, tuple[T, ...]]:
    found: dict[str, list[T]] = defaultdict(list)
    for path, one in pairs:
        found[path].append(one)
    return {path: tuple(some) for path, some in found.items()}


def _live(table: FactTable) -> LiveTable:
    live = LiveTable()
    for path, family in table.families.items():
        live.enter(path, family, table.kinds_of(path))
    for kind in table.kinds():
        for path, some in table.held(kind).items():
            live.hold(kind, path, some)
    return live
