"""After a renaming everything is as before, but for the name: over every fixture."""

import re

import pytest

from harness_lint.documents.id_ranges import split_id
from harness_lint.memory_run import concise
from harness_lint.renaming.homes import Homes, is_nameable
from harness_lint.renaming.proof import differences
from harness_lint.renaming.values import Name
from tests.fixtures import Fixture, fixtures
from tests.renaming.projects import after, project_over, renaming_of

_RANGE = re.compile(r"(?:only )?`[^`]*`(?: to `[^`]*`)? (?:is|are) in|:\d+: (?=HL)")
"""What a message says of the IDs around, and the column."""


def fresh(local: str, sources: dict[str, bytes]) -> str:
    """The next ID like *local* whose number stands nowhere in *sources*."""
    before, number, behind = split_id(local) or (local, "", "")
    if not number:
        return f"{local}X"
    taken = {int(one) for data in sources.values() for one in re.findall(rb"\d+", data)}
    free = next(n for n in range(int(number) + 1, 10**9) if n not in taken)
    return f"{before}{free:0{len(number)}}{behind}"


def examples(fixture: Fixture) -> list[Name]:
    """The first and the last item of each kind that a document gives a name to."""
    project = project_over(fixture.contents(), fixture.config, fixture.tree)
    homes = Homes(project.trace.items.values())
    found: dict[str, list[Name]] = {}
    for item in project.trace.items.values():
        if (
            is_nameable(item)
            and item.kind != "named-requirement"
            and item.values.get("shape") != "number"
        ):
            found.setdefault(item.kind, []).append(homes.name_of(item))
    return list(dict.fromkeys(name for names in found.values() for name in (names[0], names[-1])))


def told(fixture: Fixture, sources: dict[str, bytes], new: str, old: str) -> set[str]:
    """What is found in *sources*, without HL312: a list of IDs is no range that could be wrong."""
    found = (concise(one).replace(new, old) for one in fixture.report(sources).findings)
    return {_RANGE.sub("", one) for one in found if " HL312 " not in one}


WITH_ITEMS = [(fixture, name) for fixture in fixtures() for name in examples(fixture)]


@pytest.mark.parametrize(
    ("fixture", "name"),
    WITH_ITEMS,
    ids=[f"{fixture.name}: {name.local}" for fixture, name in WITH_ITEMS],
)
def test_a_renamed_project_is_what_it_was_by_another_name(fixture, name):
    sources = fixture.contents()
    new = fresh(name.local, sources)
    project = project_over(sources, fixture.config, fixture.tree)

    renaming = renaming_of(project, sources, {name: new})

    changed = after(sources, renaming)
    renamed = project_over(changed, fixture.config, fixture.tree)
    assert renaming.edits
    assert not differences(project.trace, renamed.trace, renaming.ids)
    assert told(fixture, changed, new, name.local) == told(fixture, sources, new, name.local)
    back = renaming_of(renamed, changed, {Name(name.home, new): name.local})
    assert _plain(after(changed, back)) == _plain(sources)


_SEVERAL = re.compile(rb"\d(?: (?:to|through) |[-\xe2+.]|, )|\d\+")
"""A range, or the list that it may have become."""


def _plain(sources: dict[str, bytes]) -> dict[str, bytes]:
    """*sources* without the lines with ranges: one may be a list there and back."""
    return {
        path: b"\n".join(line for line in data.split(b"\n") if not _SEVERAL.search(line))
        for path, data in sources.items()
    }
