"""A history that is given whole: commits and their files, in memory.

For projects without a checkout: the cases of pages, and plug-ins that test their checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import TypeAlias

from harness_lint.errors import UsageError
from harness_lint.project.history import Change, Commit

Files: TypeAlias = Mapping[str, bytes]
"""Path → bytes of every file."""


class FrozenHistory:
    """Commits in one line, and the files as they are now."""

    available = True
    is_shallow = False
    why_not = ""

    def __init__(self, snapshots: Sequence[tuple[int, Files]], now: Files) -> None:
        """Make a history of the time and the files of each commit, and of what is there now.

        Oldest first; times are seconds since 1970, UTC.
        """
        self._snapshots = tuple(files for _, files in snapshots)
        self._now = now
        self.commits: tuple[Commit, ...] = tuple(_commits(snapshots))
        """Oldest first; the last one is checked out."""

    def commit(self, rev: str) -> Commit | None:  # noqa: D102  see `History`
        found = (one for one in self.commits if rev and one.sha.startswith(rev))
        return self.commits[-1] if rev == "HEAD" and self.commits else next(found, None)

    def merge_base(self, rev: str) -> Commit | None:  # noqa: D102
        return self._known(rev)

    def files_of(self, sha: str) -> frozenset[str]:  # noqa: D102
        number = self._number(sha)
        before = self._snapshots[number - 1] if number else {}
        after = self._snapshots[number]
        paths = before.keys() | after.keys()
        return frozenset(path for path in paths if before.get(path) != after.get(path))

    def last_change(self, path: str) -> Commit | None:  # noqa: D102
        found = (one for one in reversed(self.commits) if path in self.files_of(one.sha))
        return next(found, None)

    def changed_since(self, rev: str) -> tuple[Change, ...]:  # noqa: D102
        return _changes(self._snapshots[self._number(rev)], self._now)

    def commits_since(self, rev: str) -> tuple[Commit, ...]:  # noqa: D102
        return self.commits[self._number(rev) + 1 :]

    def read_at(self, rev: str, path: str) -> bytes | None:  # noqa: D102
        return self._snapshots[self._number(rev)].get(path)

    def is_dirty(self, path: str) -> bool:  # noqa: D102
        last = self._snapshots[-1] if self._snapshots else {}
        return last.get(path) != self._now.get(path)

    def close(self) -> None:  # noqa: D102
        return

    def _known(self, rev: str) -> Commit:
        commit = self.commit(rev)
        if commit is None:
            raise UsageError(f"git knows no commit `{rev}`")
        return commit

    def _number(self, rev: str) -> int:
        return self.commits.index(self._known(rev))


def _commits(snapshots: Iterable[tuple[int, Files]]) -> Iterator[Commit]:
    parents: tuple[str, ...] = ()
    for time, files in snapshots:
        said = repr((time, parents, sorted(files.items()))).encode()
        sha = blake2b(said, digest_size=20).hexdigest()
        yield Commit(sha, time, parents)
        parents = (sha,)


def _changes(before: Files, now: Files) -> tuple[Change, ...]:
    """Return how *now* differs; a file counts as renamed where its bytes are the same."""
    gone = {data: path for path, data in sorted(before.items()) if path not in now}
    found: list[Change] = []
    moved: set[str] = set()
    for path, data in sorted(now.items()):
        if path in before:
            if before[path] != data:
                found.append(Change("modified", path))
        elif data in gone and gone[data] not in moved:
            moved.add(gone[data])
            found.append(Change("renamed", path, gone[data]))
        else:
            found.append(Change("added", path))
    deleted = before.keys() - now.keys() - moved
    found += [Change("deleted", path) for path in deleted]
    return tuple(sorted(found, key=lambda change: change.path))
