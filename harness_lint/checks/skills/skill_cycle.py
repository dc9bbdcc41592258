"""HL515 skill-cycle. Its page and its tests are in `skill_cycle.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from posixpath import basename, dirname

from harness_lint.check import check
from harness_lint.documents.cycles import shortest_cycles
from harness_lint.findings import Related, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.skills import SkillIndex


@check("HL515", "skill-cycle", subject=Project, since="0.1", needs=("named-skill",))
def skill_cycle(project: Project) -> Iterator[Violation]:
    """Skills require one another in a circle."""
    needs = _needs(project)
    graph = {folder: tuple(wanted) for folder, wanted in needs.items()}
    for cycle in shortest_cycles(graph):
        steps = list(pairwise((*cycle, cycle[0])))
        facts = [needs[folder][wanted] for folder, wanted in steps]
        names = " → ".join(f"`{basename(folder)}`" for folder in (*cycle, cycle[0]))
        yield Violation(
            facts[0].at,
            f"skills require one another in a circle: {names}; one must do without the next",
            related=tuple(Related(fact.at, "required here") for fact in facts[1:]),
        )


def _needs(project: Project) -> dict[str, dict[str, Fact]]:
    """Return folder of a skill → folders of those that it requires, with where it says so."""
    index = SkillIndex(project)
    homes = {fact.at.path: str(fact.values["folder"]) for fact in index.skills}
    needs: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in project.facts("named-skill"):
        folder = homes.get(fact.at.path)
        if folder is None or not fact.values["required"]:
            continue
        wanted = _nearest(folder, index.by_name.get(fact.key, ()))
        if wanted is not None:
            needs[folder].setdefault(wanted, fact)
    return needs


def _nearest(folder: str, skills: list[Fact] | tuple[()]) -> str | None:
    """Return the folder of the skill that is meant in *folder*: a sibling, else the only one."""
    folders = [str(fact.values["folder"]) for fact in skills]
    siblings = [one for one in folders if dirname(one) == dirname(folder)]
    if siblings:
        return siblings[0]
    return folders[0] if len(folders) == 1 else None
