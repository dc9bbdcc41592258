"""Names in a user's packs against what there is: rules, options, kinds of items, families."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from harness_lint.config_names import Rules, option_problems, unknown_rule
from harness_lint.errors import did_you_mean, listed
from harness_lint.packs.own import OwnPack, Place
from harness_lint.packs.shape import PackSet

Data: TypeAlias = Mapping[str, Any]
Mistake: TypeAlias = tuple[Place, str]


def check_pack_names(own: Iterable[OwnPack], packs: PackSet, registry: Rules) -> None:
    """Check every name that the packs *own* use; *packs* are all that are in force.

    Raises: ConfigError with each unknown name of the first pack that has one, at its line.
    """
    kinds = {kind.name for kind in packs.kinds}
    families = {family.name for family in packs.families}
    for pack in own:
        mistakes = [
            *_rule_mistakes(pack.data, registry),
            *_kind_mistakes(pack.data, kinds),
            *_family_mistakes(pack.data, families),
            *_text_mistakes(pack.data),
            *_block_mistakes(pack.data, {block.name for block in packs.status_blocks}),
            *_field_mistakes(pack.data),
        ]
        if mistakes:
            raise pack.mistakes(mistakes)


def _rule_mistakes(data: Data, registry: Rules) -> Iterator[Mistake]:
    for name, family in data.get("families", {}).items():
        for rule, setting in family.get("rules", {}).items():
            place = ("families", name, "rules", rule)
            if registry.get(rule) is None:
                yield place, unknown_rule(rule, registry)
            elif isinstance(setting, Mapping):
                options = {key: value for key, value in setting.items() if key != "severity"}
                for problem in option_problems(rule, options, place, registry):
                    yield problem.path, problem.message


def _kind_mistakes(data: Data, kinds: Iterable[str]) -> Iterator[Mistake]:
    for place, kind in (*_kinds_of_families(data), *_kinds_of_policies(data)):
        if kind not in kinds:
            near = did_you_mean(kind, kinds) or f"; the kinds are {listed(sorted(kinds))}"
            yield place, f"unknown kind of item `{kind}`{near}"


def _kinds_of_families(data: Data) -> Iterator[Mistake]:
    for name, family in data.get("families", {}).items():
        trace = family.get("trace", {})
        for number, shape in enumerate(trace.get("defines", ())):
            for key in ("kind", "parent"):
                if key in shape:
                    yield ("families", name, "trace", "defines", number, key), shape[key]
        for number, count in enumerate(family.get("counts", ())):
            if count["of"] not in COUNTED:
                yield ("families", name, "counts", number, "of"), count["of"]
        for number, shape in enumerate(trace.get("claims", ())):
            for index, kind in enumerate(shape["kinds"]):
                yield ("families", name, "trace", "claims", number, "kinds", index), kind


def _kinds_of_policies(data: Data) -> Iterator[Mistake]:
    for name, item in data.get("items", {}).items():
        for number, clause in enumerate(item.get("policy", ())):
            for index, need in enumerate(clause["any"]):
                place = ("items", name, "policy", number, "any", index, "sources")
                for at, kind in enumerate(need.get("sources", ())):
                    if kind not in EVIDENCE:
                        yield (*place, at), kind


def _family_mistakes(data: Data, families: Iterable[str]) -> Iterator[Mistake]:
    for key in ("texts", "status-blocks"):
        for number, part in enumerate(data.get(key, ())):
            for index, family in enumerate(part.get("families", ())):
                if family not in families:
                    near = did_you_mean(family, families)
                    right = near or f"; the families are {listed(sorted(families))}"
                    yield (key, number, "families", index), f"unknown family `{family}`{right}"


def _text_mistakes(data: Data) -> Iterator[Mistake]:
    for number, text in enumerate(data.get("texts", ())):
        if text.get("everywhere") and text.get("families"):
            yield ("texts", number, "everywhere"), "`everywhere` and `families` exclude each other"


def _block_mistakes(data: Data, blocks: Iterable[str]) -> Iterator[Mistake]:
    """Yield the families that demand a status block which is nowhere."""
    for name, family in data.get("families", {}).items():
        demand = family.get("status")
        place: Place = ("families", name, "status")
        if isinstance(demand, Mapping):
            demand, place = demand["block"], (*place, "block")
        if demand is not None and demand not in blocks:
            near = (
                did_you_mean(demand, blocks) or f"; the status blocks are {listed(sorted(blocks))}"
            )
            yield place, f"unknown status block `{demand}`{near}"


def _field_mistakes(data: Data) -> Iterator[Mistake]:
    """Yield the fields that implications name and their status blocks do not have."""
    for number, block in enumerate(data.get("status-blocks", ())):
        fields = [field["name"] for field in block["fields"]]
        for index, rule in enumerate(block.get("implications", ())):
            for part in ("if", "then"):
                for name in rule[part]:
                    if name not in fields:
                        near = (
                            did_you_mean(name, fields)
                            or f"; the fields are {listed(sorted(fields))}"
                        )
                        place = ("status-blocks", number, "implications", index, part, name)
                        yield place, f"unknown field `{name}`{near}"


COUNTED = frozenset({"done", "groups", "open", "parallel", "rows", "sections", "tasks"})
"""What sentences count besides items."""

EVIDENCE = frozenset({"code", "document", "handoff", "results", "review", "state"})
"""Sources of links that are no items of a pack."""
