"""HL613 inapplicable-delta. Its page and its tests are in `inapplicable_delta.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation, replacement
from harness_lint.project.deltas import DeltaFile, Names, deltas_of, name_of
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project

Promised = Mapping[str, Mapping[str, set[str]]]
"""Target → name of a requirement → paths of the deltas that will bring it."""


@check(
    "HL613",
    "inapplicable-delta",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("delta-entry", "spec-requirement"),
)
def inapplicable_delta(project: Project) -> Iterator[Violation]:
    """A delta changes a requirement that the spec does not have, or adds one that it has."""
    deltas = tuple(deltas_of(project))
    promised = _promised(deltas)
    for delta in deltas:
        if delta.current:
            yield from _against_spec(delta, promised)
        elif not project.tree.exists(delta.target):
            yield from _without_spec(delta, promised)


def _promised(deltas: tuple[DeltaFile, ...]) -> Promised:
    names: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for delta in deltas:
        for entry in delta.of("added"):
            names[delta.target][name_of(entry)].add(delta.path)
        for name in delta.new_names.values():
            names[delta.target][name].add(delta.path)
    return names


def _is_promised(promised: Promised, delta: DeltaFile, name: str) -> bool:
    """Whether another change brings the requirement *name* to the target of *delta*."""
    return bool(promised.get(delta.target, {}).get(name, set()) - {delta.path})


def _without_spec(delta: DeltaFile, promised: Promised) -> Iterator[Violation]:
    entries = [
        entry
        for entry in delta.entries
        if entry.values["operation"] in ("modified", "renamed")
        and not _is_promised(promised, delta, name_of(entry))
    ]
    if not entries or any(
        names - {delta.path} for names in promised.get(delta.target, {}).values()
    ):
        return
    more = f" with {len(entries) - 1} more" if len(entries) > 1 else ""
    yield Violation(
        entries[0].at,
        f"`{name_of(entries[0])}` is {entries[0].values['operation']}{more}, but there is no "
        f"`{delta.target}`; add what is new, or name the spec that is meant",
    )


def _against_spec(delta: DeltaFile, promised: Promised) -> Iterator[Violation]:
    names = Names(delta.current)
    for entry in delta.of("renamed"):
        yield from _renamed(entry, names, delta, promised)
    for entry in delta.of("removed"):
        near = names.near(name_of(entry))
        if name_of(entry) in names.facts:
            names.remove(name_of(entry))
        elif near is not None:
            yield _misspelled(entry, near)
    for entry in delta.of("modified"):
        name = name_of(entry)
        if name in names.facts or name in delta.new_names or _is_promised(promised, delta, name):
            continue
        yield _missing(entry, names, delta)
    for entry in delta.of("added"):
        yield from _added(entry, names, delta)


def _renamed(
    entry: Fact, names: Names, delta: DeltaFile, promised: Promised
) -> Iterator[Violation]:
    old, new = name_of(entry), str(entry.values["new-name"])
    if old in names.facts:
        found = names.facts.get(new) or names.near(new, but=old)
        if found is not None:
            yield _there(entry, new, found, delta)
        names.add(new, names.remove(old))
    elif new in names.facts:  # renamed already
        near = names.near(old, but=new)
        if near is not None:
            yield _misspelled(entry, near)
    else:
        if not _is_promised(promised, delta, old):
            yield _missing(entry, names, delta)
        names.add(new, entry)


def _added(entry: Fact, names: Names, delta: DeltaFile) -> Iterator[Violation]:
    name = name_of(entry)
    found = names.facts.get(name)
    if found is None:
        near = names.near(name)
        if near is not None:
            yield _there(entry, name, near, delta)
    elif found.values.get("digest") != entry.values["digest"]:
        yield _there(entry, name, found, delta)


def _there(entry: Fact, name: str, found: Fact, delta: DeltaFile) -> Violation:
    is_renamed = entry.values["operation"] == "renamed"
    what = f"is the new name of `{name_of(entry)}`" if is_renamed else "is added"
    there = f"`{name_of(found)}`"
    if name_of(found) == name:
        there = "such a requirement" if is_renamed else "such a requirement with another text"
    return Violation(
        entry.at,
        f"`{name}` {what}, but `{delta.target}` has {there}; "
        "modify that one, or choose another name",
        related=(Related(found.at, "the requirement that is there"),),
    )


def _misspelled(entry: Fact, near: Fact) -> Violation:
    return Violation(
        entry.at,
        f"`{name_of(entry)}` is spelled `{name_of(near)}` in the spec; spell it alike",
        related=(Related(near.at, "the requirement"),),
        fix=replacement(entry.at, entry.at.text, name_of(entry), name_of(near)),
    )


def _missing(entry: Fact, names: Names, delta: DeltaFile) -> Violation:
    name = name_of(entry)
    near = _nearest(name, names)
    return Violation(
        entry.at,
        f"`{name}` is {entry.values['operation']}, but `{delta.target}` has no such requirement"
        f"{f'; did you mean `{near}`?' if near else '; add it, or name the one that is meant'}",
        fix=replacement(entry.at, entry.at.text, name, near) if near else None,
    )


def _nearest(name: str, names: Names) -> str:
    """Return the name that *name* is probably a slip of; empty if none is near."""
    if len(names.facts) > FEW:
        return ""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, names.facts, n=1, cutoff=0.85)), "")


FEW = 200
"""Among so many names the nearest is looked for."""
