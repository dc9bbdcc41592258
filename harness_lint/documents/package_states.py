"""The state file of a mission's packages: what a tool says of each, written from its event log."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Said
from harness_lint.markdown.data_tree import DataNode
from harness_lint.pattern import pattern
from harness_lint.source import Span

PACKAGE = pattern(r"[A-Za-z]{1,8}-?\d{1,6}[A-Za-z]?")
"""An ID of a package as the tools write it: ``WP01``."""

UNBORN = frozenset({"genesis", "uninitialized"})
"""Lanes of a package that no event speaks of yet. Source: formats of spec-kitty's status model."""


class PackageStates(DataFile):
    """A state file: ``work_packages``, each with the ``lane`` that it is in."""

    def facts(self) -> Iterator[Said]:
        """Yield the state of each package, at the words that name its lane."""
        yield from super().facts()
        root = self.tree.root
        packages = root.get("work_packages") if root is not None else None
        for key, value in packages.resolved.entries if packages is not None else ():
            lane, since = _text(value.get("lane")), _text(value.get("last_transition_at"))
            node = value.get("lane")
            if node is not None and lane:
                yield from said_state(key.resolved.text, lane, since, node.span)


def said_state(name: str, lane: str, since: str, at: Span) -> Iterator[Said]:
    """Yield the fact that the package *name* is in *lane*, if the words can mean that."""
    if PACKAGE.fullmatch(name) is not None and lane not in UNBORN:
        yield Said("package-state", name.upper(), at, {"lane": lane, "since": since})


def _text(node: DataNode | None) -> str:
    value = node.resolved.value if node is not None else None
    return value.strip() if isinstance(value, str) else ""
