"""HL502 skill-name-mismatch. Its page and its tests are in `skill_name_mismatch.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from posixpath import basename, dirname
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.yaml_values import as_text, text_replacement
from harness_lint.findings import Related, Violation
from harness_lint.pattern import pattern
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project

NAME = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A name that is wrong in itself is HL501's."""


class Options(NamedTuple):
    """Folders without a name of their own, and when other names are a habit."""

    generic_folders: tuple[str, ...] = ("skill", "template")
    """A skill in a folder of such a name is put under its own name where it is installed."""
    habit: int = 3
    """This many skills of one folder, and most there are, give a single finding at the first."""


@check(
    "HL502", "skill-name-mismatch", subject=Project, since="0.1", needs=("skill",), options=Options
)
def skill_name_mismatch(project: Project, options: Options) -> Iterator[Violation]:
    """A skill's name differs from the name of its folder."""
    folders: dict[str, list[Fact]] = defaultdict(list)
    for fact in project.facts("skill"):
        if fact.values["name"] and fact.values["folder"] and fact.values["file"] == "SKILL.md":
            folders[dirname(str(fact.values["folder"]))].append(fact)
    for folder, skills in folders.items():
        odd = [
            fact for fact in skills if _folder(fact) not in (_name(fact), *options.generic_folders)
        ]
        named = [fact for fact in odd if NAME.fullmatch(_name(fact))]
        if named and len(odd) >= options.habit and 2 * len(odd) > len(skills):
            yield _habit(folder, named, len(odd), len(skills))
        else:
            yield from map(_violation, named)


def _name(fact: Fact) -> str:
    return str(fact.values["name"])


def _folder(fact: Fact) -> str:
    return basename(str(fact.values["folder"]))


def _habit(folder: str, named: Sequence[Fact], odd: int, skills: int) -> Violation:
    first, *others = named
    where = f"`{folder}`" if folder else "this folder"
    return Violation(
        first.at,
        f"{odd} of the {skills} skills in {where} have other names than their folders, here "
        f"`{_name(first)}` in `{_folder(first)}`; rename the folders, or name each after its own",
        tuple(Related(fact.at, f"`{_name(fact)}` in `{_folder(fact)}`") for fact in others),
    )


def _violation(fact: Fact) -> Violation:
    name, folder = _name(fact), _folder(fact)
    wrong = f"`{name}` is not the name of its folder, `{folder}`"
    if not NAME.fullmatch(folder):
        return Violation(fact.at, f"{wrong}; rename the folder")
    fix = text_replacement(fact.at, fact.at.text, name, folder)
    right = f"name: {as_text(folder)}"
    return Violation(fact.at, f"{wrong}; rename the folder or set `{right}`", fix=fix)
