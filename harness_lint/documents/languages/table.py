"""Which language a file's name says."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from harness_lint.documents.languages.reading import Reading

_READERS = {
    "bash": ("shell", "read"),
    "bats": ("shell", "read"),
    "cjs": ("javascript", "read_javascript"),
    "cs": ("csharp", "read"),
    "cts": ("javascript", "read_typescript"),
    "feature": ("gherkin", "read"),
    "go": ("go", "read"),
    "java": ("jvm", "read_java"),
    "js": ("javascript", "read_javascript"),
    "jsx": ("javascript", "read_javascript"),
    "kt": ("jvm", "read_kotlin"),
    "kts": ("jvm", "read_kotlin"),
    "mjs": ("javascript", "read_javascript"),
    "mts": ("javascript", "read_typescript"),
    "php": ("php", "read"),
    "py": ("python", "read"),
    "rb": ("ruby", "read"),
    "rs": ("rust", "read"),
    "sh": ("shell", "read"),
    "ts": ("javascript", "read_typescript"),
    "tsx": ("javascript", "read_tsx"),
}
"""Suffix → module, function. A module is imported when its first file is read."""


def reader_of(path: str) -> Callable[[bytes], Reading] | None:
    """Return what reads the tests of the file at *path*; None for a language we do not know."""
    found = _READERS.get(path.rsplit(".", 1)[-1].lower())
    if found is None:
        return None
    module = import_module(f"harness_lint.documents.languages.{found[0]}")
    return cast("Callable[[bytes], Reading]", getattr(module, found[1]))
