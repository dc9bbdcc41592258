"""HL520 unread-front-matter-key. Its page and its tests are in `unread_front_matter_key.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.skill_clients import (
    Client,
    clients_in_use,
    clients_of,
    common_keys,
    readers,
    titles,
)

SHARED = ".agents/"
"""The folder that many clients read. Source: agentskills.io, client implementation (2026-08-15)."""

SHOWN = 10
"""How many of the other places are shown where a key stands in many skills."""


class Options(NamedTuple):
    """Further keys that are read."""

    known: tuple[str, ...] = ()
    """Keys that tools of your own read."""


@check(
    "HL520",
    "unread-front-matter-key",
    subject=Project,
    since="0.1",
    needs=("skill-key",),
    severity=Severity.INFO,
    options=Options,
)
def unread_front_matter_key(project: Project, options: Options) -> Iterator[Violation]:
    """No client in use reads a key of a skill's front matter."""
    groups = project.settings.clients
    known, used = clients_of(groups), clients_in_use(project)
    common = common_keys(groups) | set(options.known)
    unread: dict[tuple[str, bool], list[Fact]] = defaultdict(list)
    for fact in project.facts("skill-key"):
        is_ours = bool(project.settings.clients_in_use) or _is_in_folder_of_client(fact.at.path)
        judges = used if is_ours else known
        if fact.key not in common and next(readers(fact.key, judges), None) is None:
            unread[fact.key, is_ours].append(fact)
    for (key, _), facts in unread.items():
        yield _violation(key, facts, list(readers(key, known)), used)


def _is_in_folder_of_client(path: str) -> bool:
    """Whether *path* lies in a hidden folder at the root that is not all clients'."""
    return path.startswith(".") and not path.startswith(SHARED)


def _violation(
    key: str, facts: Sequence[Fact], others: Sequence[Client], used: Sequence[Client]
) -> Violation:
    first, *more = facts
    where = f" (in {len(facts)} skills)" if more else ""
    if others:
        words = f"`{key}`{where} is read by {titles(others)}, and not by {titles(used)}"
    else:
        words = f"`{key}`{where} is read by no client that is known; keep it below `metadata`"
    return Violation(
        first.at, words, related=tuple(Related(fact.at, "here too") for fact in more[:SHOWN])
    )
