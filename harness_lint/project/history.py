"""What git remembers of a project: commits, what they changed, and files as they were.

Every question is answered for the commit that is checked out when the history is opened. Paths are
below the project's root, with forward slashes, also where the root is a folder of the repository.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, NamedTuple, NoReturn, Protocol

from harness_lint.config import git_root
from harness_lint.errors import UsageError

NO_REPOSITORY = "there is no git repository"
NO_COMMITS = "the git repository has no commits"


Status = Literal["added", "modified", "deleted", "renamed"]


class Commit(NamedTuple):
    """One commit."""

    sha: str
    time: int
    """When it was committed: seconds since 1970, UTC."""
    parents: tuple[str, ...]
    """Empty for the first commit, and for those where a shallow clone ends."""


class Change(NamedTuple):
    """One file that differs between a commit and the working tree."""

    status: Status
    path: str
    old_path: str | None = None
    """Where a renamed file was."""


class History(Protocol):
    """What project checks may ask."""

    @property
    def available(self) -> bool:
        """Whether there is a history."""

    @property
    def why_not(self) -> str:
        """What is missing: why there is no history, or that it is shallow; else empty."""

    @property
    def is_shallow(self) -> bool:
        """Whether the history ends before its beginning."""

    def commit(self, rev: str) -> Commit | None:
        """Return the commit that *rev* names; None if there is none.

        Raises: UsageError if *rev* begins with a dash or holds control characters.
        """

    def merge_base(self, rev: str) -> Commit | None:
        """Return the newest commit that *rev* and the checked-out commit both have behind them.

        Raises: UsageError if *rev* is unknown.
        """

    def files_of(self, sha: str) -> frozenset[str]:
        """Return the files that the commit *sha* changed, added or removed.

        Of a merge: those that it changed itself. Empty where a shallow clone ends: nobody knows.

        Raises: UsageError if *sha* is unknown.
        """

    def last_change(self, path: str) -> Commit | None:
        """Return the newest commit that changed, added or removed the file *path*.

        None if no commit did, or if it lies behind the end of a shallow clone.
        """

    def changed_since(self, rev: str) -> tuple[Change, ...]:
        """Return how the working tree differs from *rev*, sorted by path.

        New files count if git does not ignore them.

        Raises: UsageError if *rev* is unknown.
        """

    def commits_since(self, rev: str) -> tuple[Commit, ...]:
        """Return the commits that are in the checked-out commit and not in *rev*, oldest first.

        Raises: UsageError if *rev* is unknown.
        """

    def read_at(self, rev: str, path: str) -> bytes | None:
        """Return the file *path* as it was in *rev*; None if it was not there, or too large.

        Raises: UsageError if *rev* is unknown.
        """

    def is_dirty(self, path: str) -> bool:
        """Return whether the file *path* differs from the checked-out commit or is new to git."""

    def close(self) -> None:
        """Let go of what was opened. Questions stay possible."""


def open_history(root: str) -> History:
    """Return the history of the project at *root*; a `NoHistory` that says why if there is none.

    Raises: HarnessLintError if git is too slow.
    """
    from harness_lint.project.git import NO_GIT, ask
    from harness_lint.project.git_history import GitHistory

    if git_root(Path(root)) is None:
        return NoHistory(NO_REPOSITORY)
    place = ask(root, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository")
    if place is None:
        return NoHistory(NO_GIT)
    if not place.ok and "dubious ownership" in place.complaint:
        return NoHistory("the git repository belongs to someone else; see git's `safe.directory`")
    if not place.ok or not place.output.startswith("true"):
        return NoHistory(NO_REPOSITORY)
    head = ask(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if head is None or not head.ok:
        return NoHistory(NO_COMMITS)
    return GitHistory(root, head.output.strip(), is_shallow=place.output.split()[1] == "true")


class NoHistory:
    """The history of a project that has none."""

    available = False
    is_shallow = False

    def __init__(self, why_not: str) -> None:
        self.why_not = why_not

    def commit(self, rev: str) -> Commit | None:  # noqa: D102, ARG002  see `History`
        return None

    def files_of(self, sha: str) -> frozenset[str]:  # noqa: D102
        self._refuse(sha)

    def last_change(self, path: str) -> Commit | None:  # noqa: D102, ARG002
        return None

    def merge_base(self, rev: str) -> Commit | None:  # noqa: D102
        self._refuse(rev)

    def changed_since(self, rev: str) -> tuple[Change, ...]:  # noqa: D102
        self._refuse(rev)

    def commits_since(self, rev: str) -> tuple[Commit, ...]:  # noqa: D102
        self._refuse(rev)

    def read_at(self, rev: str, path: str) -> bytes | None:  # noqa: D102, ARG002
        self._refuse(rev)

    def is_dirty(self, path: str) -> bool:  # noqa: D102, ARG002
        return False

    def close(self) -> None:  # noqa: D102
        return

    def _refuse(self, rev: str) -> NoReturn:
        raise UsageError(f"there is nothing to compare with `{rev}`: {self.why_not}")
