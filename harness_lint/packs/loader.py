"""From pack data to shapes. Built-in packs come in parsed form, a user's from YAML."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness_lint.errors import ConfigError, did_you_mean
from harness_lint.findings import Severity
from harness_lint.packs.building import (
    build,
    counts_of,
    fields_of,
    status_block_of,
    status_demand_of,
    tasks_of,
    values_of,
)
from harness_lint.packs.field_shapes import StatusBlockShape
from harness_lint.packs.folder import PARSED
from harness_lint.packs.reference_shape import ReferenceShape
from harness_lint.packs.shape import (
    Family,
    NewShape,
    PackSet,
    RuleSetting,
    SectionShape,
    Signature,
    TextShape,
)
from harness_lint.packs.trace_shapes import (
    ClaimShape,
    Clause,
    DefinitionShape,
    ItemKind,
    Need,
    TraceShape,
)

if TYPE_CHECKING:
    from harness_lint.packs.own import OwnPack


@cache
def builtin_packs() -> PackSet:
    """Return the packs that come with us and are always in force."""
    return pack_set(pack for pack in builtin_data().values() if not pack.get("optional"))


@cache
def builtin_data() -> Mapping[str, Mapping[str, Any]]:
    """Return all packs that come with us as data, by name."""
    return json.loads(PARSED.read_bytes())  # type: ignore[no-any-return]


def load_packs(root: str, names: Iterable[str]) -> PackSet:
    """Return the built-in packs with those of *names* in front of them.

    A name that ends in ``.yaml`` or ``.yml`` is a file below *root*; any other is that of a
    built-in pack which is in force only where it is asked for, or of one that a plug-in ships. A
    family or a kind of item of theirs replaces a built-in one of the same name, and where two claim
    one file, the pack that is named first has it.

    Raises: ConfigError for a file that cannot be read or that is no pack, with file and line.
    """
    return _packs(root, tuple(names))


@lru_cache(maxsize=8)
def _packs(root: str, names: tuple[str, ...]) -> PackSet:
    return _over(names, lambda name: _kept_pack(root, name))


def packs_over(names: Sequence[str], read: Callable[[str], bytes]) -> PackSet:
    """Return the built-in packs with those of *names* in front of them; *read* gives a file."""
    return _over(names, lambda name: _own_pack(name, read))


def _over(names: Sequence[str], own_pack: Callable[[str], OwnPack | None]) -> PackSet:
    packs = builtin_packs()
    for number, name in enumerate(reversed(names), 1):
        own = own_pack(name)
        data = builtin_data()[name] if own is None else own.data
        packs = _in_front(pack_set([data], precedence=number), packs)
    return packs


def own_packs(root: str, names: Iterable[str]) -> Iterator[OwnPack]:
    """Yield those of the packs *names* that do not come with us, with their places."""
    for name in names:
        own = _kept_pack(root, name)
        if own is not None:
            yield own


@lru_cache(maxsize=16)
def _kept_pack(root: str, name: str) -> OwnPack | None:
    return _own_pack(name, lambda file: (Path(root) / file).read_bytes())


def forget_own_packs() -> None:
    """Read the packs of the user anew when they are next wanted, since they may have changed."""
    _packs.cache_clear()
    _kept_pack.cache_clear()


def is_file(name: str) -> bool:
    """Whether the name of a pack in the configuration is that of a file."""
    return name.endswith((".yaml", ".yml"))


def _own_pack(name: str, read: Callable[[str], bytes]) -> OwnPack | None:
    """Return the pack *name* from a file, or from a plug-in; None if it comes with us."""
    if is_file(name):
        from harness_lint.packs.own import read_own_pack

        return read_own_pack(name, read, builtin_data())
    return None if name in builtin_data() else _installed_pack(name)


def _installed_pack(name: str) -> OwnPack:
    from harness_lint.packs.installed import installed_names, installed_pack
    from harness_lint.packs.own import read_own_pack

    file = installed_pack(name)
    if file is None:
        known = (*builtin_data(), *installed_names())
        near = did_you_mean(name, known) or "; a pack of your own is a `.yaml` file"
        raise ConfigError(f"packs: unknown pack `{name}`{near}")
    return read_own_pack(str(file), lambda path: Path(path).read_bytes(), builtin_data())


def _in_front(mine: PackSet, theirs: PackSet) -> PackSet:
    named = {family.name for family in mine.families}
    kinds = {kind.name for kind in mine.kinds}
    blocks = {block.name for block in mine.status_blocks}
    families = (*mine.families, *(one for one in theirs.families if one.name not in named))
    return PackSet(
        tuple(_with_texts(family, mine.texts) for family in families),
        (*mine.status_blocks, *(one for one in theirs.status_blocks if one.name not in blocks)),
        (*mine.kinds, *(one for one in theirs.kinds if one.name not in kinds)),
        (*theirs.texts, *(text for text in mine.texts if text.everywhere)),
    )


def _with_texts(family: Family, texts: Iterable[TextShape]) -> Family:
    own = tuple(text for text in texts if not text.families or family.name in text.families)
    return family._replace(texts=(*family.texts, *own)) if own else family


def pack_set(packs: Iterable[Mapping[str, Any]], precedence: int = 0) -> PackSet:
    """Return the shapes of validated *packs*, whose families have that *precedence*."""
    packs = tuple(packs)
    families: list[Family] = []
    blocks: list[StatusBlockShape] = []
    kinds: list[ItemKind] = []
    for pack in packs:
        for name, data in pack.get("families", {}).items():
            families.append(_family(name, pack["pack"], data)._replace(precedence=precedence))
        blocks.extend(status_block_of(data) for data in pack.get("status-blocks", ()))
        kinds.extend(_kind(name, data) for name, data in pack.get("items", {}).items())
    texts = tuple(build(TextShape, data) for pack in packs for data in pack.get("texts", ()))
    return PackSet(tuple(families), tuple(blocks), tuple(kinds), texts)


def _family(name: str, pack: str, data: Mapping[str, Any]) -> Family:
    values = values_of(Family, data)
    values["sections"] = tuple(_section(item) for item in data.get("sections", ()))
    values["fields"] = fields_of(data.get("fields", ()))
    values["counts"] = counts_of(data.get("counts", ()))
    values["texts"] = tuple(build(TextShape, item) for item in data.get("texts", ()))
    values["references"] = tuple(build(ReferenceShape, item) for item in data.get("references", ()))
    values["rules"] = {key: _rule(value) for key, value in data.get("rules", {}).items()}
    if "tasks" in data:
        values["tasks"] = tasks_of(data["tasks"])
    if "status" in data:
        values["status"] = status_demand_of(data["status"])
    if "trace" in data:
        values["trace"] = _trace(data["trace"])
    if "new" in data:
        values["new"] = build(NewShape, data["new"])
    if "signature" in data:
        values["signature"] = build(Signature, data["signature"])
    return Family(name=name, pack=pack, **values)


def _kind(name: str, data: Mapping[str, Any]) -> ItemKind:
    values = values_of(ItemKind, data)
    values["policy"] = tuple(_clause(clause) for clause in data.get("policy", ()))
    values.setdefault("plural", f"{data['title']}s")
    return ItemKind(name=name, **values)


def _clause(data: Mapping[str, Any]) -> Clause:
    values = values_of(Clause, data)
    values["any"] = tuple(build(Need, need) for need in data["any"])
    return Clause(**values)


def _trace(data: Mapping[str, Any]) -> TraceShape:
    values = values_of(TraceShape, data)
    values["defines"] = tuple(build(DefinitionShape, item) for item in data.get("defines", ()))
    values["claims"] = tuple(build(ClaimShape, item) for item in data.get("claims", ()))
    return TraceShape(**values)


def _section(data: str | Mapping[str, Any]) -> SectionShape:
    if isinstance(data, str):
        return SectionShape(data, required=True)
    values = values_of(SectionShape, data)
    values["fields"] = fields_of(data.get("fields", ()))
    columns = data.get("columns", ())
    values["columns"] = fields_of({"name": c} if isinstance(c, str) else c for c in columns)
    values["sections"] = tuple(_section(item) for item in data.get("sections", ()))
    return SectionShape(**values)


def _rule(data: str | bool | Mapping[str, Any]) -> RuleSetting:
    """Return the setting: ``off``, a severity, or a mapping of ``severity`` and options.

    YAML takes a bare ``off`` for false.
    """
    if not isinstance(data, Mapping):
        data = {"severity": data}
    severity = "off" if data.get("severity") is False else data.get("severity")
    options = {key: value for key, value in data.items() if key != "severity"}
    if severity == "off":
        return RuleSetting(enabled=False, options=options)
    return RuleSetting(Severity(severity) if severity else None, options=options)
