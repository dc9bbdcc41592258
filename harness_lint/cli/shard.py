"""Shards on disk: written one by one, read all together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from harness_lint import __version__
from harness_lint.cli import note
from harness_lint.engine.inputs import Inputs, Made
from harness_lint.engine.intake import hash_of
from harness_lint.engine.shards import (
    Part,
    Shard,
    key_of,
    paths_of,
    shard_in,
    sources_of,
    text_of_shard,
)
from harness_lint.errors import UsageError, listed
from harness_lint.writing import write_text

if TYPE_CHECKING:
    from harness_lint.cli.lint import Work

MOST = 5
"""So many files are named that are not what they were."""

SAME_OPTIONS = "give `merge` the options that `check --shard` had"
SAME_CHECKOUT = "check out what the shards were made of, or make them anew"


class Named(NamedTuple):
    """A shard and the file that it was read from."""

    name: str
    shard: Shard


class Whole(NamedTuple):
    """All shards of a project, joined."""

    key: str
    paths: tuple[str, ...]
    """What was to be checked."""
    sources: Mapping[str, Made | None]


def write_shard(shard: Shard, name: str | None, *, quiet: bool) -> None:
    """Write *shard* to the file *name*, by default to one that its number names.

    Raises: UsageError if it cannot be written.
    """
    part = shard.part
    target = name or f"harness-lint.shard-{part.number}-of-{part.parts}.json"
    write_text(Path(target), text_of_shard(shard), target)
    if not quiet:
        note(f"shard {part} with {len(shard.sources)} files is written to `{target}`")


def read_shards(names: Sequence[str]) -> Whole:
    """Return the shards in the files *names*, which must be all of one project.

    Raises: UsageError saying what is missing, or what does not belong together.
    """
    several = [Named(name, _read(name)) for name in names]
    first = several[0]
    for other in several:
        _demand_alike(first, other)
    by_number: dict[int, str] = {}
    for name, shard in several:
        earlier = by_number.setdefault(shard.part.number, name)
        if earlier != name or names.count(name) > 1:
            raise UsageError(f"`{earlier}` and `{name}` are both shard {shard.part}")
    count = first.shard.part.parts
    missing = [Part(number, count) for number in range(1, count + 1) if number not in by_number]
    if missing:
        raise UsageError(f"of {count} shards, {listed(map(str, missing))} are missing")
    sources = {path: made for one in several for path, made in one.shard.sources.items()}
    return Whole(first.shard.key, first.shard.paths, sources)


def _read(name: str) -> Shard:
    try:
        shard = shard_in(Path(name).read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"shard `{name}` does not exist") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"shard `{name}` cannot be read: {error}") from error
    if shard is None:
        raise UsageError(f"`{name}` is no shard of this version, or only a part of one")
    if shard.version != __version__:
        raise UsageError(
            f"`{name}` was written by harness-lint {shard.version}, and this is {__version__}"
        )
    return shard


def _demand_alike(one: Named, other: Named) -> None:
    if one.shard.part.parts != other.shard.part.parts:
        counts = f"{one.shard.part.parts}, and `{other.name}` of {other.shard.part.parts}"
        raise UsageError(f"`{one.name}` is one shard of {counts}")
    if one.shard.key != other.shard.key:
        raise UsageError(f"`{one.name}` and `{other.name}` were made with different settings")
    if one.shard.paths != other.shard.paths:
        raise UsageError(f"`{one.name}` and `{other.name}` were made of different paths")


def made_in(part: Part, work: Work, paths: tuple[str, ...]) -> Shard:
    """Return the shard that *part* of *work* makes, which *paths* were given for."""
    config, registry, packs, _, inputs, _ = work
    sources = sources_of(part, config, registry, inputs, packs)
    return Shard(__version__, part, key_of(config, registry, packs, inputs), paths, sources)


def joined(whole: Whole, work: Work) -> Inputs:
    """Return the inputs of *work*, of which *whole* was made, with all that it knows.

    Raises: UsageError for other settings, other files, or files that say something else now.
    """
    config, registry, packs, _, inputs, _ = work
    if whole.key != key_of(config, registry, packs, inputs):
        raise UsageError("the shards were made with other settings than this run", SAME_OPTIONS)
    here = frozenset(paths_of(inputs))
    _refuse(sorted(here.difference(whole.sources)), "in no shard")
    _refuse(sorted(whole.sources.keys() - here), "in a shard, and no file of this project")
    _refuse(_changed(whole, inputs), "not what it was when its shard was made")
    made = {path: made for path, made in whole.sources.items() if made is not None}
    return inputs._replace(made=made)


def _changed(whole: Whole, inputs: Inputs) -> Iterator[str]:
    asked = frozenset(inputs.files)
    for path, made in whole.sources.items():
        if made is None:
            continue
        if made.digest != _hash(inputs, path) or made.is_judged != (path in asked):
            yield path


def _hash(inputs: Inputs, path: str) -> str:
    try:
        return hash_of(inputs.read(path))
    except OSError:
        return ""


def _refuse(paths: Iterable[str], why: str) -> None:
    """Raise UsageError if there are *paths*."""
    found = tuple(paths)
    if found:
        verb = "is" if len(found) == 1 else "are each"
        raise UsageError(f"{listed(found, MOST)} {verb} {why}", SAME_CHECKOUT)
