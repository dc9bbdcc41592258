"""What became of the documents that changed since a revision."""

from __future__ import annotations

from functools import cached_property

from harness_lint.project.facts import Fact
from harness_lint.project.history import Change
from harness_lint.project.index import Project
from harness_lint.source import Location, Place, Span


class Changes:
    """The files that changed since the revision, by their old and their new paths."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.all: tuple[Change, ...] = project.history.changed_since(project.settings.since)

    @cached_property
    def _moved(self) -> dict[str, str]:
        return {one.old_path: one.path for one in self.all if one.old_path is not None}

    @cached_property
    def paths(self) -> frozenset[str]:
        """Where files changed or came, by their present paths."""
        return frozenset(one.path for one in self.all if one.status != "deleted")

    @cached_property
    def gone(self) -> frozenset[str]:
        """Where files were that are there no longer: deleted, or renamed."""
        deleted = {one.path for one in self.all if one.status == "deleted"}
        return frozenset(deleted | self._moved.keys())

    def now(self, path: str) -> str | None:
        """Return where the source that was at *path* is now; None if it is no more."""
        path = self._moved.get(path, path)
        return path if path in self._project.sources else None

    def is_unread(self, path: str) -> bool:
        """Whether the file that was at *path* is there, but is not read any more."""
        path = self._moved.get(path, path)
        return path not in self._project.sources and self._project.tree.exists(path)


def whole(path: str) -> Location:
    """Return the place that stands for the file *path* as a whole, there or not."""
    return Location(path, Span(0, 0), Place(1, 1, 1, 1), "")


def title_of(project: Project, path: str) -> Location:
    """Return the title of the document at *path*, else its first line."""
    return next(
        (fact.at for fact in _titles(project) if fact.at.path == path),
        whole(path),
    )


def _titles(project: Project) -> list[Fact]:
    return project.facts("sections")
