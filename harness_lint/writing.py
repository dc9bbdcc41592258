"""Writing files at once: whoever reads one meanwhile sees the old text or the new, never half."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_IMODE

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
