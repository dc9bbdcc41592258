"""``python -m tests.engine.cache_edits SEED EDITS [FOLDER …]``: edits of projects, and after each
of them the answer of a run with a cache beside that of a run without.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from random import Random
from typing import NamedTuple

from harness_lint.cli import main
from tests.engine.edits import Playground, show

FORMATS = ("full", "json")
"""The format for people keeps what was drawn; that for programs tells the most."""


class Answer(NamedTuple):
    code: int
    said: str
    notes: str


def answer(folder: Path, *arguments: str) -> Answer:
    """Return what a check of *folder* gives, made in this process."""
    said, notes = io.StringIO(), io.StringIO()
    with chdir(folder), redirect_stdout(said), redirect_stderr(notes):
        code = main(["check", "--output-format", "json", *arguments])
    return Answer(code, said.getvalue(), notes.getvalue())


def work(below: Path, origins: list[Path], seed: int, edits: int) -> Iterator[str]:
    """Edit copies of *origins* in turns, *edits* times in all; yield, for each, what differs."""
    random = Random(seed)
    grounds = [
        Playground(below / str(number), origin, origins, random)
        for number, origin in enumerate(origins)
    ]
    stories: list[list[str]] = [[] for _ in grounds]
    for number in range(edits):
        ground, story = grounds[number % len(grounds)], stories[number % len(grounds)]
        story.append(ground.edit())
        arguments = (*ground.arguments(), "--output-format", random.choice(FORMATS))
        story.append(f"  check {arguments}")
        kept = answer(ground.folder, *arguments)
        plain = answer(ground.folder, "--no-cache", *arguments)
        origin = str(origins[number % len(grounds)])
        yield "\n".join([origin, *story[-12:], *difference(kept, plain)]) if kept != plain else ""


def difference(one: Answer, two: Answer) -> list[str]:
    """Return some words on what is not the same in two answers."""
    found = [f"exit codes {one.code}, {two.code}"] if one.code != two.code else []
    if one.notes != two.notes:
        found += [f"kept: {one.notes!r}", f"without: {two.notes!r}"]
    lines, others = one.said.splitlines(), two.said.splitlines()
    found += [f"kept: {line}" for line in lines if line not in others][:6]
    found += [f"without: {line}" for line in others if line not in lines][:6]
    if not found and one != two:
        found.append("other order")
    return found


if __name__ == "__main__":
    show(work)
