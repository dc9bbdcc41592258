"""Scopes: the folders whose IDs are their own. `FR-001` of one feature is not that of another."""

from __future__ import annotations

from functools import lru_cache
from posixpath import dirname

from harness_lint.packs.patterns import compile_globs
from harness_lint.packs.shape import Family

ITSELF = "."
"""In place of a glob: the document is a scope of its own."""

ABOVE = "/.."
"""Behind a glob: the folder above the one that it matches."""


def scope_of(path: str, family: Family) -> str:
    """Return the scope of the document at *path*: a folder below the root, ``""`` for all of it.

    It is the deepest folder around the document that one of the family's `scope` globs matches;
    the document's own path where the family says so.
    """
    if not family.scope:
        return ""
    return path if family.scope == (ITSELF,) else _scope(dirname(path), family.scope)


@lru_cache(maxsize=1024)
def _scope(folder: str, globs: tuple[str, ...]) -> str:
    within = compile_globs(tuple(glob for glob in globs if not glob.endswith(ABOVE)))
    above = compile_globs(tuple(glob[: -len(ABOVE)] for glob in globs if glob.endswith(ABOVE)))
    while folder:
        if within.match(folder):
            return folder
        if above.match(folder):
            return dirname(folder)
        folder = dirname(folder)
    return ""
