"""The state of a spec: which of its documents are generated, and which somebody has approved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Said
from harness_lint.markdown.data_tree import DataNode
from harness_lint.packs.patterns import compile_pattern
from harness_lint.source import Span


class Stage(NamedTuple):
    """What the file says of one document; None where it says nothing."""

    name: str
    """``requirements``, ``design`` or ``tasks``."""
    at: Span
    """The key."""
    is_generated: bool | None
    is_approved: bool | None


class SpecApprovals(DataFile):
    """A ``spec.json``: ``approvals`` by stage, ``phase`` and ``ready_for_implementation``."""

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that the pack knows, in its order."""
        approvals = self._root.get("approvals") if self._root is not None else None
        if approvals is None or not approvals.is_mapping:
            return ()
        return tuple(self._stages(approvals))

    def _stages(self, approvals: DataNode) -> Iterator[Stage]:
        for name in self._documents:
            stage, at = approvals.get(name), approvals.key_span(name)
            if stage is not None and stage.is_mapping and at is not None:
                yield Stage(name, at, _flag(stage, "generated"), _flag(stage, "approved"))

    @property
    def _documents(self) -> Mapping[str, list[str]]:
        documents: Mapping[str, list[str]] = self.family.data.get("documents", {})
        return documents

    @property
    def _root(self) -> DataNode | None:
        root = self.tree.root
        return root if root is not None and root.is_mapping else None

    def facts(self) -> Iterator[Said]:
        """Yield the stages, and what is said to be ready or complete."""
        yield from super().facts()
        for stage in self.stages:
            values = {
                "generated": stage.is_generated,
                "approved": stage.is_approved,
                "documents": list(self._documents[stage.name]),
            }
            yield Said("spec-stage", stage.name, stage.at, values)
        if self._root is not None:
            yield from self._said_ready(self._root)

    def _said_ready(self, root: DataNode) -> Iterator[Said]:
        at = root.key_span("ready_for_implementation")
        if at is not None and _flag(root, "ready_for_implementation"):
            yield Said("spec-ready", "", at, {})
        phase, complete = root.get("phase"), self.family.data.get("complete")
        words = phase.resolved.value if phase is not None and phase.is_scalar else None
        if phase is None or not isinstance(words, str) or not complete:
            return
        if compile_pattern(complete).search(words) is not None:
            yield Said("spec-complete", words, phase.span, {})


def _flag(node: DataNode, key: str) -> bool | None:
    value = node.get(key)
    found = value.resolved.value if value is not None and value.is_scalar else None
    return found if isinstance(found, bool) else None
