"""HL208 status-contradicts-tasks. Its page and its tests are in `status_contradicts_tasks.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from posixpath import basename
from typing import NamedTuple, cast

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation
from harness_lint.pattern import pattern
from harness_lint.project.facts import Fact, first_in
from harness_lint.project.index import Project, beside
from harness_lint.project.package_states import PackageClaim, claims_of_machines

MOST_NAMED = 3

_REMARK = pattern(r"\([^()]*\)|[^\w\s/-]")


class Options(NamedTuple):
    """Words that say how far work is; case, emoji and remarks in brackets do not count."""

    done: tuple[str, ...] = ("done", "complete", "completed", "implemented", "finished")
    """Words for work that is finished."""
    spec_done: tuple[str, ...] = ("implemented", "shipped", "delivered", "released", "done")
    """Words of a spec that speak of the work; `complete` may speak of the spec."""
    task_list: str = "tasks.md"
    """The task list beside a spec."""
    open: tuple[str, ...] = (
        "planned",
        "not started",
        "not-started",
        "todo",
        "to do",
        "backlog",
        "ready for development",
        "ready for dev",
        "ready-for-dev",
    )
    """Words for work that has not begun."""
    review: tuple[str, ...] = ("ready for review", "ready-for-review")
    """Words of a story for work that waits for nothing but its review."""
    untouched: bool = False
    """Hold the event log against lists in which no box at all is ticked: often nobody keeps them,
    since the log has it all."""


@check(
    "HL208",
    "status-contradicts-tasks",
    subject=Project,
    since="0.1",
    needs=("work-state", "spec-status", "task", "package-state", "archived-open"),
    severity=Severity.WARNING,
    options=Options,
)
def status_contradicts_tasks(project: Project, options: Options) -> Iterator[Violation]:
    """A status says that work is done while its boxes are open, or the reverse."""
    generated: dict[str, list[Fact]] = {}
    stated: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in project.facts("work-state"):
        if fact.values["generated"]:
            generated.setdefault(fact.at.path, []).append(fact)
        elif fact.values["name"]:
            key = (fact.at.path, str(fact.values["kind"]), _folded(str(fact.values["words"])))
            stated.setdefault(key, []).append(fact)
        else:
            yield from _judged(project, fact, options)
    for facts in (*generated.values(), *stated.values()):
        yield from _of_packages(project, [_claim_of(fact) for fact in facts], options)
    for claims in claims_of_machines(project, without=generated.keys()):
        if options.untouched or any(claim.ticked for claim in claims):
            yield from _of_packages(project, claims, options)
    for fact in project.facts("archived-open"):
        done, open_ = cast("int", fact.values["done"]), cast("int", fact.values["open"])
        yield Violation(
            fact.at,
            f"the change is archived, but {_some(open_, done + open_)}; "
            "tick them, or say what became of them",
        )
    yield from _specs(project, options)


def _claim_of(fact: Fact) -> PackageClaim:
    done, open_ = cast("int", fact.values["done"]), cast("int", fact.values["open"])
    name, words = str(fact.values["name"]), str(fact.values["words"])
    return PackageClaim(name, words, fact, done, open_, kind=str(fact.values["kind"]))


def _of_packages(
    project: Project, claims: Sequence[PackageClaim], options: Options
) -> Iterator[Violation]:
    """Yield at most two findings for a list: parts said to be done, and not to have begun."""
    said = [(claim, _folded(claim.lane)) for claim in claims]
    open_ = [claim for claim, lane in said if lane in options.done and claim.open]
    if open_:
        number = sum(claim.open for claim in open_)
        boxes = number + sum(claim.ticked for claim in open_)
        yield Violation(
            open_[0].fact.at,
            f"{_named(open_)}, but {_some(number, boxes)}; tick them or correct the status",
            _source(open_[0]) or _first(project, open_[0].fact, "open-box"),
        )
    ticked = [
        claim for claim, lane in said if lane in options.open and claim.ticked and not claim.open
    ]
    if ticked:
        number = sum(claim.ticked for claim in ticked)
        yield Violation(
            ticked[0].fact.at,
            f"{_named(ticked)}, but {_all(number)}; update the status",
            _source(ticked[0]),
        )


def _named(claims: Sequence[PackageClaim]) -> str:
    """Return which parts are said to be where, up to three of them by name."""
    first, is_one = claims[0], len(claims) == 1
    names = [f"`{claim.name}`" for claim in claims]
    last = f"{len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else names.pop()
    listed = " and ".join(filter(None, (", ".join(names[:MOST_NAMED]), last)))
    kind = f"{first.kind}{'' if is_one else 's'} " if first.name[:1].isdigit() else ""
    where = f" in `{basename(first.state.at.path)}`" if first.state is not None else ""
    return f"{kind}{listed} {'is' if is_one else 'are'} `{first.lane}`{where}"


def _source(claim: PackageClaim) -> tuple[Related, ...]:
    if claim.state is None:
        return ()
    return (Related(claim.state.at, f"`{claim.name}` is `{claim.lane}` here"),)


def _judged(project: Project, fact: Fact, options: Options) -> Iterator[Violation]:
    """Yield what a status of a whole document says against its boxes, once at most."""
    done, open_ = cast("int", fact.values["done"]), cast("int", fact.values["open"])
    subject, said = f"the {fact.values['kind']}", _folded(str(fact.values["words"]))
    lead, tick = f"{subject} is `{fact.values['words']}`, but ", "tick them or correct the status"
    first = _first(project, fact, "open-box")
    if said in options.done and open_ and not _speaks_of_document(fact, done, open_):
        yield Violation(fact.at, f"{lead}{_some(open_, done + open_)}; {tick}", first)
    elif said in options.done and fact.values["unmet"]:
        message = f"{lead}{_unmet(fact)}; {tick}"
        yield Violation(fact.at, message, _first(project, fact, "unmet-box"))
    elif said in options.open and done and not open_:
        yield Violation(fact.at, f"{lead}{_all(done)}; update the status")
    elif said in options.review and fact.values["kind"] == "story" and open_ and not done:
        yield Violation(fact.at, f"{lead}{_none(open_)}; {tick}", first)


def _specs(project: Project, options: Options) -> Iterator[Violation]:
    """Yield the specs that are implemented while tasks beside them are open."""
    said = [
        (fact, beside(fact.at.path, options.task_list))
        for fact in project.facts("spec-status")
        if _folded(fact.key) in options.spec_done
    ]
    for fact, path in said:
        tasks = project.facts_in("task-progress", path) if path is not None else ()
        boxes = [task for task in tasks if task.values["done"] is not None]
        open_ = [task for task in boxes if task.values["open"]]
        if open_:
            yield Violation(
                fact.at,
                f"the spec is `{fact.key}`, but {len(open_)} of {len(boxes)} tasks of "
                f"`{options.task_list}` {'is' if len(open_) == 1 else 'are'} open; "
                "tick them or correct the status",
                related=(Related(open_[0].at, "the first open task"),),
            )


def _folded(words: str) -> str:
    return " ".join(_REMARK.sub(" ", words).casefold().split())


def _speaks_of_document(fact: Fact, done: int, open_: int) -> bool:
    """Whether a status above untouched work may mean that the list itself is complete."""
    return fact.values["kind"] == "document" and done < open_


def _all(number: int) -> str:
    return "its only box is ticked" if number == 1 else f"{_each(number)} boxes are ticked"


def _each(number: int) -> str:
    return "both" if number == 2 else f"all {number}"


def _none(number: int) -> str:
    return "its only box is open" if number == 1 else f"none of its {number} boxes is ticked"


def _some(number: int, boxes: int) -> str:
    if boxes == 1:
        return "its only box is open"
    if number == boxes:
        return f"{_each(boxes)} boxes are open"
    return f"{number} of {boxes} boxes {'is' if number == 1 else 'are'} open"


def _unmet(fact: Fact) -> str:
    unmet = cast("int", fact.values["unmet"])
    verb = "is" if unmet == 1 else "are"
    return f"{unmet} of {fact.values['criteria']} boxes of its definition of done {verb} open"


def _first(project: Project, fact: Fact, kind: str) -> tuple[Related, ...]:
    box = first_in(fact.at.path, project.lookup(kind, fact.key))
    return (Related(box.at, "the first open box"),) if box is not None else ()
