"""HL811 handoff-claim-unproven. Its page and its tests are in `handoff_claim_unproven.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from harness_lint.check import check
from harness_lint.findings import Related, Violation, replacement
from harness_lint.pattern import pattern
from harness_lint.project.claimed_tests import TestNames
from harness_lint.project.facts import Fact
from harness_lint.project.handoffs import (
    Commits,
    Files,
    Handoff,
    file_named,
    handoffs_of,
    leads_out,
)
from harness_lint.project.index import Project

_SEARCH = pattern(
    r"(?:^|[|;&]|\b(?:then|do)\b)\s*!?\s*(?:\w+=\S*\s+)*"
    r"(?:[ez]?grep|rg|ag|ack|ls|test|\[|diff|cmp|pgrep|which|command -v|type"
    r"|git (?:grep|diff|ls-files))(?!\S)"
)
"""Programs that end with 1 or 2 to say that there is nothing, or a difference."""

_STOPPED = frozenset({130, 143})
"""Ended from outside, as a server is."""
_TIMED_OUT = frozenset({124, 137})

_EXCUSED = pattern(
    r"(?i)\b(?:expected|expectedly|intended|intentional(?:ly)?|deliberate(?:ly)?|on purpose"
    r"|pre-?existing|unrelated|baseline|red phase|tdd|reproduc\w+|before (?:the )?(?:fix|change"
    r"|implementation)|already fail\w*|no match(?:es)?|no (?:results|hits|references))\b|\bRED\b"
)
"""What an observation says of a command that was meant to fail, or failed before."""

_LONGEST = 60
"""So many characters of a command or a name are shown."""
_MOST_COMPARED = 200
"""Longer lists of features are not searched for one that may be meant."""


@check(
    "HL811",
    "handoff-claim-unproven",
    subject=Project,
    since="0.1",
    needs=("handoff", "definition", "test"),
)
def handoff_claim_unproven(project: Project) -> Iterator[Violation]:
    """A hand-off claims what its own report or the project does not bear out."""
    handoffs = handoffs_of(project)
    if not handoffs:
        return
    features = _features(project)
    yield from _unknown_assertions(project)
    files, commits = Files(project.tree.files), Commits(project, handoffs)
    tests = _tests(project)
    for handoff in handoffs:
        yield from _unknown_feature(handoff, features.get(handoff.scope, {}))
        yield from _unfinished(handoff)
        if files.holds_code:
            yield from _commit(handoff, commits)
        yield from _test_files(handoff, files, commits)
        yield from _test_cases(handoff, files, tests)


def _features(project: Project) -> Mapping[str, Mapping[str, Fact]]:
    """Return scope → feature ID → where it is defined."""
    found: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in project.facts("definition"):
        if fact.values["kind"] == "feature":
            found[str(fact.values["scope"])].setdefault(fact.key, fact)
    return found


def _tests(project: Project) -> Mapping[str, TestNames]:
    """Return path → the tests in it."""
    found: dict[str, list[str]] = defaultdict(list)
    for fact in project.facts("test"):
        found[fact.at.path].append(fact.key)
    return {path: TestNames(names) for path, names in found.items()}


def _unknown_assertions(project: Project) -> Iterator[Violation]:
    if not any(fact.values["source_kind"] == "handoff" for fact in project.facts("claim")):
        return
    from harness_lint.project.trace.neighbours import Neighbours
    from harness_lint.project.trace.resolve import area_of
    from harness_lint.project.trace.values import Item, Status

    neighbours = Neighbours(project.trace)
    there: dict[tuple[str, str], tuple[Item | None, str]] = {}
    for link in project.trace.links:
        if link.source_kind != "handoff" or link.status is not Status.UNDEFINED or link.is_foreign:
            continue
        if not link.claim.values.get("explicit"):
            continue
        area = (area_of(link.key), str(link.claim.values.get("scope")))
        if area not in there:
            there[area] = (neighbours.home(link), neighbours.range_of(link))
        home, known = there[area]
        if home is not None:
            related = (Related(home.at, f"`{home.local}` is defined here"),)
            yield Violation(link.at, f"`{link.key}` is defined nowhere; {known}", related)


def _unknown_feature(handoff: Handoff, features: Mapping[str, Fact]) -> Iterator[Violation]:
    name = handoff.feature
    if not features or not name or name in features or handoff.is_validator:
        return
    from difflib import get_close_matches

    known = list(features) if len(features) <= _MOST_COMPARED else []
    near = get_close_matches(name, known, n=1, cutoff=0.8)
    listed = features[near[0]] if near else next(iter(features.values()))
    repair = f"did you mean `{near[0]}`?" if near else "name one of the list"
    at = handoff.fact.at
    yield Violation(
        at,
        f"feature `{name}` is not in the mission's list; {repair}",
        related=(Related(listed.at, f"`{listed.key}` is listed here"),),
        fix=replacement(at, at.text, name, near[0]) if near else None,
    )


def _unfinished(handoff: Handoff) -> Iterator[Violation]:
    if not handoff.is_success or handoff.is_validator:
        return
    for fact in handoff.parts["undone"]:
        if fact.values["elsewhere"] is not True:
            yield Violation(
                fact.at,
                "work is left undone, but the hand-off says `success`; "
                "finish it, say whose it is, or say `partial`",
            )
    yield from _failed_commands(handoff.parts["command"])


def _failed_commands(commands: list[Fact]) -> Iterator[Violation]:
    """Yield the commands that failed and were not run again with success."""
    passed: set[str] = set()
    failed: list[Fact] = []
    told: set[str] = set()
    for fact in reversed(commands):
        if fact.values["code"] == 0:
            passed.add(fact.key)
        elif fact.key not in passed | told and _has_failed(fact):
            told.add(fact.key)
            failed.append(fact)
    for fact in reversed(failed):
        yield Violation(
            fact.at,
            f"`{_short(fact.key)}` ended with exit code {fact.values['code']}, but the hand-off "
            "says `success`; make it pass or say `partial`",
        )


def _has_failed(command: Fact) -> bool:
    code = command.values["code"]
    if not isinstance(code, int) or isinstance(code, bool) or code in _STOPPED:
        return False
    if code in _TIMED_OUT and "timeout" in command.key:
        return False
    if code in (1, 2) and _SEARCH.search(command.key):
        return False
    return _EXCUSED.search(str(command.values["observation"])) is None


def _commit(handoff: Handoff, commits: Commits) -> Iterator[Violation]:
    for fact in handoff.parts["commit"]:
        if commits.is_missing(handoff.commit):
            yield Violation(
                fact.at, f"commit `{fact.key}` does not exist; name the one that holds the work"
            )


def _test_files(handoff: Handoff, files: Files, commits: Commits) -> Iterator[Violation]:
    told: set[str] = set()
    for fact in handoff.parts["test-file"]:
        path = file_named(fact.key)
        if (path or fact.key) in told:
            continue
        told.add(path or fact.key)
        if not path:
            yield from _outside(fact, handoff, files)
            continue
        lacks = commits.lacks(handoff.commit, files.candidates(path, handoff))
        if lacks is True:
            yield Violation(
                fact.at,
                f"test file `{path}` is not in commit `{handoff.fact.values['commit']}`; "
                "commit it or correct the path",
            )
        elif lacks is None and _is_missing(path, handoff, files):
            yield Violation(
                fact.at, f"test file `{path}` does not exist; write it or correct the path"
            )


def _outside(fact: Fact, handoff: Handoff, files: Files) -> Iterator[Violation]:
    """Yield that a test file lies where nothing can be shown, unless one of its name is here."""
    if files.holds_code and leads_out(fact.key, handoff.home) and not files.moved(fact.key):
        yield Violation(
            fact.at,
            f"test file `{_short(fact.key)}` lies outside the project; name the one inside it",
        )


def _is_missing(path: str, handoff: Handoff, files: Files) -> bool:
    return files.holds_code and files.find(path, handoff) is None and not files.moved(path)


def _test_cases(
    handoff: Handoff, files: Files, tests: Mapping[str, TestNames]
) -> Iterator[Violation]:
    for fact in handoff.parts["test-case"]:
        path = file_named(str(fact.values["file"]))
        found = files.find(path, handoff) if path else None
        names = tests.get(found) if found is not None else None
        if names is not None and not names.may_hold(fact.key):
            yield Violation(
                fact.at,
                f"test `{_short(fact.key)}` is not in `{found}`; write it or correct the name",
            )


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
