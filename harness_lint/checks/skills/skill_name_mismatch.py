"""HL502 skill-name-mismatch. Its page and its tests are in `skill_name_mismatch.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.skill import Skill
from harness_lint.findings import Applicability, Edit, Fix, Violation
from harness_lint.pattern import pattern

NAME = pattern(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A name that is wrong in itself is HL501's."""


class Options(NamedTuple):
    """Folders without a name of their own."""

    generic_folders: tuple[str, ...] = ("skill", "template")
    """A skill in a folder of such a name is put under its own name where it is installed."""


@check("HL502", "skill-name-mismatch", subject=Skill, since="0.1", options=Options)
def skill_name_mismatch(skill: Skill, options: Options) -> Iterator[Violation]:
    """A skill's name differs from the name of its folder."""
    name, folder = skill.name, skill.folder_name
    if name is None or not folder or folder in (name.value, *options.generic_folders):
        return
    if not NAME.fullmatch(name.value):
        return
    fix = None
    if NAME.fullmatch(folder):
        title = f"Name the skill `{folder}`"
        fix = Fix(title, (Edit(name.at, folder),), Applicability.UNSAFE)
    yield Violation(name.at, f"`{name.value}` is not the name of its folder, `{folder}`", fix=fix)
