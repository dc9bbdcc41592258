"""Reading sources: what is read of a project, in which order, and what is known then."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from harness_lint.check import Check
from harness_lint.config import Config
from harness_lint.engine.gathering import Gathering
from harness_lint.engine.inputs import Extras, Inputs
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Provenance
from harness_lint.engine.witness import may_be_verified
from harness_lint.packs.shape import PackSet
from harness_lint.project.index import Project, ProjectSettings, Surroundings, project_over

if TYPE_CHECKING:
    from harness_lint.engine.answers import Answers
    from harness_lint.engine.past import Past
    from harness_lint.engine.verdicts import Verdicts


LINKS = frozenset({"link"})
"""What the tree alone can judge, as long as nothing is missing."""


class Reading:
    """What was read so far: facts by path, findings, and what went wrong."""

    def __init__(
        self, config: Config, registry: Registry, inputs: Inputs, packs: PackSet, extras: Extras
    ) -> None:
        self.inputs = inputs
        self.packs = packs
        self._gate = config.gate
        self.settings = ProjectSettings(
            config.status_documents,
            packs.kinds,
            config.gate,
            inputs.held_items(config.gate),
            inputs.since,
            packs.clients,
            config.clients,
        )
        self.gathering = Gathering(config, registry, inputs, packs, extras)
        self.table = self.gathering.table
        self.rules = self.gathering.rules
        self.intake = self.gathering.intake

    def matters(self) -> frozenset[str]:
        """Return the kinds of facts in the files asked for, and the settings that are given."""
        return self.settings.given | self.table.kinds()

    def asks_for_siblings(self, checks: Iterable[Check]) -> bool:
        """Whether *checks* need files that were not asked for: not so for links that lead there."""
        matters = self.matters()
        if any(not check.needs or matters & {*check.needs} != LINKS for check in checks):
            return True
        if matters.isdisjoint(LINKS):
            return False
        return not project_over(self.table, self._surroundings()).links.lead_there

    def project(
        self, *, with_siblings: bool, judge: bool = True, all_tests: bool = False
    ) -> Project:
        """Return the project, its other files read too if they matter.

        Tests and their results are read last, and only where they may bear witness of something;
        with *all_tests*, also those that claim nothing.
        """
        asked = frozenset(self.inputs.files if judge else ())
        rest = [
            path
            for path in (self.inputs.siblings() if with_siblings else ())
            if path not in self.table
        ]
        evidence = self.gathering.evidence(rest)
        self.gathering.gather([path for path in rest if path not in evidence], asked)
        if evidence and self._has_matter_for_evidence():
            since = bool(self.inputs.since)
            reads_all = all_tests or since or "handoff" in self.table.kinds()
            self.gathering.stage.reads_all = reads_all
            self.gathering.gather([*evidence], asked)
        return project_over(self.table, self._surroundings())

    def _surroundings(self) -> Surroundings:
        inputs = self.inputs
        before = self.past.project if self.past is not None else None
        return Surroundings(
            inputs.tree,
            inputs.today,
            self.settings,
            inputs.open_history,
            before,
            self.intake.text,
        )

    @cached_property
    def past(self) -> Past | None:
        """What the project was; None if nobody asks."""
        if not self.inputs.since or self.inputs.open_history is None:
            return None
        from harness_lint.engine.past import Past

        return Past(self.inputs, self.intake, self.gathering.stage, self.settings)

    def _has_matter_for_evidence(self) -> bool:
        """Whether anything that was read may be verified by tests, or tests may have moved."""
        if self.past is not None and self.past.changed(self.gathering.is_evidence):
            return True
        return may_be_verified(self.table.kinds(), self.packs.kinds)

    def verdicts(self) -> Verdicts | None:
        """Return what earlier runs know of the project, all of whose sources are read.

        None if they know nothing, or if it is compared with its past.
        """
        known = self.gathering.used_recall
        if known is None or self.inputs.since:
            return None
        self.forget_gone()
        if not known.is_complete:
            return None
        from harness_lint.engine.verdicts import Verdicts

        return Verdicts(known.cache, self.inputs, self.intake.text)

    def forget_gone(self) -> None:
        """Leave nothing of sources that are not there any more; all that are there are read."""
        if self.gathering.used_recall is not None:
            self.gathering.used_recall.cache.retain(self.table.families.keys())

    def answers(self, verdicts: Verdicts) -> Answers | None:
        """Return what was answered of the project as it is; None if that cannot be told."""
        inputs, undecoded = self.inputs, self.intake.undecoded
        if self.intake.skipped or "" in undecoded.values():
            return None
        from harness_lint.engine.answers import Answers

        others = (inputs.files, inputs.empty_folders, inputs.notes, inputs.extent)
        state = verdicts.project_state(*others, inputs.baseline, sorted(undecoded.items()))
        return Answers(verdicts.cache, state, verdicts.state_at)

    def leave(self, *, is_whole: bool) -> None:
        """Leave what was found to the next run: of the whole project, or of a part of it."""
        if self.gathering.used_recall is None:
            return
        cache = self.gathering.used_recall.cache
        plan = self.inputs.new_plan() if is_whole else ""
        if plan:
            cache.keep_text("plan", plan)
        cache.save()

    def provenance(self) -> Provenance:
        """Return what is known rests on."""
        return Provenance(
            self.intake.files_read,
            len(self.intake.skipped),
            self.intake.digest(),
            self._gate,
            self.inputs.extent,
        )
