"""HL803 contradictory-trust. Its page and its tests are in `contradictory_trust.md`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from harness_lint.check import check
from harness_lint.documents.trust_model import SUPERVISION, Level, TrustModel
from harness_lint.errors import listed
from harness_lint.findings import Related, Violation
from harness_lint.source import Located


@check("HL803", "contradictory-trust", subject=TrustModel, since="0.1")
def contradictory_trust(model: TrustModel) -> Iterator[Violation]:
    """A trust model puts a thing at two levels, or watches a lower level less than a higher one."""
    yield from _in_two_levels(model)
    for higher, lower in pairwise(model.levels):
        yield from _less_watched(higher, lower)
        yield from _scores(higher, lower)
    default = model.default
    if default is not None and model.names and default.value not in model.names:
        names = listed(model.names)
        yield Violation(default.at, f"default level `{default.value}` is not one of {names}")


def _in_two_levels(model: TrustModel) -> Iterator[Violation]:
    first: dict[tuple[str, str], tuple[Level, Located[str]]] = {}
    for level in model.levels:
        for kind, context in level.contexts:
            other, place = first.setdefault((kind, context.value), (level, context))
            if other is level:
                continue
            word = "pattern" if kind == "pattern" else "task type"
            name = level.name.value
            yield Violation(
                context.at,
                f"{word} `{context.value}` is at the levels `{other.name.value}` and `{name}`; "
                "keep one",
                (Related(place.at, f"at `{other.name.value}`"),),
            )


def _less_watched(higher: Level, lower: Level) -> Iterator[Violation]:
    names = f"`{lower.name.value}`", f"`{higher.name.value}`"
    if (
        higher.approves is not None
        and lower.approves is not None
        and lower.approves.value > higher.approves.value
    ):
        yield Violation(
            lower.approves.at,
            f"the level {names[0]} approves by itself, but {names[1]}, which is trusted more, "
            "does not; turn them round",
            (Related(higher.approves.at, f"of {names[1]}"),),
        )
    if higher.supervision is not None and lower.supervision is not None:
        ranks = [_rank(one.value) for one in (higher.supervision, lower.supervision)]
        if None not in ranks and (ranks[0] or 0) > (ranks[1] or 0):
            yield Violation(
                lower.supervision.at,
                f"supervision `{lower.supervision.value}` of {names[0]} is less than "
                f"`{higher.supervision.value}` of {names[1]}, which is trusted more; "
                "turn them round",
                (Related(higher.supervision.at, f"of {names[1]}"),),
            )
    if higher.changes and lower.changes and lower.changes.value > higher.changes.value:
        yield Violation(
            lower.changes.at,
            f"the level {names[0]} may make more changes at a stretch than {names[1]}, "
            "which is trusted more; turn them round",
            (Related(higher.changes.at, f"of {names[1]}"),),
        )


def _scores(higher: Level, lower: Level) -> Iterator[Violation]:
    """Yield where the scores of two neighbours are out of order, overlap or leave a gap."""
    names = f"`{higher.name.value}`", f"`{lower.name.value}`"
    if higher.low and lower.low and lower.low.value >= higher.low.value:
        yield Violation(
            lower.low.at,
            f"the level {names[1]} begins at {lower.low.value:g}, not below {names[0]}, which "
            f"begins at {higher.low.value:g}; let the scores fall with the trust",
            (Related(higher.low.at, f"of {names[0]}"),),
        )
    elif higher.low and lower.high and lower.high.value > higher.low.value:
        yield Violation(
            lower.high.at,
            f"the level {names[1]} ends at {lower.high.value:g}, within {names[0]}, which begins "
            f"at {higher.low.value:g}; let one end where the other begins",
            (Related(higher.low.at, f"of {names[0]}"),),
        )
    elif higher.low and lower.high and higher.low.value - lower.high.value > _step(higher, lower):
        yield Violation(
            lower.high.at,
            f"nothing holds between {lower.high.value:g}, where {names[1]} ends, and "
            f"{higher.low.value:g}, where {names[0]} begins; close the gap",
            (Related(higher.low.at, f"of {names[0]}"),),
        )


def _step(*levels: Level) -> float:
    """Return how far neighbours may stand apart: 1 where all scores are whole numbers."""
    scores = [one.value for level in levels for one in (level.low, level.high) if one is not None]
    if all(score.is_integer() for score in scores) and max(scores) > 1:
        return 1
    return 0.01 + 1e-9 if max(scores) <= 1 else 0.1 + 1e-9


def _rank(word: str) -> int | None:
    return SUPERVISION.index(word) if word in SUPERVISION else None
