"""HL816 state-set-mismatch. Its page and its tests are in `state_set_mismatch.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from posixpath import basename, dirname

from harness_lint.check import check
from harness_lint.documents.assertion_states import (
    NEUTRAL,
    UNKNOWN,
    VOCABULARY,
    folded,
    state_of,
)
from harness_lint.errors import listed
from harness_lint.findings import (
    Applicability,
    Edit,
    Fix,
    Related,
    Violation,
    replacement,
    replacements,
)
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.trace.values import Link, Status

_NAMED = 3
"""So many missing assertions are named; the others are counted."""

_CONTRACTS = ("contract", "contract-work")
"""Folders beside the state in which a contract may be kept, in parts."""


@check(
    "HL816",
    "state-set-mismatch",
    subject=Project,
    since="0.1",
    needs=("assertion-states", "state-word", "synthesis", "synthesis-count", "definition"),
)
def state_set_mismatch(project: Project) -> Iterator[Violation]:
    """A validation state, or a synthesis, does not add up with the contract or with itself."""
    yield from _words(project)
    for fact in project.facts("synthesis-count"):
        yield from _count(fact)
    for fact in project.facts("synthesis"):
        yield from _status(fact)
    yield from _sets(project)


def _words(project: Project) -> Iterator[Violation]:
    """Yield each word that is no state once, where it stands first; its fix is for all places."""
    odd: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in project.facts("state-word"):
        if fact.key not in VOCABULARY and folded(fact.key) not in NEUTRAL:
            odd[fact.at.path, fact.key].append(fact)
    for (_, word), facts in odd.items():
        meant, places = _meant(word), [fact.at for fact in facts]
        if meant:
            words = f"state `{word}` is not one of {listed(VOCABULARY)}; did you mean `{meant}`?"
            yield Violation(places[0], words, fix=replacements(places, word, meant))


def _meant(word: str) -> str:
    meant = state_of(word)
    if meant != UNKNOWN:
        return meant
    from difflib import get_close_matches

    return next(iter(get_close_matches(folded(word), VOCABULARY, n=1, cutoff=0.8)), "")


def _count(fact: Fact) -> Iterator[Violation]:
    """Yield a number that differs; an override explains a list, but no sum."""
    count, listed = fact.values["count"], str(fact.values["list"])
    found = _numbers(fact)
    if count in found or (listed and fact.values["override"] is True):
        return
    other = f"`{listed}` lists {found[0]}" if listed else f"its parts add up to {found[0]}"
    fix = None
    if fact.values["adds-up"] is True:
        fix = replacement(fact.at, fact.at.text, str(count), str(found[0]))
    yield Violation(fact.at, f"`{fact.key}` is {count}, but {other}; bring both in line", fix=fix)


def _numbers(fact: Fact) -> Sequence[int]:
    found = fact.values["found"]
    return [one for one in found if isinstance(one, int)] if isinstance(found, Sequence) else []


def _status(fact: Fact) -> Iterator[Violation]:
    values = fact.values
    if values["state"] != "passed" or values["override"] is True:
        return
    for name in ("failed", "blocked"):
        number = values.get(name)
        if isinstance(number, int) and number > 0:
            yield Violation(
                fact.at,
                f"status is `{fact.key}`, but `{name}` is {number}; "
                "correct it, or add `override` with the reason",
            )
    failed = values["unexplained"]
    for validator in failed if isinstance(failed, Sequence) else ():
        yield Violation(
            fact.at,
            f"status is `{fact.key}`, but the validator `{validator}` failed; "
            "correct it, or add a `note` that says why it may",
        )


def _sets(project: Project) -> Iterator[Violation]:
    """Hold each state against the contract beside it; one without a contract is left alone."""
    contracts = _contracts(project)
    files = [
        (fact, found)
        for fact in project.facts("assertion-states")
        for found in [contracts.get((str(fact.values["scope"]), dirname(fact.at.path)))]
        if found
    ]
    if not files:
        return
    links: dict[str, list[Link]] = defaultdict(list)
    for link in project.trace.links:
        if link.source_kind == "state":
            links[link.at.path].append(link)
    for fact, found in files:
        yield from _extra(links[fact.at.path], found)
        missing = _missing(links[fact.at.path], found)
        if missing:
            room = next(iter(project.lookup("assertion-room", fact.at.path)), None)
            yield _without_state(fact, missing, room)


def _contracts(project: Project) -> dict[tuple[str, str], list[Fact]]:
    """Return scope and folder → the assertions that are defined there."""
    found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in project.facts("definition"):
        if fact.values["kind"] == "assertion":
            folder = dirname(fact.at.path)
            home = dirname(folder) if basename(folder) in _CONTRACTS else folder
            found[str(fact.values["scope"]), home].append(fact)
    return found


def _extra(links: list[Link], contract: list[Fact]) -> Iterator[Violation]:
    for link in links:
        if link.status is Status.UNDEFINED:
            yield Violation(
                link.at,
                f"`{link.key}` has a state, but the contract does not define it; "
                "define it or drop the state",
                related=(Related(contract[0].at, "the contract defines others"),),
            )


def _missing(links: list[Link], contract: list[Fact]) -> dict[str, Fact]:
    """Return the assertions of the contract without a state among *links*, by ID."""
    stated = {link.key for link in links}
    stated |= {link.target.rpartition("/")[2] for link in links if link.target is not None}
    missing: dict[str, Fact] = {}
    for fact in _expected(contract, stated):
        if fact.key not in stated:
            missing.setdefault(fact.key, fact)
    return missing


def _without_state(file: Fact, missing: dict[str, Fact], room: Fact | None) -> Violation:
    names = list(missing)
    verb = "has" if len(names) == 1 else "have"
    return Violation(
        file.at,
        f"{listed(names, _NAMED)} of the contract {verb} no state; "
        "add `pending` for what is not validated",
        related=(Related(missing[names[0]].at, f"`{names[0]}` is defined here"),),
        fix=_pending(names, room) if room is not None else None,
    )


def _pending(names: Sequence[str], room: Fact) -> Fix:
    """Return the fix that gives each of *names* the state with which it begins."""
    lead, before, after = (str(room.values[key]) for key in ("lead", "before", "after"))
    text = "".join(f'{lead}"{name}{before}pending{after}' for name in names)
    return Fix("Add them as `pending`", (Edit(room.at, text),), Applicability.UNSAFE)


def _expected(contract: list[Fact], stated: set[str]) -> Iterator[Fact]:
    """Yield what must have a state: not what is retired, nor a contract that the file ignores."""
    by_path: dict[str, list[Fact]] = defaultdict(list)
    for fact in contract:
        by_path[fact.at.path].append(fact)
    for facts in by_path.values():
        if len(by_path) == 1 or any(fact.key in stated for fact in facts):
            yield from (fact for fact in facts if fact.values.get("retired") is not True)
