"""The project as it was: the sources that changed since a revision, read like those of today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

from harness_lint.engine.file_stage import FileStage
from harness_lint.engine.inputs import Inputs
from harness_lint.engine.intake import Intake
from harness_lint.project.facts import SourceFacts
from harness_lint.project.index import Project, ProjectSettings, Surroundings, project_of


class Past:
    """What the project of a run was at the revision that it is compared with."""

    def __init__(
        self, inputs: Inputs, intake: Intake, stage: FileStage, settings: ProjectSettings
    ) -> None:
        self._inputs = inputs
        self._intake = intake
        self._stage = stage
        self._settings = settings

    def project(self) -> Project:
        """Return the sources that changed since the revision, as they were then."""
        inputs = self._inputs
        return project_of(self._sources(), Surroundings(inputs.tree, inputs.today, self._settings))

    def changed(self, is_kind: Callable[[str], bool]) -> bool:
        """Whether a document of some kind is not what it was, by its old path."""
        return any(map(is_kind, self._paths))

    def _sources(self) -> Iterator[SourceFacts]:
        open_history, since = self._inputs.open_history, self._inputs.since
        for path in self._paths:
            data = open_history().read_at(since, path) if open_history is not None else None
            source = self._intake.past_source(path, data) if data is not None else None
            if source is not None:
                yield self._stage.check(source, judge=False).facts

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        """The documents that were there and have changed, moved or gone, by their old paths."""
        inputs = self._inputs
        if inputs.open_history is None:
            return ()
        changes = inputs.open_history().changed_since(inputs.since)
        old = [one.old_path or one.path for one in changes if one.status != "added"]
        return tuple(path for path in old if inputs.is_document(path))
