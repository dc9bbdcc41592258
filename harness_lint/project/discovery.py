"""Which files a run looks at: the paths given, the project around them, and how they are read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.config import Config
from harness_lint.errors import UsageError
from harness_lint.project.file_tree import FileTree
from harness_lint.project.listing import walk
from harness_lint.project.root import FileKinds, ProjectRoot, leaves
from harness_lint.project.stamps import Stamp, stamp_of

if TYPE_CHECKING:
    from harness_lint.project.plan import Plan


class Found(NamedTuple):
    """What the paths that were asked for come to."""

    files: tuple[str, ...]
    """Paths to report on, below the root with forward slashes, sorted."""
    tree: FileTree
    skipped: Mapping[str, str]
    """Paths that were asked for and cannot be read, and why, in words that follow a path."""
    empty_directories: tuple[str, ...]
    """Directories given, or implied, that hold no document (HL904)."""
    notes: tuple[str, ...]
    """One sentence each, for the terminal."""


class Discovery:
    """The files of one run. What needs the whole project is listed when it is first asked for."""

    def __init__(self, found: Found, project: ProjectRoot, overlay: Mapping[str, bytes]) -> None:
        self.files = found.files
        self.tree = found.tree
        self.skipped = found.skipped
        self.empty_directories = found.empty_directories
        self.notes = found.notes
        self._project = project
        self._overlay = overlay

    @cached_property
    def siblings(self) -> tuple[str, ...]:
        """All files whose facts project checks may need: a superset of `files`, sorted."""
        documents = self._project.documents
        if self.files == documents:
            return documents
        return tuple(sorted({*documents, *self.files}))

    @property
    def root(self) -> str:
        """The project's root, as a real path."""
        return self._project.root

    @property
    def held(self) -> Mapping[str, bytes]:
        """The texts that go before those on disk, by path."""
        return self._overlay

    def is_document(self, path: str) -> bool:
        """Whether *path*, there or not, is one that the project would check."""
        return self._project.is_document(path)

    def stamps(self, paths: Iterable[str]) -> Iterator[Stamp | None]:
        """Yield the stamps of *paths*; None for a text of the editor, and for what has none."""
        start, held = f"{self._project.root}/", self._overlay
        return (None if path in held else stamp_of(start + path) for path in paths)

    @cached_property
    def tree_digest(self) -> str:
        """A hash of all that the tree can be asked."""
        plan = self._project.plan
        return plan.digest if plan is not None else self.tree.digest()

    def new_plan(self) -> str:
        """Return what the project consists of, for the next run; empty if there is nothing new."""
        plan = self._project.new_plan(self.tree_digest)
        return "" if plan is None else plan.text()

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*; those of the editor where it has the file open.

        Raises: OSError if it cannot be read, is no regular file, or is larger than is allowed.
        """
        held = self._overlay.get(path)
        return held if held is not None else self._project.read(path)


def discover(  # noqa: PLR0913, PLR0917  all that a search for files is given
    config: Config,
    paths: Sequence[str],
    cwd: Path,
    kinds: FileKinds,
    overlay: Mapping[str, bytes] | None = None,
    recall: Callable[[], Plan | None] | None = None,
) -> Discovery:
    """Return the files that *paths*, as seen from *cwd*, stand for. No path means *cwd*.

    *overlay* holds texts by path below the root that go before those on disk; *recall* gives
    what the project is known to consist of.

    Raises: UsageError for a path that does not exist or lies outside the root; ConfigError for a
    glob that is none.
    """
    project = ProjectRoot(config, kinds, recall)
    overlay = overlay or {}
    gathered = _Gathered(project, frozenset(overlay))
    for path in paths or (".",):
        gathered.add(path, cwd)
    found = Found(
        files=tuple(sorted(gathered.files)),
        tree=FileTree(lambda: project.listing, project.ignored, lambda: project.is_checkout),
        skipped=dict(sorted(gathered.skipped.items())),
        empty_directories=tuple(gathered.empty),
        notes=tuple(gathered.notes()),
    )
    return Discovery(found, project, overlay)


class _Gathered:
    """What the paths given have brought together so far."""

    def __init__(self, project: ProjectRoot, held: frozenset[str]) -> None:
        self._project = project
        self._held = held
        self._named = 0
        self._left_out: list[str] = []
        self.files: set[str] = set()
        self.skipped: dict[str, str] = {}
        self.empty: list[str] = []

    def add(self, given: str, cwd: Path) -> None:
        place = cwd / given
        if self._is_held(place):
            self._add_file(os.path.relpath(place, self._project.root), given)
            return
        if not os.path.lexists(place):
            raise UsageError(f"path `{given}` does not exist")
        lexical = os.path.relpath(os.path.abspath(place), self._project.root)  # noqa: PTH100
        inside = self._project.real(str(place))
        if not inside:
            self._add_stray(lexical, given)
        elif place.is_dir():
            self._add_folder(inside)
        elif not place.exists():
            self.skipped[lexical] = "it is a symbolic link to nothing"
        else:
            self._add_file(inside if self._project.is_known(inside) else lexical, given)

    def _is_held(self, place: Path) -> bool:
        return os.path.relpath(place, self._project.root).replace(os.sep, "/") in self._held

    def _add_stray(self, lexical: str, given: str) -> None:
        if leaves(lexical):
            hint = "run harness-lint once for each project"
            raise UsageError(f"path `{given}` is outside the project `{self._project.root}`", hint)
        self.skipped[lexical] = "it is a symbolic link out of the project"

    def _add_file(self, path: str, given: str) -> None:
        self._named += 1
        path = path.replace(os.sep, "/")
        if not self._project.is_known(path):
            self._left_out.append(f"`{given}` is of no known kind")
        elif self._project.is_excluded(path):
            self._left_out.append(f"`{given}` is excluded by the configuration")
        else:
            self.files.add(path)

    def _add_folder(self, folder: str) -> None:
        before = len(self.skipped)
        if folder == "." and self._project.plan is not None:
            self._add_planned()
            return
        listed = list(_below(self._project.listing.files, folder))
        if not listed and not self._is_checkout(folder):
            listed = self._walk_ignored(folder)
        start = 0 if folder == "." else len(folder) + 1
        own = [path for path in listed if self._project.is_own(path, start)]
        found = list(self._project.once(own))
        self.files.update(found)
        self._add_bad_links(own)
        if all(self._project.is_evidence(path) for path in found) and len(self.skipped) == before:
            self.empty.append(folder)

    def _add_planned(self) -> None:
        before = len(self.skipped)
        documents = self._project.documents
        self.files.update(documents)
        self._add_bad_links(self._project.links)
        if all(map(self._project.is_evidence, documents)) and len(self.skipped) == before:
            self.empty.append(".")

    def _is_checkout(self, folder: str) -> bool:
        return folder == "." and Path(self._project.root, ".git").exists()

    def _walk_ignored(self, folder: str) -> list[str]:
        """Return the files of a folder that git does not list: who names it means it."""
        walked = walk(self._project.root, folder)
        self._project.widen(walked)
        return sorted(walked.files)

    def _add_bad_links(self, paths: Iterable[str]) -> None:
        links = self._project.links
        for path in links.keys() & paths if links else ():
            if self._project.is_document(path):
                if not self._project.real(path):
                    self.skipped[path] = "it is a symbolic link out of the project"
                elif not Path(self._project.root, path).exists():
                    self.skipped[path] = "it is a symbolic link to nothing"
                else:
                    continue
                self.files.discard(path)

    def notes(self) -> Iterator[str]:
        """Yield a note if none of the files given by name is checked."""
        if not self._named or len(self._left_out) < self._named:
            return
        if self._named == 1:
            yield f"nothing to check: {self._left_out[0]}"
        else:
            yield f"nothing to check: all {self._named} files are excluded or of no known kind"


def _below(paths: Iterable[str], folder: str) -> Iterator[str]:
    if folder == ".":
        yield from paths
        return
    start = folder + "/"
    yield from (path for path in paths if path.startswith(start))
