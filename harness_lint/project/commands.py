"""Commands that documents tell to run, held against the files that would know their names.

A name counts as known if any file of its kind in the project knows it: a text may speak of another
folder. Without such a file at the document or above it, nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from posixpath import basename, dirname, join, normpath
from typing import NamedTuple

from harness_lint.project.build_files import (
    UNCERTAIN,
    Names,
    names_in_justfile,
    names_in_makefile,
    names_in_package,
)
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.listing import SKIPPED_FOLDERS, parents

MOST_FILES = 300
"""So many files of a kind are read at most; in a larger project nothing is known."""

MOST_INCLUDES = 50

_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
_JUSTFILES = ("justfile", "Justfile", ".justfile", "JUSTFILE")
_PACKAGES = ("package.json",)

_ONLY_VALUES = (".env", ".d", ".dep", ".deps")
"""Ends of included files that hold variables, or what depends on what."""


class MissingCommand(NamedTuple):
    """A command whose name no file knows."""

    fact: Fact
    what: str
    """``target``, ``recipe`` or ``script``."""
    file: str
    """The file that ought to know it."""
    known: frozenset[str]
    """The names that this file knows."""


class _Kind(NamedTuple):
    what: str
    names: tuple[str, ...]
    """Names of its files."""
    read: Callable[[str], Names]


_MAKE = _Kind("target", _MAKEFILES, names_in_makefile)
_JUST = _Kind("recipe", _JUSTFILES, names_in_justfile)
_NODE = _Kind("script", _PACKAGES, names_in_package)


def missing_commands(project: Project) -> Iterator[MissingCommand]:
    """Yield the commands of *project* that are certainly known nowhere."""
    kinds = {"make": _MAKE, "just": _JUST}
    known: dict[_Kind, _Known] = {}
    for fact in project.facts("command"):
        kind = kinds.get(str(fact.values["tool"]), _NODE)
        if kind not in known:
            known[kind] = _Known(project, kind)
        files = known[kind].near(fact)
        if files and not known[kind].may_know(fact, files):
            yield MissingCommand(fact, kind.what, files[0], known[kind].names(files[0]).words)


class _Known:
    """What the files of one kind know by name; each is read once, when it is first asked for."""

    def __init__(self, project: Project, kind: _Kind) -> None:
        self._project = project
        self._kind = kind
        self._read: dict[str, Names] = {}

    def near(self, fact: Fact) -> list[str]:
        """Return the files that the command of *fact* may mean, the nearest first."""
        folders = [*parents(fact.at.path), ""]
        within = str(fact.values["folder"])
        file = str(fact.values["file"])
        names = (file,) if file else self._kind.names
        if within and within != "*":
            folders = [normpath(join(folder, within)) for folder in folders]
        paths = (normpath(join(folder, name)) for folder in folders for name in names)
        return [path for path in paths if path in self._project.tree.files]

    def may_know(self, fact: Fact, near: Iterable[str]) -> bool:
        """Whether a file of the project knows what *fact* calls, or may."""
        name = fact.key
        for path in dict.fromkeys((*near, *self._others)):
            names = self.names(path)
            if names.may_know(name) or (not fact.values["sure"] and name in names.programs):
                return True
        return self._is_too_large or (self._kind is _MAKE and self._is_file(near, name))

    def _is_file(self, near: Iterable[str], name: str) -> bool:
        """Whether *name* is a file that make finds, or makes of one by its own rules."""
        files = self._project.tree.files
        paths = {normpath(join(dirname(path), name)) for path in near}
        if any(self._project.tree.exists(path) for path in paths):
            return True
        return any(one.rpartition(".")[0] in paths for one in files)

    @cached_property
    def _others(self) -> tuple[str, ...]:
        found = (one for one in self._project.tree.files if basename(one) in self._kind.names)
        return tuple(sorted(one for one in found if SKIPPED_FOLDERS.isdisjoint(one.split("/"))))

    @property
    def _is_too_large(self) -> bool:
        return len(self._others) > MOST_FILES

    def names(self, path: str) -> Names:
        """Return what the file at *path* knows, with what it includes."""
        if path not in self._read:
            self._read[path] = UNCERTAIN if self._is_too_large else self._whole(path)
        return self._read[path]

    def _whole(self, path: str) -> Names:
        first = self._one(path)
        words, patterns = set(first.words), set(first.patterns)
        work, seen = [(path, one) for one in first.includes], {path}
        while work and first.is_certain:
            owner, written = work.pop()
            if written.endswith(_ONLY_VALUES) or basename(written).startswith(".env"):
                continue
            found = self._included(path, owner, written)
            if found is None or len(seen) > MOST_INCLUDES:
                return UNCERTAIN
            if found in seen:
                continue
            seen.add(found)
            names = self._one(found)
            if not names.is_certain:
                return UNCERTAIN
            words |= names.words
            patterns |= {*names.patterns}
            work += [(found, one) for one in names.includes]
        return first._replace(words=frozenset(words), patterns=tuple(sorted(patterns)), includes=())

    def _included(self, top: str, owner: str, written: str) -> str | None:
        """Return the file that *owner* includes as *written*; None if it is not certain which.

        make looks from the folder that it runs in: that of the first file.
        """
        paths = (normpath(join(dirname(one), written)) for one in (top, owner))
        return next((one for one in paths if one in self._project.tree.files), None)

    def _one(self, path: str) -> Names:
        text = self._project.text_of(path)
        return self._kind.read(text) if text is not None else UNCERTAIN
