"""A project that stays open: what is found in it, while its files change one by one.

It finds what a run over the whole project finds. Of each change it does again only what rests on
what has changed: the file stage of that file, and the project checks that asked for its facts.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from harness_lint.config import Config
from harness_lint.engine.file_stage import Clock, FileStage
from harness_lint.engine.file_state import FileState, Settling, examine, skipped_state
from harness_lint.engine.inputs import Inputs
from harness_lint.engine.intake import Read
from harness_lint.engine.live_outside import Outside
from harness_lint.engine.live_seed import Seed, seed_of
from harness_lint.engine.live_table import Some, shifts_of
from harness_lint.engine.live_verdicts import Changes, LiveVerdicts, Verdict
from harness_lint.engine.project_stage import ProjectStage
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Crash
from harness_lint.engine.selection import RuleBook
from harness_lint.engine.witness import may_be_verified
from harness_lint.findings import Finding
from harness_lint.packs.shape import PackSet
from harness_lint.project.index import Project, Shared, Surroundings
from harness_lint.project.reads import Reads


class LiveProject:
    """The findings of a project whose files change. Not for several threads at once."""

    def __init__(self, config: Config, registry: Registry, packs: PackSet, inputs: Inputs) -> None:
        """Read all of *inputs*, or what their memory has of them, and judge it."""
        self.config = config
        self.registry = registry
        self.packs = packs
        self.rules = RuleBook(config, registry)
        self.stage = new_stage(config, registry, packs, self.rules)
        self._project_stage = ProjectStage(registry, self.rules, packs, Clock(enabled=False))
        self.settling = Settling(registry, self.rules, packs)
        self.inputs = inputs
        seed = seed_of(config, registry, packs, inputs)
        self.crashes: list[Crash] = [*seed.crashes]
        """What our own code failed on since somebody took them away."""
        self._is_stale = False
        """Whether anything has changed since the project was last looked at."""
        self._outside = Outside(os.path.realpath(config.root), inputs, config.max_file_size)
        for path in inputs.files:
            self._outside.note(path, time.time_ns())
        self._others: set[str] = set()
        self._before: dict[str, dict[str, Some]] = {}
        """Path of each file that changed since the checks ran → its facts at that time."""
        self._found: dict[str, list[Finding]] = {}
        self._memo: dict[str, tuple[Finding, ...]] = {}
        self._states, self.table = seed.states, seed.table
        self._reading = seed.reading
        self._shared = Shared(self.table, self._surroundings())
        self._verdicts: dict[str, Verdict] = {}
        self._reads_all = seed.reads_all
        self._judge_first(seed)

    @property
    def project(self) -> Project:
        """The facts as they stand, and what is made of them."""
        if self._is_stale:
            self._refresh(self._changes())
        return Project(self._shared)

    @property
    def judged(self) -> Project:
        """The facts as they stand, and what was made of them when they were last judged.

        It is there at once: nothing is made anew that a moment ago was still right.
        """
        return Project(self._shared)

    def project_with(self, texts: Mapping[str, bytes]) -> Project:
        """Return the project as it would be if *texts*, by path, stood in its files."""
        table = self.table.copy()
        for path in texts:
            state = self._examined(path, texts.__getitem__)
            if state.facts is None:
                table.remove(path)
            else:
                table.put(state.facts)
        return Project(Shared(table, self._surroundings()))

    @property
    def paths(self) -> list[str]:
        """The paths of all files that are looked at, and of those where anything is found."""
        return sorted({*self._states, *self._found})

    def findings(self, path: str) -> tuple[Finding, ...]:
        """Return what is found in the file at *path*, in order, as of the last `judge`."""
        if path not in self._memo:
            state = self._states.get(path, FileState(path))
            self._memo[path] = self.settling.findings(state, self._found.get(path, ()))
        return self._memo[path]

    def found(self, path: str) -> tuple[Finding, ...]:
        """Return what the project stage found in the file at *path*, suppressed or not."""
        return tuple(self._found.get(path, ()))

    def state(self, path: str) -> FileState | None:
        """Return what the file stage made of the file at *path*; None if it is not looked at."""
        return self._states.get(path)

    def read_anew(self, path: str) -> None:
        """Take the file at *path* as it stands now."""
        self.note(path)
        self.take(self._examined(path, self.inputs.read))

    def put(self, path: str, data: bytes) -> None:
        """Take *data* as what stands in the file at *path*."""
        self.take(self._examined(path, lambda _: data))

    def _examined(self, path: str, read: Read) -> FileState:
        self.stage.reads_all = path not in self.table.witnesses or self._reads_all
        return examine(path, read, self.stage, self.config.max_file_size)

    def note(self, path: str) -> None:
        """Count the file at *path* as it stands now as the one that was taken last."""
        self._outside.note(path, time.time_ns())

    def take(self, state: FileState) -> None:
        """Take what the file stage made of a file in place of what it made of it before."""
        path = state.path
        self._remember(path)
        self.crashes += state.crashes
        if state.facts is None:
            self.table.remove(path)
        else:
            self.table.put(state.facts)
        self._states[path] = state._replace(facts=None)
        self._memo.pop(path, None)

    def take_crashes(self) -> tuple[str, ...]:
        """Return what our own code has failed on since somebody took it away, in words."""
        words = tuple(crash.words for crash in self.crashes)
        self.crashes.clear()
        return words

    def drop(self, path: str) -> None:
        """Forget the file at *path*."""
        self._remember(path)
        self.table.remove(path)
        self._states.pop(path, None)
        self._memo.pop(path, None)

    def tell_changed(self, reads: Iterable[str]) -> None:
        """Count *reads* (see `Reads`), other than facts, as different from what they were."""
        self._others.update(reads)
        self._is_stale = True

    def catch_up(self, inputs: Inputs) -> None:
        """Take *inputs*, listed anew, and read whatever is not what it was."""
        self.tell_changed(self._outside.move_on(inputs))
        self.inputs = inputs
        asked = {*inputs.files, *inputs.skipped}
        for path in [path for path in self._states if path not in asked]:
            self.drop(path)
        new = [path for path in inputs.files if path not in self._states]
        self.table.witnesses &= asked
        self.table.witnesses |= {path for path in new if self._reading.gathering.is_evidence(path)}
        for path, reason in inputs.skipped.items():
            self.take(skipped_state(path, reason))
        unread = self.table.witnesses - self._states.keys()
        read = (path for path in inputs.files if path not in unread)
        for path in list(self._outside.differing(read)):
            self.read_anew(path)

    def judge(self, is_superseded: Callable[[], bool] = lambda: False) -> bool:
        """Bring what is found up to date; return whether project checks found anything else.

        Raises: SupersededError as soon as *is_superseded*; then all is as it was before.
        """
        self._call_witnesses()
        changes = self._changes()
        if self._is_stale:
            self._refresh(changes)
        verdicts = LiveVerdicts(self._verdicts, changes, is_superseded)
        return self._run_checks(verdicts)

    def _judge_first(self, seed: Seed) -> None:
        verdicts = LiveVerdicts({}, None, lambda: False, seed.verdicts)
        self._run_checks(verdicts)
        if seed.verdicts is not None:
            self._outside.settle(seed.verdicts.asked_rules)
        seed.leave()

    def _run_checks(self, verdicts: LiveVerdicts) -> bool:
        stage = self._project_stage
        stage.findings.clear()
        stage.crashes.clear()
        matters = self._reading.settings.given | self.table.kinds()
        project = Project(self._shared)
        asked = frozenset(self.table.families)
        stage.check_project(project, asked, stage.checks_for(matters), verdicts)
        self._verdicts = verdicts.settled()
        self.crashes += stage.crashes
        self._outside.settle()
        self._before.clear()
        self._others.clear()
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in stage.findings:
            found[finding.path].append(finding)
        others = [one for one in {*found, *self._found} if found.get(one) != self._found.get(one)]
        for path in others:
            self._memo.pop(path, None)
        self._found = dict(found)
        return bool(others)

    def _remember(self, path: str) -> None:
        """Keep the facts that the checks saw in the file at *path*."""
        if path not in self._before:
            self._before[path] = self.table.held(path)
        self._is_stale = True

    def _changes(self) -> Changes:
        shifts = {
            path: shifts_of(path, before, self.table.held(path))
            for path, before in self._before.items()
        }
        sources = self._shared.sources
        families = self.table.families
        if any(sources.get(path) != families.get(path) for path in self._before):
            self._others.add(Reads.SOURCES)
        return Changes(shifts, self._others)

    def _refresh(self, changes: Changes) -> None:
        self._shared.forget(changes.other | changes.moved, self._surroundings())
        self._is_stale = False

    def _surroundings(self) -> Surroundings:
        inputs = self.inputs
        return Surroundings(
            inputs.tree,
            inputs.today,
            self._reading.settings,
            inputs.open_history,
            None,
            self._outside.text,
        )

    def _call_witnesses(self) -> None:
        """Read tests and their results if they may bear witness of anything; else forget them."""
        kinds = self.table.kinds()
        wanted = may_be_verified(kinds, self.packs.kinds)
        reads_all = "handoff" in kinds
        read = {path for path in self.table.witnesses if path in self._states}
        if not wanted:
            for path in read:
                self.drop(path)
            return
        missing = (
            self.table.witnesses - read if reads_all == self._reads_all else self.table.witnesses
        )
        self._reads_all = reads_all
        for path in sorted(missing):
            self.read_anew(path)


def new_stage(
    config: Config, registry: Registry, packs: PackSet, rules: RuleBook | None = None
) -> FileStage:
    """Return a file stage: one for each thread."""
    rules = rules or RuleBook(config, registry)
    clock = Clock(enabled=False)
    return FileStage(packs, rules, config.engine, clock, readers=registry.readers)
