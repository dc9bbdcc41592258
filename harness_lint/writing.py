"""Writing files at once: whoever reads one meanwhile sees the old text or the new, never half."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from stat import S_IMODE, S_IWGRP, S_IWOTH, S_IWUSR
from typing import NamedTuple

from harness_lint.errors import UsageError


def write_text(path: Path, text: str, shown: str = "") -> None:
    """Write *text* to *path*, which messages call *shown*.

    A link stays a link, a file keeps its rights, and a device or a pipe is written to, never
    replaced. What no UTF-8 can hold is written as an escape.

    Raises: UsageError if it cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            _write(target, text)
            return
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            beside.touch()
            if target.exists():
                beside.chmod(S_IMODE(target.stat().st_mode))
            _write(beside, text)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write `{shown or path}`: {error.strerror}") from error


def create_text(path: Path, text: str, shown: str = "") -> None:
    """Write *text* to the new file *path*; folders on the way are made.

    Raises: UsageError if there is such a file, or if it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"`{shown or path}` is there already") from error
    except OSError as error:
        raise UsageError(f"cannot write `{shown or path}`: {error.strerror}") from error


def append_text(path: Path, text: str, shown: str = "") -> None:
    """Add *text* to the end of the file *path*, whose own line ends it takes.

    Raises: UsageError if it cannot be read as UTF-8 or cannot be written.
    """
    try:
        before = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"`{shown or path}` is not UTF-8") from error
    except OSError as error:
        raise UsageError(f"cannot read `{shown or path}`: {error.strerror}") from error
    between = "" if before.endswith("\n") or not before else "\n"
    added = between + text
    write_text(path, before + (added.replace("\n", "\r\n") if "\r\n" in before else added), shown)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")


class Change(NamedTuple):
    """What a file held when it was read, and what it is to hold."""

    path: str
    """Below the root, with forward slashes."""
    before: bytes
    after: bytes


class NotWrittenError(Exception):
    """A file that was left as it is, and why: `it was changed meanwhile`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"`{path}` is not written: {reason}")
        self.path = path
        self.reason = reason


def write_changes(root: str, changes: Iterable[Change]) -> None:
    """Write *changes* of files below *root*, all or, as far as it can be foreseen, none.

    Each file is replaced at once, by one with the same rights. Whoever is killed in the middle
    leaves each as it was or as it is to be, and perhaps a `.harness-lint-*.tmp` beside it.

    Raises: NotWrittenError if a file is not what it was when it was read, or cannot be written;
    nothing is then, unless renaming failed half-way.
    """
    with ExitStack() as stack:
        ready = [(one, *stack.enter_context(_prepared(root, one))) for one in changes]
        for change, beside, target in ready:
            _demand_unchanged(change, target)
            with _failures_of(change):
                beside.replace(target)
    for folder in {target.parent for _, _, target in ready}:
        _settle(folder)


@contextmanager
def _prepared(root: str, change: Change) -> Iterator[tuple[Path, Path]]:
    """Give a new file with what *change* is to write, and the one that it is to replace."""
    from tempfile import mkstemp

    top = Path(root).resolve()
    target = (top / change.path).resolve()
    if not target.is_relative_to(top):
        raise NotWrittenError(change.path, "it is a symbolic link out of the project")
    _demand_unchanged(change, target)
    with _failures_of(change):
        status = target.stat()
        if not (status.st_mode & _WRITABLE and os.access(target, os.W_OK)):
            raise NotWrittenError(change.path, "it is read-only")
        handle, name = mkstemp(prefix=".harness-lint-", suffix=".tmp", dir=target.parent)
    beside = Path(name)
    try:
        with _failures_of(change):
            with os.fdopen(handle, "wb") as file:
                file.write(change.after)
                file.flush()
                os.fsync(handle)
            _take_after(beside, target, status)
        yield beside, target
    finally:
        beside.unlink(missing_ok=True)


_WRITABLE = S_IWUSR | S_IWGRP | S_IWOTH


def _demand_unchanged(change: Change, target: Path) -> None:
    with _failures_of(change):
        if target.read_bytes() != change.before:
            raise NotWrittenError(change.path, "it was changed meanwhile")


def _take_after(beside: Path, target: Path, status: os.stat_result) -> None:
    """Give the file *beside* the owner, the rights and the attributes of *target*."""
    from shutil import copystat

    with suppress(OSError, AttributeError):  # only root may give files away; Windows has no owners
        os.chown(beside, status.st_uid, status.st_gid)
    copystat(target, beside)
    os.utime(beside)


@contextmanager
def _failures_of(change: Change) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise NotWrittenError(change.path, reason) from error


def _settle(folder: Path) -> None:
    """Let what was renamed in *folder* outlive a power cut, where that can be had."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
