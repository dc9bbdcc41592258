"""Waivers: items that are excused from a rule, for a reason, perhaps until a date."""

from __future__ import annotations

from datetime import date

from harness_lint.project.facts import Fact
from harness_lint.project.index import Project


def waivers_of(project: Project) -> dict[str, Fact]:
    """Return the waivers in force, by the qualified ID of the item that each excuses."""
    found: dict[str, Fact] = {}
    for fact in project.facts("waiver"):
        until = expiry_of(fact)
        if until is not None and until < project.today:
            continue
        for item in waived_items(project, fact):
            found.setdefault(item, fact)
    return found


def waived_items(project: Project, waiver: Fact) -> list[str]:
    """Return the qualified IDs of the items that *waiver* names: those of its own scope first."""
    scope = str(waiver.values.get("scope") or "")
    named = project.trace.named(waiver.key)
    near = [item.id for item in named if item.scope == scope]
    return near or [item.id for item in named]


def expiry_of(waiver: Fact) -> date | None:
    """Return the last day of *waiver*; None if it names none, or none that exists."""
    try:
        return date.fromisoformat(str(waiver.values.get("until") or ""))
    except ValueError:
        return None


def excuses(waiver: Fact | None, rule: str) -> bool:
    """Whether *waiver* excuses its item from *rule*, given as ``HL413 untested-item``.

    A waiver names rules, by name or code; one that names none excuses from all.
    """
    if waiver is None:
        return False
    named = waiver.values.get("rules")
    names = [str(name) for name in named if name] if isinstance(named, list | tuple) else []
    return not names or any(name in rule.split() for name in names)
