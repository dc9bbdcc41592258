"""Files of test results that the configuration names: git usually ignores them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from posixpath import join

from harness_lint.packs.patterns import compile_globs
from harness_lint.project.listing import SKIPPED_FOLDERS

FAMILY = "test-results"

_SPECIAL = frozenset("*?{},")
"""What globs of packs and of the configuration do not take as it stands."""


def result_files(root: str, globs: tuple[str, ...]) -> frozenset[str]:
    """Return the files below *root* that one of *globs* matches, ignored or not.

    Symbolic links are neither listed nor followed, and folders of tools are not searched unless a
    glob begins with them.
    """
    any_of = compile_globs(globs)
    starts = {_start(glob) for glob in globs} - {None}
    return frozenset(
        path
        for start in starts
        if start is not None and _is_below(root, start)
        for path in _files(root, start)
        if any_of.match(path)
    )


def glob_of(path: str) -> str:
    """Return a glob for the one file *path*, below the root."""
    plain = "".join("?" if sign in _SPECIAL else sign for sign in path)
    return plain if "/" in plain else f"{{,./}}{plain}"


def _start(glob: str) -> str | None:
    """Return the folder that *glob* begins with; None if it leads out of the root."""
    folders = glob.split("/")[:-1]
    plain = next((n for n, part in enumerate(folders) if _SPECIAL & set(part)), len(folders))
    if glob.startswith("/") or ".." in folders[:plain]:
        return None
    return "/".join(folders[:plain])


def _is_below(root: str, start: str) -> bool:
    """Whether the folder *start* is where its name says: no symbolic link leads elsewhere."""
    return os.path.realpath(join(root, start)) == os.path.normpath(
        join(os.path.realpath(root), start)
    )


def _files(root: str, start: str) -> Iterator[str]:
    stack = [start]
    while stack:
        folder = stack.pop()
        try:
            with os.scandir(join(root, folder)) as entries:
                for entry in entries:
                    path = join(folder, entry.name)
                    if entry.is_file(follow_symlinks=False):
                        yield path
                    elif entry.is_dir(follow_symlinks=False) and entry.name not in SKIPPED_FOLDERS:
                        stack.append(path)
        except OSError:
            continue
