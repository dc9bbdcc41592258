"""HL514 unknown-skill. Its page and its tests are in `unknown_skill.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation, replacements
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.skills import SkillIndex

ALIKE = 0.8
"""How alike two names must be, from 0 to 1, to be one misspelled."""

SURE = 0.89
"""How alike, where the name may well be that of a skill elsewhere."""

SHOWN = 10
"""How many of the other places are shown where a name stands in many."""


class Options(NamedTuple):
    """Which names count."""

    mentioned: bool = False
    """Whether a skill that is merely told to be used must be there, too. It may be installed for
    the person who works here. Those that are required must be there, and so must the one that a
    name is nearly that of."""


@check(
    "HL514",
    "unknown-skill",
    subject=Project,
    since="0.1",
    needs=("named-skill",),
    severity=Severity.WARNING,
    options=Options,
)
def unknown_skill(project: Project, options: Options) -> Iterator[Violation]:
    """A feature or a skill names a skill that is not there."""
    index = SkillIndex(project)
    if not index.skills:
        return
    odd = [
        fact
        for fact in project.facts("named-skill")
        if not index.is_known(fact.key)
        and _is_judged(index, fact)
        and (options.mentioned or fact.values["required"] or _near(fact.key, index, SURE))
    ]
    ignored = index.ignored(odd)
    unknown: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in odd:
        if fact.at not in ignored:
            unknown[str(fact.values["how"]), fact.key].append(fact)
    for (how, name), facts in unknown.items():
        yield _violation(name, how, facts, index)


def _is_judged(index: SkillIndex, fact: Fact) -> bool:
    """Whether the skill that *fact* names would have to be in the project."""
    path = fact.at.path
    if fact.values["how"] == "feature":
        return index.has_workers(path)
    plugin = str(fact.values["plugin"])
    if plugin:
        return plugin in index.own_plugins
    return index.has_siblings(path) and not index.is_called_so(fact.key)


def _violation(name: str, how: str, facts: Sequence[Fact], index: SkillIndex) -> Violation:
    first, *others = facts
    near = _near(name, index)
    hint = f"did you mean `{near}`?" if near else "add it or correct the name"
    many = f", as {len(facts)} features have it" if how == "feature" and others else ""
    return Violation(
        first.at,
        f"no skill is called `{name}`{many}; {hint}",
        related=tuple(Related(fact.at, "here too") for fact in others[:SHOWN]),
        fix=replacements([fact.at for fact in facts], name, near) if near else None,
    )


def _near(name: str, index: SkillIndex, likeness: float = ALIKE) -> str | None:
    """Return the skill whose name is *name* misspelled; None if none is so much alike."""
    from difflib import get_close_matches

    close = get_close_matches(name.casefold(), index.by_name, n=1, cutoff=likeness)
    return close[0] if close else None
