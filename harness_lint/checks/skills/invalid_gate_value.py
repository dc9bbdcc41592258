"""HL519 invalid-gate-value. Its page and its tests are in `invalid_gate_value.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from harness_lint.check import check
from harness_lint.documents.skill import Skill
from harness_lint.findings import Violation, replacement
from harness_lint.packs.patterns import compile_pattern

NEAR = 0.8
"""How alike a value must be, from 0 to 1, to be a known one misspelled."""


@check("HL519", "invalid-gate-value", subject=Skill, since="0.1")
def invalid_gate_value(skill: Skill) -> Iterator[Violation]:
    """The maturity or the gate type of a gate skill has another form than all others."""
    data = skill.family.data
    form = data.get("maturity-pattern", "")
    for value in skill.values_for("maturity")[:1]:
        if form and not compile_pattern(form).fullmatch(value.value):
            right = data["maturity-form"]
            yield Violation(value.at, f"maturity `{_bare(value.value)}` is not `{right}`")
    kinds = data.get("gate-kinds", ())
    for value in skill.values_for("gate-type")[:1]:
        found = _bare(value.value)
        meant = _meant(found, kinds)
        if meant is not None:
            words = f"gate type `{found}` is unknown; did you mean `{meant}`?"
            fix = replacement(value.at, skill.source.slice(value.at), found, meant)
            yield Violation(value.at, words, fix=fix)


def _bare(value: str) -> str:
    return value.rstrip(". ")


def _meant(value: str, kinds: tuple[str, ...]) -> str | None:
    if value in kinds:
        return None
    folded = re.sub(r"[\s_-]+", "-", value.casefold())
    from difflib import get_close_matches

    close = get_close_matches(folded, kinds, n=1, cutoff=NEAR)
    return close[0] if close else None
