"""HL901 unused-suppression. Its page and its tests are in `unused_suppression.md`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from harness_lint.check import check
from harness_lint.errors import did_you_mean, listed
from harness_lint.findings import Violation
from harness_lint.project.run import DirectiveUse, Run

ACTIONS = ("disable", "disable-line", "disable-next-line", "disable-file", "enable", "waive")


@check("HL901", "unused-suppression", subject=Run, since="0.1")
def unused_suppression(run: Run) -> Iterator[Violation]:
    """A suppression suppresses nothing, or names a rule that does not exist."""
    for use in run.directives:
        at, action = use.directive.at, use.directive.key
        if action not in ACTIONS:
            yield Violation(at, _unknown_action(action))
            continue
        for word in use.unknown:
            if not word:
                yield Violation(at, f"no rule stands behind the `=` of `{action}`; name one")
            else:
                yield Violation(at, f"there is no rule `{word}`{_hint(word, run.rule_names)}")
        if use.unused:
            yield Violation(at, _idle(use))


def _unknown_action(action: str) -> str:
    right = did_you_mean(action, ACTIONS) or f"; use one of {listed(ACTIONS)}"
    found = f"`{action}` tells" if action else "a comment without a word tells"
    return f"{found} the linter nothing{right}"


def _hint(word: str, names: Sequence[str]) -> str:
    # numbers that look alike have nothing to do with each other
    is_number = word[-1:].isdigit()
    near = "" if is_number else did_you_mean(word, names) or did_you_mean(word.lower(), names)
    return near or "; `harness-lint rules` lists them all"


def _idle(use: DirectiveUse) -> str:
    action = use.directive.key
    if action == "enable":
        return "`enable` ends no `disable` above it; remove it"
    if use.unused == ("*",):
        return f"`{action}` suppresses nothing here; remove it"
    rules = listed(use.unused)
    return f"`{action}` of {rules} suppresses nothing here; remove it"
