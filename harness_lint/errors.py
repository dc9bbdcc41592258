"""What can go wrong with our own work. A wrong document is a finding, never one of these."""

from __future__ import annotations

from collections.abc import Iterable


class HarnessLintError(Exception):
    """We could not do our work: one sentence for the user, and the exit code it leads to."""

    exit_code = 2

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(HarnessLintError):
    """Wrong flags, or a path that does not exist."""


class ConfigError(HarnessLintError):
    """A wrong value in the configuration or in a pack of the user's; names file, line and key."""


class PluginError(HarnessLintError):
    """A plug-in that cannot be loaded; names package, entry point and cause."""


class UndecodableError(Exception):
    """Bytes that are no text. The runner turns it into HL001 at *offset*."""

    def __init__(self, path: str, data: bytes, offset: int, reason: str) -> None:
        super().__init__(f"{path}: {reason} at byte {offset}")
        self.path = path
        self.data = data
        self.offset = offset
        """0-based byte offset of the first wrong byte."""
        self.reason = reason


class UnusableCacheError(Exception):
    """What earlier runs have left is broken, or another process holds it: we go on without."""


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return `` `; did you mean `x`?` `` for the nearest of *choices*, or nothing."""
    near = nearest(word, choices)
    return f"; did you mean `{near}`?" if near else ""


def nearest(word: str, choices: Iterable[str], likeness: float = 0.6) -> str:
    """Return the one of *choices* most like *word*; empty if none has that *likeness*, 0 to 1.

    Of several that are as like it, the one with the most characters where *word* has them.
    """
    from difflib import SequenceMatcher, get_close_matches

    choices = list(choices)
    near = get_close_matches(word, choices, n=len(choices) or 1, cutoff=likeness)

    def nearness(one: str) -> tuple[float, int]:
        ratio = SequenceMatcher(None, one, word).ratio()
        return ratio, sum(own == other for own, other in zip(one, word, strict=False))

    return max(near, key=nearness, default="")


def listed(words: Iterable[str], most: int | None = None) -> str:
    """Return *words* as a list for a message: `` `a`, `b` ``.

    Of more than *most*, so many are named: `` `a`, `b` and 3 more ``.
    """
    words = tuple(words)
    named = ", ".join(f"`{word}`" for word in words[:most])
    return named if most is None or len(words) <= most else f"{named} and {len(words) - most} more"
