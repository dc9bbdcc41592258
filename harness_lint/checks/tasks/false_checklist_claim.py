"""HL321 false-checklist-claim. Its page and its tests are in `false_checklist_claim.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.parallel import SharedFile
from harness_lint.documents.task import Task
from harness_lint.documents.task_list import TaskList
from harness_lint.documents.task_paths import names_a_path
from harness_lint.findings import Applicability, Edit, Fix, Related, Severity, Violation
from harness_lint.markdown.nodes import Paragraph
from harness_lint.pattern import pattern
from harness_lint.source import Span

DIFFERENT_FILES = pattern(
    r"\bno \[P\] tasks? (?:modif(?:y|ies)|touch(?:es)?|edits?|changes?)\b"
    r"[^.\n]{0,20}\bsame files?\b"
    r"|\b(?:parallel|\[P\]) tasks\b[^.\n]{0,20}\b(?:operate on|touch|modify|edit|use|target) "
    r"(?:truly )?(?:different|separate|independent|distinct) files\b"
    r"|\bparallel tasks\b[^.\n]{0,20}\b(?:truly )?independent\b",
    re.IGNORECASE,
)
EVERY_PATH = pattern(
    r"\b(?:each|every|all) tasks?\b[^.\n]{0,20}"
    r"\b(?:specif(?:y|ies)|ha(?:s|ve)|names?|includes?|lists?)\b[^.\n]{0,20}\bfile paths?\b",
    re.IGNORECASE,
)
MOST_RELATED = 12
FEW_FILES = 2


@check("HL321", "false-checklist-claim", subject=TaskList, since="0.1", severity=Severity.WARNING)
def false_checklist_claim(tasks: TaskList) -> Iterator[Violation]:
    """A ticked line claims something about the document that its tasks make false."""
    claims = _ticked_lines(tasks)
    yield from _shared_files(tasks, _said(claims, DIFFERENT_FILES))
    yield from _without_path(tasks, _said(claims, EVERY_PATH))


class Claim(NamedTuple):
    """A line with a ticked box that is no task."""

    line: Paragraph
    box: Span


def _ticked_lines(tasks: TaskList) -> list[Claim]:
    defined = {id(task.leaf) for task in tasks.tasks}
    return [
        Claim(item.paragraph, item.box.span)
        for item in tasks.boxes
        if item.box is not None and item.box.is_done
        if item.paragraph is not None and id(item.paragraph) not in defined
    ]


def _said(claims: Sequence[Claim], words: re.Pattern[str]) -> list[Said]:
    """Return where *claims* have *words*, of each the first place, with what unticks it."""
    found = ((claim, words.search(claim.line.prose.value)) for claim in claims)
    return [
        Said(
            claim.line.prose.span(*match.span()),
            Fix("Untick the line", (Edit(claim.box, "[ ]"),), Applicability.UNSAFE),
        )
        for claim, match in found
        if match is not None
    ]


class Said(NamedTuple):
    """The words of a claim, and the fix that takes it back."""

    at: Span
    fix: Fix


def _shared_files(tasks: TaskList, claims: Sequence[Said]) -> Iterator[Violation]:
    shared = tasks.shared_files if claims else ()
    if not shared:
        return
    files = _files(shared)
    related = (
        Related(use.path.at, f"`{task.name}` changes `{file.path}`")
        for file in shared
        for task, use in file.uses
    )
    shown = tuple(islice(related, MOST_RELATED))
    for claim in claims:
        words = f"ticked, but parallel tasks share {files}; untick the line or part the tasks"
        yield Violation(claim.at, words, shown, claim.fix)


def _files(shared: tuple[SharedFile, ...]) -> str:
    """Name the files with their tasks: both of two, of more the first and how many there are."""
    shown = [f"`{file.path}` ({_names([task for task, _ in file.uses])})" for file in shared]
    if len(shown) <= FEW_FILES:
        return " and ".join(shown)
    return f"{shown[0]} and {len(shown) - 1} more files"


def _without_path(tasks: TaskList, claims: Sequence[Said]) -> Iterator[Violation]:
    bare = [task for task in tasks.tasks if not names_a_path(task.leaf.prose)] if claims else []
    if not bare:
        return
    some = f"{len(bare)} of {len(tasks.tasks)} tasks {'names' if len(bare) == 1 else 'name'}"
    named = _names(bare)
    shown = tuple(
        Related(_place(task), f"`{task.name}` names no file") for task in bare[:MOST_RELATED]
    )
    for claim in claims:
        words = f"ticked, but {some} no file: {named}; name their files or untick the line"
        yield Violation(claim.at, words, shown, claim.fix)


def _place(task: Task) -> Span:
    return (task.id or task.title).at


def _names(tasks: Sequence[Task]) -> str:
    names = [f"`{task.name}`" for task in tasks]
    return ", ".join(names) if len(names) <= 5 else f"{', '.join(names[:3])} … {names[-1]}"
