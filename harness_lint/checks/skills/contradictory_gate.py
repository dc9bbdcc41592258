"""HL517 contradictory-gate. Its page and its tests are in `contradictory_gate.md`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.skill import Skill
from harness_lint.findings import Related, Violation
from harness_lint.source import Span


class Claim(NamedTuple):
    """What one place of the skill says of its gate."""

    where: str
    kind: str
    at: Span


@check("HL517", "contradictory-gate", subject=Skill, since="0.1")
def contradictory_gate(skill: Skill) -> Iterator[Violation]:
    """Maturity, gate type and description of a gate skill name different gates."""
    claims = tuple(_claims(skill, skill.family.data.get("gate-kinds", ())))
    counts = Counter(claim.kind for claim in claims)
    if len(counts) < 2:
        return
    usual = max(counts, key=lambda kind: counts[kind])
    odd = next(claim for claim in claims if counts[usual] == 1 or claim.kind != usual)
    others = [claim for claim in claims if claim.kind != odd.kind]
    yield Violation(
        odd.at,
        f"{odd.where} says `{odd.kind}`, but {others[0].where} says `{others[0].kind}`",
        related=tuple(Related(claim.at, f"{claim.where} says so") for claim in others),
    )


def _claims(skill: Skill, kinds: Sequence[str]) -> Iterator[Claim]:
    """Yield the claims, the gate type first: it is what others must agree with."""
    for role, where in (("gate-type", "the gate type"), ("maturity", "the maturity")):
        for value in skill.values_for(role)[:1]:
            for kind in _kinds_in(value.value, kinds)[:1]:
                yield Claim(where, kind, value.at)
    if skill.description is not None:
        gates = [kind for kind in kinds if kind.endswith("gate")]
        found = _kinds_in(skill.description.value, gates)
        if len(found) == 1:
            yield Claim("the description", found[0], skill.description.at)


def _kinds_in(text: str, kinds: Sequence[str]) -> list[str]:
    words = "-" + "-".join(re.findall(r"[a-z0-9]+", text.casefold())) + "-"
    return [kind for kind in kinds if f"-{kind}-" in words]
