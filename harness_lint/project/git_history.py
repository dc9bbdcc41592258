"""The history of a checkout, asked of git."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from harness_lint.errors import HarnessLintError, UsageError
from harness_lint.pattern import pattern
from harness_lint.project.git import GONE, Objects, ask
from harness_lint.project.history import Change, Commit, Status

FIRST_PAGE = 256
"""So many commits are read to find the last change of a file; then four times as many."""

_EVERY_DIFF = ("-z", "-O/dev/null", "--no-color", "--no-ext-diff", "--no-textconv")
_DIFF = ("diff", *_EVERY_DIFF, "--name-status", "--relative", "-M", "--ignore-submodules=all")
_LOG = ("log", *_EVERY_DIFF, "--raw", "-c", "--no-renames", "--date-order", "--format=%H %ct %P")
# `-c`: of a merge, the files that are as in none of its parents: those that it changed itself.
# `--date-order`: no commit before all its children, also where clocks went wrong.
_UNTRACKED = ("ls-files", "-z", "-o", "--exclude-standard")
_FILTERS = ("config", "-z", "--show-scope", "--includes", "--name-only", "--get-regexp")

_OWN = ("local", "worktree")
"""The scopes of a repository's own configuration."""

_STATUS: dict[str, Status] = {"A": "added", "D": "deleted", "R": "renamed"}
"""Letters of `git diff --name-status`; the other ones are modifications."""

_PARENT = pattern(rb"^parent ([0-9a-f]+)$", re.MULTILINE)
_COMMITTER = pattern(rb"^committer .*> ([0-9]+) [+-][0-9]+$", re.MULTILINE)
"""Lines at the head of a commit. Source: git-commit-tree(1)."""


