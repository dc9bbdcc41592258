"""Which files a run looks at: the paths given, the project around them, and how they are read."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.config import Config, git_root
from harness_lint.errors import ConfigError, UsageError
from harness_lint.packs.patterns import compile_globs
from harness_lint.project.file_tree import FileTree
from harness_lint.project.listing import (
    SKIPPED_FOLDERS,
    Listing,
    list_project,
    parents,
    walk,
)

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdc")


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


class FileKinds(NamedTuple):
    """What the packs say of paths that are not Markdown."""

    is_structured: Callable[[str], bool]
    """Whether a family knows the file."""
    is_evidence: Callable[[str], bool]
    """Whether it only bears witness: a folder of nothing else holds no document."""


class Discovery:
    """The files of one run. What needs the whole project is listed when it is first asked for."""

    def __init__(self, found: Found, project: _Project, overlay: Mapping[str, bytes]) -> None:
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
        return tuple(sorted({*self._project.documents, *self.files}))

    @property
    def root(self) -> str:
        """The project's root, as a real path."""
        return self._project.root

    def is_document(self, path: str) -> bool:
        """Whether *path*, there or not, is one that the project would check."""
        return self._project.is_document(path)

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*; those of the editor where it has the file open.

        Raises: OSError if it cannot be read, is no regular file, or is larger than is allowed.
        """
        held = self._overlay.get(path)
        return held if held is not None else self._project.read(path)


def discover(
    config: Config,
    paths: Sequence[str],
    cwd: Path,
    kinds: FileKinds,
    overlay: Mapping[str, bytes] | None = None,
) -> Discovery:
    """Return the files that *paths*, as seen from *cwd*, stand for. No path means *cwd*.

    *overlay* holds texts by path below the root that go before those on disk.

    Raises: UsageError for a path that does not exist or lies outside the root; ConfigError for a
    glob that is none.
    """
    project = _Project(config, kinds)
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


class _Project:
    """A root with its configuration: which of its files are documents."""

    def __init__(self, config: Config, kinds: FileKinds) -> None:
        self.root = os.path.realpath(config.root)
        self._kinds = kinds
        self._include = _globs("include", config.include)
        self._exclude = _globs("exclude", config.exclude)
        self._results = config.results
        self._max_size = config.max_file_size

    @cached_property
    def listing(self) -> Listing:
        """All files, with those of ignored folders that were given by name."""
        listed = list_project(self.root)
        if not self._results:
            return listed
        from harness_lint.project.result_files import result_files

        return listed.joined(Listing(result_files(self.root, self._results)))

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """All documents below the root, each real file once."""
        return tuple(self.once(path for path in self.listing.files if self.is_own(path)))

    def is_own(self, path: str, start: int = 0) -> bool:
        """Return whether *path* lies in no folder of a tool, as seen from its sign *start* on."""
        return not _in_tool_folder(path[start:]) or self.is_result(path)

    @property
    def is_checkout(self) -> bool:
        """Whether the root lies in a git checkout."""
        return git_root(Path(self.root)) is not None

    def ignored(self, paths: Sequence[str]) -> frozenset[str]:
        """Return those of *paths*, there or not, that git would ignore."""
        from harness_lint.project.ignored import ignored_of

        return ignored_of(self.root, paths)

    def is_result(self, path: str) -> bool:
        """Return whether the configuration takes *path* for test results."""
        return bool(self._results) and compile_globs(self._results).match(path)

    def is_excluded(self, path: str) -> bool:
        return self._exclude is not None and self._exclude.match_file(path)

    def is_document(self, path: str) -> bool:
        """Return whether *path* is to be checked: of a known kind and not excluded."""
        return self.is_known(path) and not self.is_excluded(path)

    def is_known(self, path: str) -> bool:
        if path.lower().endswith(MARKDOWN_SUFFIXES):
            return True
        if self._include is not None and self._include.match_file(path):
            return True
        return self._kinds.is_structured(path) or self.is_result(path)

    def is_evidence(self, path: str) -> bool:
        return self._kinds.is_evidence(path) or self.is_result(path)

    def once(self, paths: Iterable[str]) -> Iterator[str]:
        """Yield the documents among *paths*; a link only if its target is not one of them."""
        links = self.listing.links
        wanted = [path for path in paths if self.is_document(path)]
        known = {path for path in wanted if path not in links}
        for path in sorted(wanted):
            if path not in links:
                yield path
                continue
            target = self.real(path)
            if target and target not in known and Path(self.root, path).is_file():
                known.add(target)
                yield path

    def real(self, path: str) -> str:
        """Return *path* with its links followed; empty if that leads out of the root."""
        inside = os.path.relpath(os.path.realpath(os.path.join(self.root, path)), self.root)  # noqa: PTH118
        return "" if _leaves(inside) else inside.replace(os.sep, "/")

    def read(self, path: str) -> bytes:
        # Not blocking: a pipe that is called `x.md` must not stop the run.
        handle = os.open(os.path.join(self.root, path), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # noqa: PTH118
        with open(handle, "rb") as file:  # noqa: PTH123
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                raise OSError(errno.EINVAL, "it is not a regular file")
            if status.st_size > self._max_size:
                words = f"it has {status.st_size} bytes, the limit is {self._max_size}"
                raise OSError(errno.EFBIG, words)
            return file.read()


class _Gathered:
    """What the paths given have brought together so far."""

    def __init__(self, project: _Project, held: frozenset[str]) -> None:
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
        if _leaves(lexical):
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

    def _is_checkout(self, folder: str) -> bool:
        return folder == "." and Path(self._project.root, ".git").exists()

    def _walk_ignored(self, folder: str) -> list[str]:
        """Return the files of a folder that git does not list: who names it means it."""
        walked = walk(self._project.root, folder)
        self._project.listing = self._project.listing.joined(walked)
        return sorted(walked.files)

    def _add_bad_links(self, paths: Iterable[str]) -> None:
        links = self._project.listing.links
        for path in paths:
            if path in links and self._project.is_document(path):
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


def _globs(key: str, patterns: tuple[str, ...]) -> GitIgnoreSpec | None:
    if not patterns:
        return None
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise ConfigError(f"`{key}`: {error}") from error


def _below(paths: Iterable[str], folder: str) -> Iterator[str]:
    if folder == ".":
        yield from paths
        return
    start = folder + "/"
    yield from (path for path in paths if path.startswith(start))


def _in_tool_folder(path: str) -> bool:
    return any(folder.rpartition("/")[2] in SKIPPED_FOLDERS for folder in parents(path))


def _leaves(path: str) -> bool:
    return path == ".." or path.startswith(("../", "..\\")) or os.path.isabs(path)  # noqa: PTH117
