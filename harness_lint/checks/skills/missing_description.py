"""HL503 missing-description. Its page and its tests are in `missing_description.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from posixpath import dirname, join
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.findings import Related, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.skill_clients import also_read


class Options(NamedTuple):
    """When many skills have the same gap."""

    habit: int = 3
    """This many skills of one folder, and all there are, give a single finding at the first.
    Where all are outside the folders of clients and no skill of the project has front matter, the
    project reads them by a format of its own, and there is none."""


@check(
    "HL503", "missing-description", subject=Project, since="0.1", needs=("skill",), options=Options
)
def missing_description(project: Project, options: Options) -> Iterator[Violation]:
    """A skill has no description, or no front matter that could hold one."""
    folders: dict[str, list[Fact]] = defaultdict(list)
    facts = project.facts("skill")
    if len(facts) >= options.habit and all(map(_is_of_the_house, facts)):
        return
    for fact in facts:
        folders[dirname(str(fact.values["folder"]))].append(fact)
    for folder, skills in folders.items():
        gaps = [fact for fact in skills if _is_gap(project, fact)]
        bare = [fact for fact in gaps if fact.values["lacks"] == "front matter"]
        if len(bare) >= options.habit and len(bare) == len(skills):
            yield _habit(folder, bare)
            continue
        for fact in gaps:
            yield Violation(fact.at, MESSAGES[str(fact.values["lacks"])])


def _is_of_the_house(fact: Fact) -> bool:
    """Whether the skill has no front matter, and lies in no folder that a client reads."""
    return fact.values["lacks"] == "front matter" and not f"/{fact.at.path}".count("/.")


def _is_gap(project: Project, fact: Fact) -> bool:
    """Whether the skill says nowhere what it is for; a manifest beside it may.

    Nor is there a gap where its only client takes the first paragraph.
    """
    if not fact.values["lacks"] or fact.values["file"] != "SKILL.md":
        return False
    if fact.values["described-for"] and fact.values["lacks"] != "table":
        return also_read(fact.at.path, project)
    folder = str(fact.values["folder"])
    manifests = fact.values["manifests"]
    names = manifests if isinstance(manifests, Sequence) else ()
    return not any(project.tree.exists(join(folder, str(name))) for name in names)


MESSAGES = {
    "front matter": "no front matter; begin with `name` and `description` between two `---` lines",
    "table": "the metadata stands in a table, where no client reads it; "
    "write it between two `---` lines",
    "both": "`name` and `description` are missing; say what the skill does and when to use it",
    "description": "`description` is missing or empty; say what the skill does and when to use it",
}
"""By what the skill lacks."""


def _habit(folder: str, skills: list[Fact]) -> Violation:
    where = f"`{folder}`" if folder else "this folder"
    message = (
        f"none of the {len(skills)} skills in {where} has front matter; "
        "begin each with `name` and `description` between two `---` lines"
    )
    related = tuple(Related(fact.at, "and here") for fact in skills[1:])
    return Violation(skills[0].at, message, related=related)
