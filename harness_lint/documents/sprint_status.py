"""The state of a sprint as BMAD keeps it in ``sprint-status.yaml``: epics and stories by key."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.data_ids import inner_span, words_of
from harness_lint.documents.document import Said
from harness_lint.pattern import pattern

_STORY = pattern(r"(\d{1,4})-\d{1,4}[a-z]?(?:-|$)")
_EPIC = pattern(r"epic-(\d{1,4})")


class SprintStatus(DataFile):
    """States of epics and stories."""

    def facts(self) -> Iterator[Said]:
        """Yield the state of each epic and story, with the number of the epic."""
        yield from super().facts()
        root = self.tree.root
        listed = root.get("development_status") if root is not None else None
        for key, value in listed.resolved.entries if listed is not None else ():
            name, state = words_of(key), words_of(value)
            epic, story = _EPIC.fullmatch(name), _STORY.match(name)
            found = epic or story
            if found is None or not state:
                continue
            kind = "epic" if epic is not None else "story"
            values = {"kind": kind, "epic": found[1], "state": state}
            yield Said("sprint-state", name, inner_span(value, self.source), values)
