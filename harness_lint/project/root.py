"""The root of a project: which of its files are documents, and how they are read."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.config import Config, git_root
from harness_lint.errors import ConfigError
from harness_lint.packs.patterns import compile_globs
from harness_lint.project.listing import SKIPPED_FOLDERS, Listing, list_project

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from harness_lint.project.plan import Plan

MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdc")

LONG = 1_000_000_000
"""Nanoseconds after which it does not matter that all files are listed once more."""


class FileKinds(NamedTuple):
    """What the packs say of paths that are not Markdown."""

    is_structured: Callable[[str], bool]
    """Whether a family knows the file."""
    is_evidence: Callable[[str], bool]
    """Whether it only bears witness: a folder of nothing else holds no document."""


class ProjectRoot:
    """A root with its configuration: which of its files are documents."""

    def __init__(
        self, config: Config, kinds: FileKinds, recall: Callable[[], Plan | None] | None = None
    ) -> None:
        """Make the root of *config*; *recall* gives what an earlier run has listed and holds."""
        self.root = os.path.realpath(config.root)
        self._recall = recall
        self._began = time.time_ns()
        self._is_wider = False
        self._kinds = kinds
        self._include = globs_of("include", config.include)
        self._exclude = globs_of("exclude", config.exclude)
        self._results = config.results
        self._max_size = config.max_file_size

    @cached_property
    def plan(self) -> Plan | None:
        """What an earlier run has listed, and would list again."""
        return self._recall() if self._recall is not None else None

    @cached_property
    def listing(self) -> Listing:
        """All files, with those of ignored folders that were given by name."""
        if self.plan is not None:
            return self.plan.listing
        self._began = time.time_ns()
        listed = list_project(self.root)
        if not self._results:
            return listed
        from harness_lint.project.result_files import result_files

        return listed.joined(Listing(result_files(self.root, self._results)))

    @property
    def links(self) -> Mapping[str, str]:
        """The symbolic links among them."""
        return self.plan.links if self.plan is not None else self.listing.links

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """All documents below the root, each real file once."""
        if self.plan is not None:
            return self.plan.documents
        return tuple(self.once(path for path in self.listing.files if self.is_own(path)))

    def widen(self, listing: Listing) -> None:
        """Count what *listing* holds for this run, although git ignores it."""
        self.listing = self.listing.joined(listing)
        self.plan = None
        self._is_wider = True

    def new_plan(self, digest: str) -> Plan | None:
        """Return what the project consists of, for the next run; *digest* is that of the tree.

        None if it is as it was or `widen`ed, or if it cannot be told when it is no more.
        """
        if (
            self.plan is not None
            or self._is_wider
            or self._results
            or "listing" not in self.__dict__
        ):
            return None
        from harness_lint.project.plan import plan_for

        listing, documents = self.listing, self.documents
        plan = plan_for(self.root, listing, documents, digest, self._began)
        now = time.time_ns()
        if plan is None and now - self._began > LONG and list_project(self.root) == listing:
            plan = plan_for(self.root, listing, documents, digest, now)
        return plan

    def is_own(self, path: str, start: int = 0) -> bool:
        """Return whether *path* lies in no folder of a tool, as seen from its sign *start* on."""
        return not _in_tool_folder(path[start:].rpartition("/")[0]) or self.is_result(path)

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
        """Return whether the configuration leaves *path* out."""
        return self._exclude is not None and self._exclude.match_file(path)

    def is_document(self, path: str) -> bool:
        """Return whether *path* is to be checked: of a known kind and not excluded."""
        return self.is_known(path) and not self.is_excluded(path)

    def is_known(self, path: str) -> bool:
        """Return whether *path* is of a kind that is checked."""
        if path.lower().endswith(MARKDOWN_SUFFIXES):
            return True
        if self._include is not None and self._include.match_file(path):
            return True
        return self._kinds.is_structured(path) or self.is_result(path)

    def is_evidence(self, path: str) -> bool:
        """Return whether *path* only bears witness."""
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
        return "" if leaves(inside) else inside.replace(os.sep, "/")

    def read(self, path: str) -> bytes:
        """Return the bytes of *path*.

        Raises: OSError if it cannot be read, is no regular file, or is larger than is allowed.
        """
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


def leaves(path: str) -> bool:
    """Whether *path*, seen from a folder, leads out of it."""
    return path == ".." or path.startswith(("../", "..\\")) or os.path.isabs(path)  # noqa: PTH117


def globs_of(key: str, patterns: tuple[str, ...]) -> GitIgnoreSpec | None:
    """Return what matches the globs of the *key* of a configuration; None if there are none.

    Raises: ConfigError for a glob that is none.
    """
    if not patterns:
        return None
    from pathspec import GitIgnoreSpec

    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise ConfigError(f"`{key}`: {error}") from error


@lru_cache(maxsize=65536)
def _in_tool_folder(folder: str) -> bool:
    return not SKIPPED_FOLDERS.isdisjoint(folder.split("/"))
