"""Every file of a project: asked of git inside a checkout, walked elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from posixpath import dirname, join, normpath
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.config import git_root

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SKIPPED_FOLDERS = frozenset(
    {
        ".git",
        ".harness-lint-cache",
        ".hg",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".ruff_cache",
        ".svn",
        ".tox",
        ".venv",
        "__pycache__",
        "node_modules",
        "site-packages",
    }
)
"""Folders of tools: never walked into, nothing in them is checked unless it is given by name."""

_LIST = ("ls-files", "-z", "-c", "-o", "-d", "-s", "-t", "--exclude-standard")

_LINK = "120000"
_SUBMODULE = "160000"


class Listing(NamedTuple):
    """Paths below the root, with forward slashes."""

    files: frozenset[str]
    """Files and symbolic links."""
    folders: frozenset[str] = frozenset()
    """Folders that hold no listed file: submodules and nested checkouts."""
    links: Mapping[str, str] = MappingProxyType({})
    """Symbolic links → where they lead, below the root; empty if out of it."""

    def joined(self, other: Listing) -> Listing:
        """Return both listings in one."""
        return Listing(
            self.files | other.files,
            self.folders | other.folders,
            {**self.links, **other.links},
        )


def list_project(root: str) -> Listing:
    """Return what git tracks or would track below *root*; what a walk finds where git is silent."""
    if git_root(Path(root)) is not None:
        listed = _ask_git(root)
        if listed is not None:
            return listed
    return walk(root, ".")


def walk(root: str, start: str) -> Listing:
    """Return the files at and below the folder *start* of *root*, without the ignored ones.

    Every `.gitignore` from *start* down is obeyed. Symbolic links are listed, never followed.
    """
    files: set[str] = set()
    links: dict[str, str] = {}
    stack: list[tuple[str, tuple[Ignore, ...]]] = [("" if start == "." else start, ())]
    while stack:
        folder, ignores = stack.pop()
        entries = _entries(join(root, folder))
        if any(entry.name == ".gitignore" for entry in entries):
            ignores = (*ignores, read_ignore(root, folder))
        for entry in entries:
            path = join(folder, entry.name)
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder and entry.name in SKIPPED_FOLDERS:
                continue
            if is_ignored(path + "/" * is_folder, ignores):
                continue
            if is_folder:
                stack.append((path, ignores))
                continue
            files.add(path)
            if entry.is_symlink():
                links[path] = link_target(root, path)
    return Listing(frozenset(files), frozenset(), links)


def link_target(root: str, path: str) -> str:
    """Return where the symbolic link *path* leads, below *root*; empty if out of it.

    One step only: the target may be a link again.
    """
    try:
        target = os.readlink(join(root, path))  # noqa: PTH115  half the time of Path
    except OSError:
        return ""
    if os.path.isabs(target):  # noqa: PTH117
        target = os.path.relpath(target, root)
        inside = normpath(target)
    else:
        inside = normpath(join(dirname(path), target))
    return "" if inside == ".." or inside.startswith("../") else inside


def _ask_git(root: str) -> Listing | None:
    """Return git's listing; None if it has none to give (no git, foreign owner, broken)."""
    from harness_lint.project.git import ask

    answer = ask(root, *_LIST)
    return _git_listing(root, answer.output) if answer is not None and answer.ok else None


def _git_listing(root: str, output: str) -> Listing:
    files: set[str] = set()
    folders: set[str] = set()
    removed: set[str] = set()
    links: dict[str, str] = {}
    for record in output.split("\0"):
        tag, _, rest = record.partition(" ")
        mode, path = ("", rest) if tag == "?" else (rest[:6], rest.partition("\t")[2])
        if not path:
            continue
        if tag == "R":
            removed.add(path)
        elif mode == _SUBMODULE or path.endswith("/"):
            folders.add(path.rstrip("/"))
        else:
            files.add(path)
            if mode == _LINK or (not mode and os.path.islink(join(root, path))):  # noqa: PTH114
                links[path] = link_target(root, path)
    kept = {path: target for path, target in links.items() if path not in removed}
    return Listing(frozenset(files - removed), frozenset(folders), kept)


class Ignore(NamedTuple):
    """The patterns of one `.gitignore`."""

    folder: str
    patterns: GitIgnoreSpec

    def verdict(self, path: str) -> bool | None:
        """Return whether *path* is ignored (True), taken back (False) or not named (None)."""
        inside = path[len(self.folder) + 1 :] if self.folder else path
        return self.patterns.check_file(inside).include


def read_ignore(root: str, folder: str) -> Ignore:
    """Return the patterns in the `.gitignore` of *folder*; none if it cannot be read."""
    from pathspec import GitIgnoreSpec

    try:
        text = Path(root, folder, ".gitignore").read_text(encoding="utf-8", errors="replace")
        return Ignore(folder, GitIgnoreSpec.from_lines(text.splitlines()))
    except (OSError, ValueError):
        return Ignore(folder, GitIgnoreSpec.from_lines(()))


def is_ignored(path: str, ignores: tuple[Ignore, ...]) -> bool:
    """Whether *ignores*, from the outermost folder to the innermost, leave *path* out."""
    for ignore in reversed(ignores):
        verdict = ignore.verdict(path)
        if verdict is not None:
            return verdict
    return False


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def parents(path: str) -> Iterator[str]:
    """Yield the folders that hold *path*, from the nearest one up, without the root."""
    folder = dirname(path)
    while folder:
        yield folder
        folder = dirname(folder)
