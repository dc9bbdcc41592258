"""HL506 duplicate-skill-name. Its page and its tests are in `duplicate_skill_name.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from posixpath import basename, dirname

from harness_lint.check import check
from harness_lint.findings import Related, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project


@check("HL506", "duplicate-skill-name", subject=Project, since="0.1", needs=("skill",))
def duplicate_skill_name(project: Project) -> Iterator[Violation]:
    """Two skills of one skills folder have the same name."""
    named: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in project.facts("skill"):
        name, folder = str(fact.values["name"]), str(fact.values["folder"])
        if name and folder and fact.values["file"] == "SKILL.md":
            named[dirname(folder), name].append(fact)
    for (_, name), skills in named.items():
        rightful = next((fact for fact in skills if _is_in_own_folder(fact)), skills[0])
        for fact in skills:
            if fact is not rightful:
                yield Violation(
                    fact.at,
                    f"skill name `{name}` is already used in this folder of skills",
                    related=(Related(rightful.at, "also used here"),),
                )


def _is_in_own_folder(fact: Fact) -> bool:
    return basename(str(fact.values["folder"])) == fact.values["name"]
