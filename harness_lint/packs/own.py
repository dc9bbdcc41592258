"""A user's packs: read from YAML, validated at their lines, and laid over what they extend."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from harness_lint.errors import ConfigError, UndecodableError, did_you_mean, listed
from harness_lint.markdown.data_tree import DataNode, TooLargeError
from harness_lint.markdown.yaml_tree import read_yaml
from harness_lint.packs.merging import merged
from harness_lint.packs.own_schemas import fault, is_builtin, parsed, schema_places
from harness_lint.source import Source

Data: TypeAlias = Mapping[str, Any]
Read: TypeAlias = Callable[[str], bytes]
Place: TypeAlias = tuple[str | int, ...]

LARGEST = 1 << 20
"""How many bytes a pack may have."""

SCHEMA = "pack.schema.json"


class OwnPack(NamedTuple):
    """A pack of the user's: what it says, what it extends laid under it, and where it says it."""

    name: str
    """How messages call the file: its path as the configuration gives it."""
    data: Data
    source: Source
    tree: DataNode

    def mistakes(self, problems: Iterable[tuple[Place, str]]) -> ConfigError:
        """Return the error that lists *problems*, each a place in the pack and a sentence."""
        lines = sorted((self._line(path), message) for path, message in problems)
        return ConfigError("\n".join(f"{self.name}:{line}: {text}" for line, text in lines))

    def _line(self, path: Place) -> int:
        """Return the 1-based line of what stands at *path*, or of the nearest thing around it."""
        node, at = self.tree, self.tree.span
        for step in path:
            below = node.step(step)
            if below is None:
                break
            key = node.key_span(step) if isinstance(step, str) else None
            node, at = below, below.span if key is None else key
        return self.source.line_at(at.start)


def read_own_pack(name: str, read: Read, builtin: Mapping[str, Data]) -> OwnPack:
    """Return the pack in the file *name*, laid over those it extends.

    *read* gives the bytes of a file, or raises OSError; *builtin* are the packs that come with us,
    by name.

    Raises: ConfigError for a file that cannot be read or that is no pack, with file and line;
    PluginError for a pack of a plug-in that is named and is not where it ought to be.
    """
    return _Reader(read, builtin).pack(name)


def installed_bytes(path: str) -> bytes:
    """Return the bytes of a file that a plug-in ships; *path* is absolute."""
    return Path(path).read_bytes()


class _Reader:
    """Reads each file once, and knows whom it is reading for."""

    def __init__(self, read: Read, builtin: Mapping[str, Data]) -> None:
        self._bytes = read
        self._builtin = builtin
        self._read: dict[str, OwnPack] = {}

    def pack(self, name: str, chain: tuple[str, ...] = ()) -> OwnPack:
        """Return the pack in the file *name*, which the files of *chain* extend."""
        if name not in self._read:
            own = read_pack_file(name, self._bytes)
            self._write_out_files(own)
            self._read[name] = self._extended(own, (*chain, name))
        return self._read[name]

    def _extended(self, own: OwnPack, chain: tuple[str, ...]) -> OwnPack:
        below: Data = {}
        for number, base in enumerate(_names(own.data.get("extends", ()))):
            below = merged(below, self._base(own, base, number, chain))
        data = {key: value for key, value in own.data.items() if key != "extends"}
        families = self._families(own, merged(below, data))
        whole = own._replace(data={**merged(below, data), "families": families})
        check_shape(whole)
        return whole

    def _write_out_files(self, own: OwnPack) -> None:
        """Put schemas and skeletons that stand in files beside *own* where it names them."""
        for name, family in own.data.get("families", {}).items():
            if "file" in family.get("new", {}):
                family["new"]["text"] = self._skeleton(own, name, family["new"].pop("file"))
            for place, given in list(schema_places(family)):
                holder: Any = family
                for step in place[:-1]:
                    holder = holder[step]
                holder[place[-1]] = self._schema(own, ("families", name, *place), given)

    def _skeleton(self, own: OwnPack, family: str, given: str) -> str:
        name = _beside(own.name, given)
        try:
            return self._bytes(name).decode()
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            words = f"skeleton `{name}` cannot be read: {why}"
            raise own.mistakes([(("families", family, "new", "file"), words)]) from error

    def _schema(self, own: OwnPack, place: Place, given: str | Data) -> str | Data:
        if isinstance(given, str):
            if is_builtin(given):
                return given
            name = _beside(own.name, given)
            try:
                given = parsed(self._bytes(name))
            except OSError as error:
                words = f"schema `{name}` cannot be read: {error.strerror}"
                raise own.mistakes([(place, words)]) from error
            except ValueError as error:
                raise own.mistakes([(place, f"schema `{name}` is no JSON: {error}")]) from error
        wrong = fault(given)
        if wrong:
            raise own.mistakes([(place, f"the schema cannot be used: {wrong}")])
        return given

    def _base(self, own: OwnPack, base: str, number: int, chain: tuple[str, ...]) -> Data:
        place = ("extends", number) if isinstance(own.data["extends"], list) else ("extends",)
        is_file = base.endswith((".yaml", ".yml"))
        if not is_file and base in self._builtin:
            return self._builtin[base]
        name = _beside(own.name, base) if is_file else self._installed(own, base, place)
        if name in chain:
            circle = " → ".join(f"`{one}`" for one in (*chain[chain.index(name) :], name))
            raise own.mistakes([(place, f"`extends` goes in a circle: {circle}")])
        reader = self if is_file else _Reader(installed_bytes, self._builtin)
        return reader.pack(name, chain).data

    def _installed(self, own: OwnPack, base: str, place: Place) -> str:
        """Return the file of the pack *base* that a plug-in ships."""
        from harness_lint.packs.installed import installed_names, installed_pack

        file = installed_pack(base)
        if file is not None:
            return str(file)
        packs = (*self._builtin, *installed_names())
        near = did_you_mean(base, packs)
        known = near or f"; the packs are {listed(packs)}; a file ends in `.yaml`"
        raise own.mistakes([(place, f"`extends` names the unknown pack `{base}`{known}")])

    def _families(self, own: OwnPack, data: Data) -> dict[str, Data]:
        """Return the families of *data*, each laid over the one that it extends."""
        mine = data.get("families", {})
        theirs = {
            name: family
            for pack in self._builtin.values()
            for name, family in pack.get("families", {}).items()
        }
        return {name: _family(own, name, mine, theirs) for name in mine}


