"""Git as a program that is asked: with fixed arguments, a clean environment and a time limit.

A repository is not trusted. Its configuration and attributes could name programs (file system
monitors, hooks, filters, external diffs, signature checkers, transports): none of them is run.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.errors import HarnessLintError
from harness_lint.pattern import pattern

if TYPE_CHECKING:
    from subprocess import Popen
    from threading import Event

PROGRAM = (
    "git",
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "log.showSignature=false",
    "-c",
    "log.showRoot=true",
    "-c",
    "diff.relative=false",
)
"""How every question to git begins."""

SECONDS = 60.0
"""How long one question may take."""

MOST_BYTES = 10_000_000
"""The largest object that is read."""

NO_GIT = "git is not installed"
GONE = f"{NO_GIT} any more"

_FOREIGN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX")
"""Set by git for its hooks: they speak of the repository of the hook, not of the one we ask."""

_HEADER = pattern(r"(?P<sha>[0-9a-f]{40,64}) (?P<type>[a-z]+) (?P<size>[0-9]+)\n")
"""What `git cat-file --batch` writes before an object. Source: git-cat-file(1), BATCH OUTPUT."""

_PIECE = 1 << 20


class Answer(NamedTuple):
    """What git wrote."""

    ok: bool
    output: str
    """Bytes that are not UTF-8 are kept as surrogates, as in names of files."""
    complaint: str
    """The first line of what it wrote to standard error, without control characters."""


def git_environment() -> dict[str, str]:
    """Return the environment that git is run in: no locks, no translations, no network."""
    environment = {key: value for key, value in os.environ.items() if key not in _FOREIGN}
    environment["GIT_OPTIONAL_LOCKS"] = "0"
    environment["GIT_ALLOW_PROTOCOL"] = "none"
    environment["GIT_NO_LAZY_FETCH"] = "1"
    environment["GIT_TERMINAL_PROMPT"] = "0"
    environment["LC_ALL"] = "C"
    return environment


def ask(folder: str, *arguments: str, seconds: float = SECONDS) -> Answer | None:
    """Return what git answers in *folder*; None where git cannot be run at all.

    Raises: HarnessLintError if it takes longer than *seconds*.
    """
    import subprocess

    try:
        done = subprocess.run(
            (*PROGRAM, *arguments),
            cwd=folder,
            env=git_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=seconds,
        )
    except OSError:
        return None
    except subprocess.TimeoutExpired as error:
        raise slow(folder, seconds) from error
    return Answer(done.returncode == 0, os.fsdecode(done.stdout), _first_line(done.stderr))


def slow(folder: str, seconds: float) -> HarnessLintError:
    """Return the error for a question that took longer than *seconds*."""
    return HarnessLintError(f"git did not answer within {seconds:g} seconds in {folder}")


def _first_line(complaint: bytes) -> str:
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    return "".join(sign for sign in lines[0] if sign.isprintable()) if lines else ""


class Found(NamedTuple):
    """One object of a repository."""

    sha: str
    data: bytes


class Objects:
    """The objects of the repository at *folder*, read through one process for all of them."""

    def __init__(self, folder: str, seconds: float = SECONDS) -> None:
        self._folder = folder
        self._seconds = seconds
        self._process: Popen[bytes] | None = None

    def read(self, name: str, wanted: str) -> Found | None:
        """Return the object that *name* leads to if it is of the type *wanted*.

        None if there is none, if it is of another type or larger than `MOST_BYTES`. Names with a
        line break cannot be asked for and lead nowhere.

        Raises: HarnessLintError if git is too slow, or gone.
        """
        from threading import Event, Timer

        if "\n" in name or "\0" in name:
            return None
        process = self._process or self._start()
        late = Event()
        timer = Timer(self._seconds, _stop, (process, late))
        timer.daemon = True
        timer.start()
        try:
            found = self._exchange(process, name, wanted)
        finally:
            timer.cancel()
        if late.is_set():
            self.close()
            raise slow(self._folder, self._seconds)
        return found

    def close(self) -> None:
        """End the process. It is started again for the next question."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _start(self) -> Popen[bytes]:
        import subprocess
        import weakref

        try:
            process = subprocess.Popen(
                (*PROGRAM, "cat-file", "--batch"),
                cwd=self._folder,
                env=git_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise HarnessLintError(GONE) from error
        weakref.finalize(self, _end, process)
        self._process = process
        return process

    def _exchange(self, process: Popen[bytes], name: str, wanted: str) -> Found | None:
        assert process.stdin is not None  # noqa: S101  both were asked for
        assert process.stdout is not None  # noqa: S101
        try:
            process.stdin.write(os.fsencode(name) + b"\n")
            process.stdin.flush()
        except OSError:
            self.close()
            return None
        header = os.fsdecode(process.stdout.readline())
        if not header:  # it ended: a broken object, or one that would have to be fetched
            self.close()
            return None
        found = _HEADER.fullmatch(header)
        if found is None:
            return None
        size = int(found["size"])
        if found["type"] == wanted and size <= MOST_BYTES:
            data = process.stdout.read(size + 1)
            return Found(found["sha"], data[:size]) if len(data) == size + 1 else None
        left = size + 1
        while left:
            piece = len(process.stdout.read(min(left, _PIECE)))
            left = left - piece if piece else 0
        return None


def _stop(process: Popen[bytes], late: Event) -> None:
    late.set()
    process.kill()


def _end(process: Popen[bytes]) -> None:
    """Stop *process* and wait for it: it only reads, nothing is lost."""
    process.kill()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:
                continue
    process.wait()
