"""HL208 status-contradicts-tasks. Its page and its tests are in `status_contradicts_tasks.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation
from harness_lint.pattern import pattern
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.values import frozen

_REMARK = pattern(r"\([^()]*\)|[^\w\s/-]")


@frozen
class Options:
    """Words that say how far work is; case, emoji and remarks in brackets do not count."""

    done: tuple[str, ...] = ("done", "complete", "completed", "implemented", "finished")
    """Words for work that is finished."""
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


@check(
    "HL208",
    "status-contradicts-tasks",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    options=Options,
)
def status_contradicts_tasks(project: Project, options: Options) -> Iterator[Violation]:
    """A status says that work is done while its boxes are open, or the reverse."""
    for fact in project.facts("work-state"):
        done, open_ = cast("int", fact.values["done"]), cast("int", fact.values["open"])
        said = _folded(str(fact.values["words"]))
        if said in options.done and open_ and not _speaks_of_document(fact, done, open_):
            yield _claimed_done(project, fact, open_, done + open_)
        elif said in options.open and done and not open_:
            yield Violation(
                fact.at,
                f"{_subject(fact)} is `{fact.values['words']}`, but {_all(done)}; "
                "update the status",
            )


def _folded(words: str) -> str:
    return " ".join(_REMARK.sub(" ", words).casefold().split())


def _speaks_of_document(fact: Fact, done: int, open_: int) -> bool:
    """Whether a status above untouched work may mean that the list itself is complete."""
    return fact.values["kind"] == "document" and done < open_


def _subject(fact: Fact) -> str:
    name, kind = str(fact.values["name"]), fact.values["kind"]
    if not name:
        return f"the {kind}"
    return f"{kind} `{name}`" if name[0].isdigit() else f"`{name}`"


def _all(number: int) -> str:
    return "its only box is ticked" if number == 1 else f"all {number} boxes are ticked"


def _claimed_done(project: Project, fact: Fact, open_: int, all_: int) -> Violation:
    first = [box for box in project.lookup("open-box", fact.key) if box.at.path == fact.at.path]
    verb = "is" if open_ == 1 else "are"
    return Violation(
        fact.at,
        f"{_subject(fact)} is `{fact.values['words']}`, but {open_} of {all_} boxes {verb} open; "
        "tick them or correct the status",
        related=tuple(Related(box.at, "the first open box") for box in first[:1]),
    )
