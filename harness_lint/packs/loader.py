"""From pack data to shapes. Built-in packs come in parsed form, a user's from YAML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from harness_lint.errors import ConfigError
from harness_lint.findings import Severity
from harness_lint.packs.shape import (
    ClaimShape,
    Clause,
    DefinitionShape,
    Family,
    FieldShape,
    ItemKind,
    Need,
    PackSet,
    RuleSetting,
    SectionShape,
    Signature,
    StatusBlockShape,
    TaskShape,
    TraceShape,
)

T = TypeVar("T")

PARSED = Path(__file__).with_name("builtin.json")
"""The built-in packs in parsed form: written by `make packs` from `rules/*.yaml`."""


def rules_folder() -> Path:
    """Return the folder of the built-in packs: inside the wheel, or beside a checkout."""
    packaged = Path(__file__).with_name("builtin")
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "rules"


@cache
def builtin_packs() -> PackSet:
    """Return the packs that come with us."""
    return pack_set(json.loads(PARSED.read_bytes()).values())


def load_packs(root: str, files: Iterable[str]) -> PackSet:
    """Return the built-in packs with the user's *files* (below *root*) in front of them.

    A family or a kind of item of the user's replaces a built-in one of the same name.

    Raises: ConfigError for a file that cannot be read or that is no pack.
    """
    own = [read_pack(Path(root) / name, name) for name in files]
    if not own:
        return builtin_packs()
    mine, theirs = pack_set(own), builtin_packs()
    named = {family.name for family in mine.families}
    own_kinds = {kind.name for kind in mine.kinds}
    return PackSet(
        (*mine.families, *(f for f in theirs.families if f.name not in named)),
        (*mine.status_blocks, *theirs.status_blocks),
        (*mine.kinds, *(kind for kind in theirs.kinds if kind.name not in own_kinds)),
    )


def read_pack(path: Path, name: str) -> Mapping[str, Any]:
    """Return the pack in *path*, validated; *name* is how messages call the file.

    Raises: ConfigError naming file and key.
    """
    import yaml

    try:
        data = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise ConfigError(f"{name}: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{name}: not YAML: {' '.join(str(error).split())}") from error
    validate_pack(data, name)
    return data  # type: ignore[no-any-return]


def validate_pack(data: object, name: str) -> None:
    """Check *data* against `rules/pack.schema.json`.

    Raises: ConfigError naming the file and the key that is wrong.
    """
    import jsonschema

    schema = json.loads((rules_folder() / "pack.schema.json").read_bytes())
    errors = sorted(
        jsonschema.Draft202012Validator(schema).iter_errors(data), key=lambda e: list(e.path)
    )
    if errors:
        place = ".".join(str(part) for part in errors[0].absolute_path) or "top level"
        raise ConfigError(f"{name}: {place}: {errors[0].message}")


def pack_set(packs: Iterable[Mapping[str, Any]]) -> PackSet:
    """Return the shapes of validated *packs*."""
    families: list[Family] = []
    blocks: list[StatusBlockShape] = []
    kinds: list[ItemKind] = []
    for pack in packs:
        for name, data in pack.get("families", {}).items():
            families.append(_family(name, pack["pack"], data))
        blocks.extend(_status_block(data) for data in pack.get("status-blocks", ()))
        kinds.extend(_kind(name, data) for name, data in pack.get("items", {}).items())
    return PackSet(tuple(families), tuple(blocks), tuple(kinds))


def _family(name: str, pack: str, data: Mapping[str, Any]) -> Family:
    values = _values(Family, data)
    values["sections"] = tuple(_section(item) for item in data.get("sections", ()))
    values["fields"] = tuple(_build(FieldShape, item) for item in data.get("fields", ()))
    values["rules"] = {key: _rule(value) for key, value in data.get("rules", {}).items()}
    if "tasks" in data:
        values["tasks"] = _tasks(data["tasks"])
    if "trace" in data:
        values["trace"] = _trace(data["trace"])
    if "signature" in data:
        values["signature"] = _build(Signature, data["signature"])
    return Family(name=name, pack=pack, **values)


def _tasks(data: Mapping[str, Any]) -> TaskShape:
    values = _values(TaskShape, data)
    values["fields"] = tuple(_build(FieldShape, item) for item in data.get("fields", ()))
    return TaskShape(**values)


def _kind(name: str, data: Mapping[str, Any]) -> ItemKind:
    values = _values(ItemKind, data)
    values["policy"] = tuple(_clause(clause) for clause in data.get("policy", ()))
    values.setdefault("plural", f"{data['title']}s")
    return ItemKind(name=name, **values)


def _clause(data: Mapping[str, Any]) -> Clause:
    values = _values(Clause, data)
    values["any"] = tuple(_build(Need, need) for need in data["any"])
    return Clause(**values)


def _trace(data: Mapping[str, Any]) -> TraceShape:
    values = _values(TraceShape, data)
    values["defines"] = tuple(_build(DefinitionShape, item) for item in data.get("defines", ()))
    values["claims"] = tuple(_build(ClaimShape, item) for item in data.get("claims", ()))
    return TraceShape(**values)


def _section(data: str | Mapping[str, Any]) -> SectionShape:
    if isinstance(data, str):
        return SectionShape(data, required=True)
    return _build(SectionShape, data)


def _status_block(data: Mapping[str, Any]) -> StatusBlockShape:
    values = _values(StatusBlockShape, data)
    values["fields"] = tuple(_build(FieldShape, item) for item in data["fields"])
    return StatusBlockShape(**values)


def _rule(data: str | Mapping[str, Any]) -> RuleSetting:
    """Return the setting: ``off``, a severity, or a mapping of ``severity`` and options."""
    if isinstance(data, str):
        data = {"severity": data}
    severity = data.get("severity")
    options = {key: value for key, value in data.items() if key != "severity"}
    if severity == "off":
        return RuleSetting(enabled=False, options=options)
    return RuleSetting(Severity(severity) if severity else None, options=options)


def _build(shape: type[T], data: Mapping[str, Any]) -> T:
    return shape(**_values(shape, data))


def _values(shape: type, data: Mapping[str, Any]) -> dict[str, Any]:
    known = set(getattr(shape, "_fields"))  # noqa: B009  a named tuple
    return {
        name: tuple(value) if isinstance(value, list) else value
        for key, value in data.items()
        if (name := key.replace("-", "_")) in known
    }
