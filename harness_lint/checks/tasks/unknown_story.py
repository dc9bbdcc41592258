"""HL318 unknown-story. Its page and its tests are in `unknown_story.md`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import cast

from harness_lint.check import check
from harness_lint.findings import Related, Violation
from harness_lint.pattern import pattern
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project

STORY = "story"
_ID = pattern(r"(?i)US-?0*(\d{1,3})")


@check(
    "HL318",
    "unknown-story",
    subject=Project,
    since="0.1",
    needs=("story-phase", "claim", "definition"),
)
def unknown_story(project: Project) -> Iterator[Violation]:
    """A task or a phase is for a user story that the spec beside it does not have."""
    defined = _defined(project)
    spoken = _spoken(project)
    for (_, scope, story), uses in _uses(project).items():
        stories = defined.get(scope)
        if stories and story not in stories and story not in spoken[scope]:
            yield _violation(story, uses, stories)


def _defined(project: Project) -> dict[str, dict[str, Fact]]:
    """Return the stories of each scope that has any, in their order."""
    found: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in project.facts("definition"):
        match = _ID.fullmatch(fact.key) if fact.values["kind"] == STORY else None
        if match is not None:
            found[str(fact.values["scope"])].setdefault(_story(match), fact)
    return dict(found)


def _spoken(project: Project) -> dict[str, set[str]]:
    """Return the stories that the specs of each scope speak of anywhere."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact in project.facts("spoken-stories"):
        found[str(fact.values["scope"])].update(cast("Sequence[str]", fact.values["ids"]))
    return found


def _uses(project: Project) -> dict[tuple[str, str, str], list[Fact]]:
    """Return where stories are named: path, scope and story → the places, in source order."""
    found: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
    for fact in (*project.facts("claim"), *project.facts("story-phase")):
        kinds = fact.values.get("kinds")
        if fact.kind == "claim" and not (isinstance(kinds, list | tuple) and [*kinds] == [STORY]):
            continue
        match = _ID.fullmatch(fact.key)
        scope = str(fact.values.get("scope") or "")
        if match is not None and scope and not fact.values.get("qualifier"):
            found[fact.at.path, scope, _story(match)].append(fact)
    return found


def _story(match: re.Match[str]) -> str:
    return f"US{match[1]}"


def _violation(story: str, uses: list[Fact], stories: dict[str, Fact]) -> Violation:
    uses.sort(key=lambda fact: fact.at.span)
    last = list(stories.values())[-1]
    tasks = sum(fact.kind == "claim" for fact in uses)
    by = f", which {tasks} tasks are for," if tasks > 1 else ""
    return Violation(
        uses[0].at,
        f"story `{story}`{by} is not in the spec; it has {_listed(stories)}",
        related=(Related(last.at, f"`{last.key}` is the last one there"),),
    )


def _listed(stories: Iterable[str]) -> str:
    numbers = sorted(int(story[2:]) for story in stories)
    if len(numbers) == 1:
        return f"only `US{numbers[0]}`"
    if numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"`US{numbers[0]}` to `US{numbers[-1]}`"
    return ", ".join(f"`US{number}`" for number in numbers)
