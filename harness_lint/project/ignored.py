"""Which paths git would ignore, whether anything is there or not: what a build writes, for one."""

from __future__ import annotations

from collections.abc import Sequence
from posixpath import join

from harness_lint.project.listing import Ignore, is_ignored, parents, read_ignore


def ignored_of(root: str, paths: Sequence[str]) -> frozenset[str]:
    """Return those of *paths*, below *root*, that a `.gitignore` at or below *root* names."""
    known: dict[str, Ignore | None] = {}

    def rules_of(folder: str) -> Ignore | None:
        if folder not in known:
            known[folder] = read_ignore(root, folder) if _has_rules(root, folder) else None
        return known[folder]

    found = set()
    for path in paths:
        folders = ("", *reversed(tuple(parents(path))))
        rules = [one for folder in folders if (one := rules_of(folder)) is not None]
        # what is not there may be meant as a folder
        if is_ignored(path, tuple(rules)) or is_ignored(path + "/", tuple(rules)):
            found.add(path)
    return frozenset(found)


def _has_rules(root: str, folder: str) -> bool:
    from pathlib import Path

    return Path(join(root, folder), ".gitignore").is_file()