class GitHistory:
    """The history of a checkout. Each question is put to git once."""

    available = True

    def __init__(self, root: str, head: str, *, is_shallow: bool) -> None:
        self.is_shallow = is_shallow
        self._root = root
        self._head = head
        self._objects = Objects(root)
        self._commits: dict[str, Commit | None] = {}
        self._files: dict[str, frozenset[str]] = {}
        self._changes: dict[str, tuple[Change, ...]] = {}
        self._last: dict[str, Commit] = {}
        self._pages = self._read_pages()

    @property
    def why_not(self) -> str:  # noqa: D102  see `History`
        if not self.is_shallow:
            return ""
        return "the git history is cut off (shallow clone); get it with `git fetch --unshallow`"

    def commit(self, rev: str) -> Commit | None:  # noqa: D102
        if not rev or rev.startswith("-") or not rev.isprintable():
            raise UsageError(f"`{_shown(rev)}` is no name of a commit")
        if rev not in self._commits:
            self._commits[rev] = self._read_commit(rev)
        return self._commits[rev]

    def files_of(self, sha: str) -> frozenset[str]:  # noqa: D102
        known = self._known(sha).sha
        if known not in self._files:
            for commit, files in self._log("-1", known):
                self._files[commit.sha] = files
        return self._files[known]

    def last_change(self, path: str) -> Commit | None:  # noqa: D102
        while path not in self._last:
            page = next(self._pages, None)
            if page is None:
                return None
            for commit, files in page:
                for file in files:
                    self._last.setdefault(file, commit)
        return self._last[path]

    def merge_base(self, rev: str) -> Commit | None:  # noqa: D102
        answer = ask(self._root, "merge-base", self._known(rev).sha, self._head)
        return self.commit(answer.output.strip()) if answer is not None and answer.ok else None

    def changed_since(self, rev: str) -> tuple[Change, ...]:  # noqa: D102
        sha = self._known(rev).sha
        if sha not in self._changes:
            changes = dict(_changes(self._ask(*self._no_filters, *_DIFF, sha, "--")))
            for path in self._ask(*_UNTRACKED).split("\0"):
                if path and not path.endswith("/"):  # that is a repository in this one
                    changes[path] = Change("modified" if path in changes else "added", path)
            self._changes[sha] = tuple(sorted(changes.values(), key=lambda change: change.path))
        return self._changes[sha]

    def commits_since(self, rev: str) -> tuple[Commit, ...]:  # noqa: D102
        newest_first = []
        for commit, files in self._log(f"{self._known(rev).sha}..{self._head}"):
            self._files[commit.sha] = files
            newest_first.append(commit)
        return tuple(reversed(newest_first))

    def read_at(self, rev: str, path: str) -> bytes | None:  # noqa: D102
        found = self._objects.read(f"{self._known(rev).sha}:{self._prefix}{path}", "blob")
        return found.data if found is not None else None

    def is_dirty(self, path: str) -> bool:  # noqa: D102
        return path in self._dirty

    def close(self) -> None:  # noqa: D102
        self._objects.close()

    @cached_property
    def _dirty(self) -> frozenset[str]:
        changes = self.changed_since(self._head)
        return frozenset(path for _, *paths in changes for path in paths if path is not None)

    @cached_property
    def _prefix(self) -> str:
        """The root below the top of the repository, with a slash at its end if it is not empty."""
        return self._ask("rev-parse", "--show-prefix").removesuffix("\n")

    @cached_property
    def _edges(self) -> frozenset[str]:
        """The commits whose parents a shallow clone left behind."""
        if not self.is_shallow:
            return frozenset()
        path = self._ask("rev-parse", "--git-path", "shallow").removesuffix("\n")
        try:
            return frozenset(Path(self._root, path).read_text(encoding="ascii").split())
        except (OSError, ValueError):
            return frozenset()

    @cached_property
    def _no_filters(self) -> tuple[str, ...]:
        """Options that switch off the repository's own filters, which are programs.

        The user's own filters (such as Git LFS) stay as they are.
        """
        answer = ask(self._root, *_FILTERS, r"^filter\.")
        if answer is None or (not answer.ok and answer.complaint):
            raise HarnessLintError("git could not read the configuration of the repository")
        words = answer.output.split("\0")
        own = {name for scope, name in zip(words[::2], words[1::2], strict=False) if scope in _OWN}
        if any("=" in name for name in own):  # it cannot be switched off
            raise HarnessLintError("the git repository has a filter with `=` in its name")
        return tuple(word for name in sorted(own) for word in ("-c", f"{name}="))

    def _known(self, rev: str) -> Commit:
        commit = self.commit(rev)
        if commit is None:
            cut = f"; {self.why_not}" if self.is_shallow else ""
            raise UsageError(f"git knows no commit `{_shown(rev)}`; see `git log`{cut}")
        return commit

    def _read_commit(self, rev: str) -> Commit | None:
        found = self._objects.read(f"{rev}^{{commit}}", "commit")
        if found is None:
            return None
        head = found.data.partition(b"\n\n")[0]
        time = _COMMITTER.search(head)
        parents = () if found.sha in self._edges else _PARENT.findall(head)
        return Commit(
            found.sha,
            int(time[1]) if time is not None else 0,
            tuple(parent.decode("ascii") for parent in parents),
        )

    def _read_pages(self) -> Iterator[tuple[tuple[Commit, frozenset[str]], ...]]:
        """Yield the whole history, newest first, in pages that grow."""
        start, size = 0, FIRST_PAGE
        while True:
            page = tuple(self._log(f"--skip={start}", f"--max-count={size}", self._head))
            yield page
            if len(page) < size:
                return
            start, size = start + size, size * 4

    def _log(self, *arguments: str) -> Iterator[tuple[Commit, frozenset[str]]]:
        """Yield the commits of `git log` with the files below the root that they changed."""
        words = iter(self._ask(*_LOG, *arguments, "--").split("\0"))
        commit: Commit | None = None
        paths: set[str] = set()
        for word in words:
            record = word.lstrip("\n")
            if record.startswith(":"):
                paths.add(next(words, ""))
            elif record:
                if commit is not None:
                    yield commit, self._below_root(commit, paths)
                sha, time, *parents = record.split(" ")
                commit = Commit(sha, int(time or 0), tuple(filter(None, parents)))
                paths = set()
        if commit is not None:
            yield commit, self._below_root(commit, paths)

    def _below_root(self, commit: Commit, paths: set[str]) -> frozenset[str]:
        if commit.sha in self._edges:
            return frozenset()
        prefix = self._prefix
        return frozenset(path[len(prefix) :] for path in paths if path.startswith(prefix))

    def _ask(self, *arguments: str) -> str:
        answer = ask(self._root, *arguments)
        if answer is None:
            raise HarnessLintError(GONE)
        if not answer.ok:
            raise HarnessLintError(f"git could not read the history: {answer.complaint}")
        return answer.output


def _changes(output: str) -> Iterator[tuple[str, Change]]:
    """Yield the changes of `git diff --name-status -z`, by path."""
    words = iter(output.split("\0"))
    for word in words:
        if not word:
            continue
        status = _STATUS.get(word[0], "modified")
        path = next(words, "")
        old_path = None
        if status == "renamed":
            old_path, path = path, next(words, "")
        yield path, Change(status, path, old_path)


def _shown(rev: str) -> str:
    return "".join(sign for sign in rev if sign.isprintable())
