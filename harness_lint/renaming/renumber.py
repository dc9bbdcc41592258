"""Numbering the items of a document anew, in their order there."""

from __future__ import annotations

from collections import defaultdict

from harness_lint.documents.id_ranges import split_id
from harness_lint.errors import UsageError
from harness_lint.project.index import Project
from harness_lint.project.trace.values import Item
from harness_lint.renaming.homes import Homes, is_nameable
from harness_lint.renaming.values import Name


def renumbered(project: Project, path: str) -> dict[Name, str]:
    """Return what items of the document at *path* are called when they are numbered anew.

    Those of one prefix are numbered from the lowest number that one of them has, in the order of
    the document, without gaps and without letters behind the numbers. Of a task list, its tasks
    alone are. Nothing is returned of what keeps its ID.

    Raises: UsageError if nothing there has a number, or if an ID is used twice.
    """
    homes = Homes(project.trace.items.values())
    _demand_different(project, path)
    new = {}
    for area, items in _by_prefix(project, path).items():
        numbers = [_parts(item)[1] for item in items]
        lowest = min(map(int, numbers))
        width = max(map(len, numbers)) if any(one.startswith("0") for one in numbers) else 0
        for number, item in enumerate(items, start=lowest):
            rest = _parts(item)[2]
            kept = "" if rest.isalpha() and len(rest) == 1 else rest
            local = f"{area}{number:0{width}}{kept}"
            if local != item.local:
                new[homes.name_of(item)] = local
    return new


def _by_prefix(project: Project, path: str) -> dict[str, list[Item]]:
    there = [
        item
        for item in project.trace.items.values()
        if item.at.path == path
        and is_nameable(item)
        and item.values.get("shape") != "number"
        and split_id(item.local) is not None
    ]
    tasks = [item for item in there if item.kind == "task"]
    if not there:
        raise UsageError(f"nothing in `{path}` has an ID with a number of its own")
    found: dict[str, list[Item]] = defaultdict(list)
    for item in sorted(tasks or there, key=lambda item: item.at.span):
        found[_parts(item)[0]].append(item)
    return found


def _demand_different(project: Project, path: str) -> None:
    """See that each task of the document at *path* has an ID of its own."""
    seen: dict[str, int] = {}
    for fact in project.facts("task"):
        if fact.at.path == path:
            line = seen.setdefault(fact.key, fact.at.place.line)
            if line != fact.at.place.line:
                raise UsageError(
                    f"`{fact.key}` is used twice in `{path}`, in lines {line} and "
                    f"{fact.at.place.line}: references to it may mean either",
                    f"give the new one an ID of its own first, such as `{fact.key}a`",
                )


def _parts(item: Item) -> tuple[str, str, str]:
    return split_id(item.local) or (item.local, "0", "")