def _family(own: OwnPack, name: str, mine: Data, theirs: Data) -> Data:
    """Return the family *name* of *mine* over those that it extends, of *mine* or of *theirs*."""
    layers: list[Data] = []
    seen: list[str] = []
    data: Data | None = mine[name]
    while data is not None:
        layers.append({key: value for key, value in data.items() if key != "extends"})
        seen.append(name)
        base = data.get("extends")
        if base is None:
            break
        place = ("families", seen[-1], "extends")
        # A family that extends its own name is the built-in one, changed.
        if base in seen[:-1] or (base == name and base not in theirs):
            circle = " → ".join(f"`{one}`" for one in (*seen, base))
            raise own.mistakes([(place, f"`extends` goes in a circle: {circle}")])
        if base not in mine and base not in theirs:
            near = did_you_mean(base, (*mine, *theirs)) or "; `harness-lint files` names them"
            raise own.mistakes([(place, f"`extends` names the unknown family `{base}`{near}")])
        name, data = base, mine[base] if base in mine and base != name else theirs[base]
    whole: Data = {}
    for layer in reversed(layers):
        whole = merged(whole, layer)
    return whole


def read_pack_file(name: str, read: Read) -> OwnPack:
    """Return the pack in the file *name* as it stands.

    Raises: ConfigError for a file that cannot be read, is no YAML, or has a wrong key or value.
    """
    try:
        source = Source.from_bytes(name, read(name))
    except OSError as error:
        raise ConfigError(f"{name}: cannot be read: {error.strerror}") from error
    except UndecodableError as error:
        raise ConfigError(f"{name}: not UTF-8 at byte {error.offset}") from error
    if len(source.data) > LARGEST:
        raise ConfigError(f"{name}: larger than 1 MB; a pack is a small file")
    tree = read_yaml(source.data)
    if tree.error is not None:
        raise ConfigError(f"{name}:{source.line_at(tree.error.at.start)}: {tree.error.message}")
    if tree.duplicates:
        double = tree.duplicates[0]
        line = source.line_at(double.at.start)
        raise ConfigError(f"{name}:{line}: key `{double.name}` stands here a second time")
    if tree.root is None or not tree.root.is_mapping:
        raise ConfigError(f"{name}:1: not a pack; it begins with `pack: <name>` and `title:`")
    try:
        own = OwnPack(name, tree.root.to_python(), source, tree.root)
    except TooLargeError as error:
        raise ConfigError(f"{name}: its aliases make it too large") from error
    check_shape(own, is_part=True)
    return own


def check_shape(own: OwnPack, *, is_part: bool = False) -> None:
    """Check *own* against `rules/pack.schema.json`; a part may lack what it takes from a base.

    Raises: ConfigError with each key and value that is wrong, at its line.
    """
    from harness_lint.packs.schemas import problems_of

    problems = [
        (problem.path, problem.message)
        for problem in problems_of(own.data, SCHEMA)
        if not (is_part and problem.missing and _extends(own.data, problem.path))
    ]
    if problems:
        raise own.mistakes(problems)


def _extends(data: Data, path: Place) -> bool:
    """Whether what stands at *path* takes from elsewhere what it does not say itself."""
    if "extends" in data:
        return True
    family = data["families"][path[1]] if path[:1] == ("families",) and len(path) > 1 else {}
    return "extends" in family


def _names(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _beside(name: str, other: str) -> str:
    """Return the path of *other*, which stands relative to the folder of the file *name*."""
    import posixpath

    return posixpath.normpath(posixpath.join(posixpath.dirname(name), other))
