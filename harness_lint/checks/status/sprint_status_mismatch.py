"""HL212 sprint-status-mismatch. Its page and its tests are in `sprint_status_mismatch.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from posixpath import basename

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project

_STATES = frozenset({"backlog", "drafted", "ready-for-dev", "in-progress", "review", "done"})


@check(
    "HL212",
    "sprint-status-mismatch",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("sprint-state", "work-state"),
)
def sprint_status_mismatch(project: Project) -> Iterator[Violation]:
    """A sprint status says of a story or an epic what the story, or the rest, does not say."""
    told = tuple(project.facts("sprint-state"))
    stories = _stories(project) if told else {}
    for fact in told:
        if fact.values["kind"] == "story":
            yield from _of_story(fact, stories.get(fact.key, []))
    yield from _of_epics(told)


def _stories(project: Project) -> dict[str, list[Fact]]:
    """Return what stories say of themselves, by the names of their files."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in project.facts("work-state"):
        if fact.values["kind"] == "story" and not fact.values["name"]:
            found[basename(fact.at.path).rpartition(".")[0]].append(fact)
    return found


def _of_story(fact: Fact, stories: list[Fact]) -> Iterator[Violation]:
    if len(stories) != 1:  # of two files of one name, nobody knows which is meant
        return
    said, own = _folded(fact.values["state"]), _folded(stories[0].values["words"])
    if said != own and {said, own} <= _STATES:
        yield Violation(
            fact.at,
            f"`{fact.key}` is `{said}` here, but the story says `{own}`; make them agree",
            (Related(stories[0].at, "what the story says"),),
        )


def _of_epics(told: tuple[Fact, ...]) -> Iterator[Violation]:
    """Yield epics that are done while a story of theirs is not."""
    open_: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in told:
        state = _folded(fact.values["state"])
        if fact.values["kind"] == "story" and state in _STATES and state != "done":
            open_[fact.at.path, str(fact.values["epic"])].append(fact)
    for fact in told:
        left = open_.get((fact.at.path, str(fact.values["epic"])), [])
        if fact.values["kind"] != "epic" or _folded(fact.values["state"]) != "done" or not left:
            continue
        rest = f" and {len(left) - 1} more are not" if len(left) > 1 else " is not"
        yield Violation(
            fact.at,
            f"`{fact.key}` is `done`, but `{left[0].key}`{rest}; finish that, or open it again",
            (Related(left[0].at, f"`{left[0].key}` is `{left[0].values['state']}`"),),
        )


def _folded(words: object) -> str:
    return str(words).strip().casefold().replace("_", "-").replace(" ", "-")
