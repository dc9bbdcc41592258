"""HL901 unused-suppression. Its page and its tests are in `unused_suppression.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from harness_lint.check import check
from harness_lint.errors import listed
from harness_lint.findings import Applicability, Edit, Fix, Violation
from harness_lint.project.run import DirectiveUse, Run

ACTIONS = ("disable", "disable-line", "disable-next-line", "disable-file", "enable", "waive")


@check("HL901", "unused-suppression", subject=Run, since="0.1")
def unused_suppression(run: Run) -> Iterator[Violation]:
    """A suppression suppresses nothing, or names a rule that does not exist."""
    for use in run.directives:
        at, action = use.directive.at, use.directive.key
        if action not in ACTIONS:
            right = _nearest(action, ACTIONS)
            yield Violation(at, _unknown_action(action), fix=_rewording(use, action, right))
            continue
        for word in use.unknown:
            if not word:
                yield Violation(at, f"no rule stands behind the `=` of `{action}`; name one")
            else:
                right = _meant(word, run.rule_names)
                hint = (
                    f"; did you mean `{right}`?"
                    if right
                    else "; `harness-lint rules` lists them all"
                )
                words = f"there is no rule `{word}`{hint}"
                yield Violation(at, words, fix=_rewording(use, word, right))
        if use.unused:
            yield Violation(at, _idle(use), fix=_removal(use))


def _unknown_action(action: str) -> str:
    near = _nearest(action, ACTIONS)
    right = f"; did you mean `{near}`?" if near else f"; use one of {listed(ACTIONS)}"
    found = f"`{action}` tells" if action else "a comment without a word tells"
    return f"{found} the linter nothing{right}"


def _meant(word: str, names: Sequence[str]) -> str:
    # numbers that look alike have nothing to do with each other
    is_number = word[-1:].isdigit()
    return "" if is_number else _nearest(word, names) or _nearest(word.lower(), names)


def _nearest(word: str, choices: Sequence[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, choices, n=1)), "")


def _idle(use: DirectiveUse) -> str:
    action = use.directive.key
    if action == "enable":
        return "`enable` ends no `disable` above it; remove it"
    if use.unused == ("*",):
        return f"`{action}` suppresses nothing here; remove it"
    rules = listed(use.unused)
    return f"`{action}` of {rules} suppresses nothing here; remove it"


def _rewording(use: DirectiveUse, found: str, right: str) -> Fix | None:
    """Return the fix that writes *right* for the first *found*; None if nothing is right."""
    text = _text(use)
    place = re.search(rf"(?<![\w-]){re.escape(found)}(?![\w-])", text) if right and found else None
    if place is None:
        return None
    new = text[: place.start()] + right + text[place.end() :]
    edit = Edit(use.directive.at, new)
    return Fix(f"Write `{right}`", (edit,), Applicability.UNSAFE)


def _removal(use: DirectiveUse) -> Fix | None:
    """Return the fix that removes the suppression, or those of its rules that are not used."""
    names = use.directive.values["rules"]
    words = [str(name) for name in names] if isinstance(names, Sequence) else []
    kept = [name for name in words if name not in use.unused]
    if not kept or use.unused == ("*",):
        return Fix("Remove the suppression", (Edit(use.extent, ""),)) if use.extent else None
    head, sign, rest = _text(use).partition("=")
    said, dashes, reason = rest.partition(" -- ")
    if not sign:
        return None
    blanks = said[len(said.rstrip()) :]
    edit = Edit(use.directive.at, f"{head}={', '.join(kept)}{blanks}{dashes}{reason}")
    return Fix(f"Remove {listed(use.unused)}", (edit,))


def _text(use: DirectiveUse) -> str:
    """Return the words of the directive; empty if they are not known to their end."""
    text, span = use.directive.at.text, use.directive.at.span
    return text if len(text.encode()) == span.end - span.start else ""
