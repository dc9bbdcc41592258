"""The closed set of documents that carry a status block, as the configuration lists it."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, normpath

from harness_lint.packs.patterns import compile_globs
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project

MARKDOWN = (".md", ".markdown", ".mdc")


def listed_documents(project: Project) -> tuple[str, ...]:
    """Return the paths of the documents that `status-documents` names, in order."""
    plain = {entry for entry in _entries(project) if not is_glob(entry)}
    folders = tuple(f"{entry}/**" for entry in sorted(plain) if project.tree.is_dir(entry))
    globs = tuple(entry for entry in _entries(project) if is_glob(entry)) + folders
    patterns = compile_globs(globs)
    return tuple(
        path
        for path in project.sources
        if path.lower().endswith(MARKDOWN) and (path in plain or patterns.match(path))
    )


def absent_documents(project: Project) -> Iterator[tuple[str, str | None]]:
    """Yield the paths that are listed and not there, each with a document of the same name."""
    for entry in dict.fromkeys(_entries(project)):
        if not is_glob(entry) and not project.tree.exists(entry):
            name = basename(entry).lower()
            alike = [path for path in project.sources if basename(path).lower() == name]
            yield entry, alike[0] if len(alike) == 1 else None


def active_blocks(project: Project) -> dict[str, Fact]:
    """Return the first active status block of each document that has one, by path."""
    blocks: dict[str, Fact] = {}
    for fact in project.facts("status-block"):
        if not fact.values["template"]:
            blocks.setdefault(fact.at.path, fact)
    return blocks


def is_glob(entry: str) -> bool:
    """Whether *entry* may name several documents."""
    return any(character in entry for character in "*?{[")


def _entries(project: Project) -> Iterator[str]:
    for entry in project.settings.status_documents:
        yield normpath(entry.lstrip("/"))
