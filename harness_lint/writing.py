"""Writing files at once: whoever reads one meanwhile sees the old text or the new, never half."""

from __future__ import annotations

import os
from pathlib import Path

from harness_lint.errors import UsageError


def write_text(path: Path, text: str, shown: str = "") -> None:
    """Write *text* to *path*, which messages call *shown*.

    A link stays a link, and a device or a pipe is written to, never replaced. What no UTF-8 can
    hold is written as an escape.

    Raises: UsageError if it cannot be written.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            _write(target, text)
            return
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            _write(beside, text)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"cannot write `{shown or path}`: {error.strerror}") from error


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
