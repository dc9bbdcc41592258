"""Paths at the places where packs say that files must exist, held against the file tree."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join, normpath, splitext
from typing import NamedTuple

from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.links import FEWEST_LEFT_OUT
from harness_lint.project.listing import SKIPPED_FOLDERS


class MissingPath(NamedTuple):
    """A path that is certainly not there."""

    fact: Fact
    near: str
    """The path as the tree spells it, where only upper and lower case differ; else empty."""


def missing_named_paths(project: Project) -> Iterator[MissingPath]:
    """Yield the named paths of *project* that lead nowhere.

    Where there is no git to ask, and more than a third of them lead nowhere, they are those of a
    part that was copied out of a repository: nothing is known of them then.
    """
    facts = project.facts("named-path")
    missing = [fact for fact in facts if _is_missing(project, fact)]
    is_part = len(missing) >= FEWEST_LEFT_OUT and len(missing) > len(facts) / 3
    if project.links.is_part or (is_part and not project.tree.is_checkout):
        return
    for fact in missing:
        yield MissingPath(fact, _in_other_case(project, fact))


def _is_missing(project: Project, fact: Fact) -> bool:
    if fact.values["base"] == "anywhere":
        return project.links.is_absent(fact.at.path, fact.key)
    tree, paths = project.tree, _places(fact)
    if "." in paths or any(path == ".." or path.startswith("../") for path in paths):
        return False
    if any(tree.exists(path) or tree.is_opaque(path) for path in paths):
        return False
    if any(not SKIPPED_FOLDERS.isdisjoint(path.split("/")) for path in paths):
        return False
    is_folder = not splitext(fact.key)[1]
    return (is_folder or project.links.knows_kind(fact.key)) and not tree.ignored(paths)


def _places(fact: Fact) -> tuple[str, ...]:
    """Return where the path of *fact* may lead, below the root."""
    folder, written = dirname(fact.at.path), fact.key.lstrip("/") or "."
    if fact.values["base"] == "above":
        return (normpath(join(dirname(folder), written)),)
    if fact.values["base"] == "document" and folder:
        return (normpath(join(folder, written)), normpath(written))
    return (normpath(written),)


def _in_other_case(project: Project, fact: Fact) -> str:
    if fact.values["base"] == "anywhere":
        return ""
    path = _places(fact)[0]
    found = project.tree.matching_case(path) or ""
    tail = normpath(fact.key.lstrip("/"))
    if not found.casefold().endswith(tail.casefold()):
        return ""
    head = fact.key.rstrip("/").removesuffix(tail)
    return head + found[len(found) - len(tail) :]
