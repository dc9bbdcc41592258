"""HL901 unused-suppression. Its page and its tests are in `unused_suppression.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from harness_lint.check import check
from harness_lint.findings import Violation
from harness_lint.project.run import DirectiveUse, Run


@check("HL901", "unused-suppression", subject=Run, since="0.1")
def unused_suppression(run: Run) -> Iterator[Violation]:
    """A suppression suppresses nothing, or names a rule that does not exist."""
    for use in run.directives:
        for word in use.unknown:
            yield Violation(
                use.directive.at, f"there is no rule `{word}`{_hint(word, run.rule_names)}"
            )
        if use.unused:
            yield Violation(use.directive.at, _words(use))


def _hint(word: str, names: Sequence[str]) -> str:
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if not close and word.upper() != word:
        close = get_close_matches(word.upper(), names, n=1, cutoff=0.6)
    return f"; did you mean `{close[0]}`?" if close else "; `harness-lint rules` lists them all"


def _words(use: DirectiveUse) -> str:
    action = use.directive.key
    if use.unused == ("*",):
        return f"`{action}` suppresses nothing here; remove it"
    rules = ", ".join(f"`{word}`" for word in use.unused)
    return f"`{action}` of {rules} suppresses nothing here; remove it"
