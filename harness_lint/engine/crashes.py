"""What is said of an exception that nobody foresaw: of a check, of a reader, of a plug-in."""

from __future__ import annotations

from pathlib import Path

from harness_lint.engine.report import Crash

LOADERS = ("plugins.py", "contribution.py", "local_checks.py")
"""Modules beside this one that import what is not ours."""


def crash_of(error: BaseException, who: str, path: str) -> Crash:
    """Return the crash of *who* (a rule, or a phase) on the file *path*; empty for the project."""
    return Crash(who, path, cause_of(error))


def cause_of(error: BaseException) -> str:
    """Return type, message and place of *error* on one line."""
    from traceback import extract_tb

    words = " ".join(f"{type(error).__name__}: {error}".split())
    if isinstance(error, SyntaxError):  # its words tell the place
        return words
    frames = [one for one in extract_tb(error.__traceback__) if not _is_machinery(one.filename)]
    return f"{words} ({frames[-1].filename}:{frames[-1].lineno})" if frames else words


def _is_machinery(filename: str) -> bool:
    """Whether a frame only says that something was imported."""
    path = Path(filename)
    is_loader = path.name in LOADERS and path.parent == Path(__file__).parent
    return is_loader or filename.startswith("<frozen") or "importlib" in path.parts
