"""HL707 missing-command. Its page and its tests are in `missing_command.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.errors import did_you_mean, nearest
from harness_lint.findings import Severity, Violation, replacement
from harness_lint.project.index import Project

SURE = 0.8
"""How alike, from 0 to 1, two names must be for the one to be written in place of the other."""


@check(
    "HL707",
    "missing-command",
    subject=Project,
    since="0.1",
    needs=("script", "command"),
    severity=Severity.INFO,
)
def missing_command(project: Project) -> Iterator[Violation]:
    """Instructions run a script, a target or a recipe that does not exist."""
    for fact in project.facts("script"):
        if project.links.is_absent(fact.at.path, fact.key):
            yield Violation(
                fact.at, f"script `{fact.key}` does not exist; correct the path or add the script"
            )
    if not project.facts("command"):
        return
    from harness_lint.project.commands import missing_commands

    for one in missing_commands(project):
        near = did_you_mean(one.fact.key, one.known)
        repair = near or f"; correct the command or add the {one.what}"
        meant = nearest(one.fact.key, one.known, SURE)
        yield Violation(
            one.fact.at,
            f"`{one.fact.key}` is no {one.what} of `{one.file}`{repair}",
            fix=replacement(one.fact.at, one.fact.at.text, one.fact.key, meant) if meant else None,
        )
