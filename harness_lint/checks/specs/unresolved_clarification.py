"""HL605 unresolved-clarification. Its page and its tests are in `unresolved_clarification.md`."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.findings import Violation
from harness_lint.project.index import Project, beside


@check("HL605", "unresolved-clarification", subject=Project, since="0.1", needs=("clarification",))
def unresolved_clarification(project: Project) -> Iterator[Violation]:
    """A spec still asks a question although the tasks made of it are written."""
    for fact in project.facts("clarification"):
        planned_in = str(fact.values["planned-in"])
        tasks = beside(fact.at.path, planned_in)
        if tasks is None or not project.tree.exists(tasks):
            continue
        question = _short(fact.key) or "what is meant here"
        yield Violation(
            fact.at,
            f"`{question}` is still to be clarified, but `{planned_in}` is written; "
            "decide it here, then see which tasks change",
        )


def _short(question: str) -> str:
    words = question if len(question) <= SHOWN else question[: SHOWN - 1].rstrip() + "…"
    return words.replace("`", "'")


SHOWN = 60
"""As many characters of a question are shown."""
