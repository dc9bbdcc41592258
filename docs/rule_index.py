"""The index of the rules: by what their codes have in common, and by family of documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from harness_lint.check import Check
from harness_lint.engine.registry import Registry
from harness_lint.findings import Severity
from harness_lint.packs.loader import load_packs
from harness_lint.packs.shape import Family

GROUPS = {
    "HL0": "Any file: encoding, fences, comments, tables",
    "HL1": "Structure: sections, fields, front matter, texts",
    "HL2": "Status: what documents state of themselves",
    "HL3": "Tasks: IDs, order, dependencies, counts",
    "HL4": "Trace: from the requirement to its proof",
    "HL5": "Skills",
    "HL6": "Specs: requirements, scenarios, deltas",
    "HL7": "References: links, anchors, paths, commands",
    "HL8": "Evidence, embedded data, the past",
    "HL9": "The run itself",
}
"""What the codes with the same first digit are about."""

READERS = {
    "task-list": "TaskList",
    "work-package": "WorkPackage",
    "skill": "Skill",
    "spec": "Spec",
    "requirement-spec": "RequirementSpec",
}
"""The class that judges documents of each reader."""


def rule_index(registry: Registry) -> str:
    """Return the page."""
    return "\n".join([
        "# Rules",
        "",
        "Each rule has a code and a name; both are accepted everywhere. `off` means off unless it",
        f"is selected. There are {len(registry.checks)} rules; {on_of(registry)} of them are on.",
        "",
        "- [By code](#by-code)",
        "- [By family of documents](#by-family-of-documents)",
        "",
        "## By code",
        *by_code(registry.checks),
        "",
        "## By family of documents",
        "",
        "What each built-in family is known by, and the rules that are there for it: those for",
        "what reads it, those that need what its pack states, and those that its pack sets. Rules",
        "for any document (HL0, HL7) and for the whole project (most of HL4 and HL8) come on top.",
        *by_family(registry),
        "",
    ])  # fmt: skip


def on_of(registry: Registry) -> int:
    """Return how many rules run without being selected."""
    return sum(check.severity is not Severity.INFO for check in registry.checks)


def group_of(check: Check) -> str:
    """Return the title of the group that the code of *check* is in."""
    return GROUPS.get(check.code[:3], "Others")


def by_code(checks: Iterable[Check]) -> Iterator[str]:
    """Yield a table for each group of codes."""
    for prefix, members in groupby(checks, key=lambda check: check.code[:3]):
        yield from ("", f"### {prefix} {GROUPS.get(prefix, 'Others')}", "")
        yield from ("| code | name | severity | finds |", "| --- | --- | --- | --- |")
        for check in members:
            severity = "off" if check.severity is Severity.INFO else str(check.severity)
            link = f"[{check.name}]({check.name}.md)"
            yield f"| {check.code} | {link} | {severity} | {check.summary} |"


def by_family(registry: Registry) -> Iterator[str]:
    """Yield a table for each pack that comes with us, with its families."""
    families = sorted(load_packs(".", ()).families, key=lambda one: one.pack)
    for pack, members in groupby(families, key=lambda one: one.pack):
        rows = [row for row in (row_of(one, registry) for one in members) if row]
        if rows:
            yield from ("", f"### Pack `{pack}`", "")
            yield from ("| family | files | rules |", "| --- | --- | --- |")
            yield from rows


def row_of(family: Family, registry: Registry) -> str:
    """Return the row of *family*."""
    files = ", ".join(f"`{path}`" for path in family.paths) or "known by its text"
    links = ", ".join(
        f"[{check.code}]({check.name}.md)" for check in registry.checks if is_for(check, family)
    )
    return f"| `{family.name}`: {family.title} | {files} | {links or '–'} |".replace("\\", "\\\\")


def is_for(check: Check, family: Family) -> bool:
    """Return whether *check* is there for documents of *family* in particular."""
    setting = family.rules.get(check.name) or family.rules.get(check.code)
    if setting is not None:
        return setting.enabled and setting.severity is not Severity.INFO
    if check.severity is Severity.INFO:
        return False
    if check.subject == READERS.get(family.reader):
        return has_needs(check, family)
    stated = [need for need in check.needs if need.startswith("family.")]
    return check.subject == "Document" and bool(stated) and has_needs(check, family)


def has_needs(check: Check, family: Family) -> bool:
    """Return whether *family* states what *check* needs of families."""
    stated = [need for need in check.needs if need.startswith("family.")]
    return all(getattr(family, need.removeprefix("family."), None) for need in stated)
