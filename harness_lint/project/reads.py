"""What checks may ask of a project, by the names under which account is kept of it."""

from __future__ import annotations


class Reads:
    """What may be asked of a project, besides kinds of facts."""

    SETTINGS = "@settings"
    SOURCES = "@sources"
    TREE = "@tree"
    TODAY = "@today"
    HISTORY = "@history"
    LINKS = "@links"
    TRACE = "@trace"
    COVERAGE = "@coverage"
    TEXT = "@text "
    """With the path of a file behind it."""
    IN = "@in "
    """With a kind of facts and a path behind it, a blank between them: see `reads_in`."""


def reads_in(kind: str, path: str) -> str:
    """Return what is asked by asking for the facts of *kind* in the source at *path* alone."""
    return f"{Reads.IN}{kind} {path}"


def kind_and_path(read: str) -> tuple[str, str] | None:
    """Return what `reads_in` has made *read* of; None if it is anything else."""
    if not read.startswith(Reads.IN):
        return None
    kind, _, path = read.removeprefix(Reads.IN).partition(" ")
    return kind, path
