"""What an item may not be called, and why: one sentence each, with what would be right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from harness_lint.errors import UsageError, listed
from harness_lint.packs.patterns import compile_pattern
from harness_lint.packs.shape import PackSet
from harness_lint.pattern import pattern
from harness_lint.project.index import Project
from harness_lint.project.trace.values import Item
from harness_lint.renaming.homes import Homes, is_nameable
from harness_lint.renaming.values import Name
from harness_lint.renaming.words import written_part

MOST_NAMED = 8
"""So many items are named where several may be meant."""

_PLAIN = pattern(r"[^\W_](?:[\w.:#/-]*[\w])?")
"""An ID of a kind that says nothing of its IDs."""


def name_to_change(project: Project, items: Sequence[Item]) -> Name:
    """Return the one name that *items*, at least one and all of them called so, have.

    Raises: UsageError if there are several, or if they have none that can be changed.
    """
    homes = Homes(project.trace.items.values())
    refusals = [(item, _refusal(item)) for item in items]
    names = {homes.name_of(item): item.id for item, refusal in refusals if refusal is None}
    for _, refusal in refusals:
        if not names and refusal is not None:
            raise refusal
    if len(names) > 1:
        message = f"`{items[0].local}` may mean several items"
        raise UsageError(message, f"say which: {listed(names.values(), MOST_NAMED)}")
    return next(iter(names))


def demand_free(
    project: Project, packs: PackSet, new: Mapping[Name, str], homes: Homes | None = None
) -> None:
    """See that each of *new* may be called so.

    Raises: UsageError for the first that may not.
    """
    homes = homes or Homes(project.trace.items.values())
    for name, local in new.items():
        if local == name.local:
            raise UsageError(f"`{local}` is called so already")
        for item in homes.items[name]:
            _demand_fitting(item, local, _grammar(item, project, packs))
    for name, local in new.items():
        _demand_untaken(name, local, new, homes)


def _refusal(item: Item) -> UsageError | None:
    """Return why *item* has no ID that can be changed; None if it has one."""
    if item.kind == "test":
        message = f"`{item.local}` is a test, and not an ID that documents give"
        return UsageError(message, f"rename it in `{item.at.path}`")
    if item.values.get("shape") == "number":
        return UsageError(
            f"`{item.local}` is known by its place in a list of `{item.at.path}`",
            "move its item, or rename what the list belongs to",
        )
    if item.kind == "named-requirement":
        return UsageError(
            f"`{item.local}` is a title, and not an ID",
            "rename it by a delta: `## RENAMED Requirements`",
        )
    if not is_nameable(item):
        message = f"`{item.local}` is a bare number: what refers to it cannot be told for certain"
        return UsageError(message)
    return None


def _grammar(item: Item, project: Project, packs: PackSet) -> str:
    """Return the pattern of the IDs that *item* may have; empty if any will do."""
    family = packs.family(project.sources.get(item.at.path, ""))
    tasks = family.tasks if family is not None else None
    if item.kind == "task" and tasks is not None:
        return tasks.id
    if item.kind == "package" and tasks is not None:
        return tasks.group_id
    return next((kind.id for kind in packs.kinds if kind.name == item.kind), "")


def _demand_fitting(item: Item, new: str, grammar: str) -> None:
    """See that *new* is an ID of the kind of *item*, which its document can write."""
    if grammar:
        if compile_pattern(grammar).fullmatch(new) is None:
            hint = f"such an ID matches `{grammar}`"
            raise UsageError(f"`{new}` is no ID that `{item.local}` may have", hint)
    elif _PLAIN.fullmatch(new) is None:
        hint = "letters and digits, with `-`, `_` or `.` between them, are"
        raise UsageError(f"`{new}` is no ID", hint)
    written = item.at.text
    if written != item.local and written_part(item.local, written, new) is None:
        example = item.local.replace(written, str(int(written) + 1) if written.isdecimal() else "…")
        raise UsageError(
            f"`{item.at.path}` makes `{item.local}` of words that cannot make `{new}`",
            f"only the number can change: `{example}`",
        )


def _demand_untaken(name: Name, new: str, wanted: Mapping[Name, str], homes: Homes) -> None:
    """See that nothing is called *new* where *name* is known."""
    for home in homes.by_local.get(new, ()):
        other = Name(home, new)
        if other in wanted or not _overlap(home, name.home):
            continue
        at = homes.items[other][0].at
        where = f"{at.path}:{at.place.line}"
        raise UsageError(f"`{new}` is there already: {where}", "choose an ID that is free")
    alike = [other for other, local in wanted.items() if local == new and other != name]
    if any(_overlap(other.home, name.home) for other in alike):
        raise UsageError(f"`{name.local}` and `{alike[0].local}` cannot both become `{new}`")


def _overlap(one: str, other: str) -> bool:
    return (
        not one
        or not other
        or f"{one}/".startswith(f"{other}/")
        or f"{other}/".startswith(f"{one}/")
    )
