"""Shards: what the file stage has made of a part of a project, for a run that joins the parts."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from harness_lint.config import Config
from harness_lint.engine.finding_rows import location_in
from harness_lint.engine.gathering import Gathering
from harness_lint.engine.inputs import Extras, Inputs, Made
from harness_lint.engine.reading import Reading
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Crash
from harness_lint.engine.workers import Done
from harness_lint.markdown.parser import engine_name
from harness_lint.packs.shape import PackSet
from harness_lint.project.facts import Rows, SourceRows, json_text
from harness_lint.project.run import Trouble

FORMAT = 1
"""Raised whenever what stands in the files is another."""


class Part(NamedTuple):
    """One of several parts of a project."""

    number: int
    """From 1 on."""
    parts: int
    """How many there are."""

    def __str__(self) -> str:
        return f"{self.number}/{self.parts}"

    def holds(self, path: str) -> bool:
        """Whether the file at *path* belongs to it: a file stays in its part, come what may."""
        digest = blake2b(os.fsencode(path), digest_size=8).digest()
        return int.from_bytes(digest, "big") % self.parts == self.number - 1


class Shard(NamedTuple):
    """What was made of one part of a project."""

    version: str
    """Ours, when it was made."""
    part: Part
    key: str
    """See `key_of`."""
    paths: tuple[str, ...]
    """What was to be checked, as it was given."""
    sources: Mapping[str, Made | None]
    """By path; None for what is to be looked at once more: it could not be read, or not kept."""


def key_of(config: Config, registry: Registry, packs: PackSet, inputs: Inputs) -> str:
    """Return what the settings say, on whatever machine and wherever the project stands."""
    parts = (
        config.unplaced()._replace(engine=engine_name(config.engine)),
        packs if config.packs or config.plugins else "",
        [(check.code, check.plugin) for check in registry.checks if check.plugin],
        [(reader.kind, reader.plugin) for reader in registry.readers],
        bool(inputs.since),
    )
    return blake2b("\0".join(map(repr, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def sources_of(
    part: Part, config: Config, registry: Registry, inputs: Inputs, packs: PackSet
) -> dict[str, Made | None]:
    """Return what the file stage makes of *part* of all that a run over *inputs* may read."""
    reading = Reading(config, registry, inputs, packs, Extras(digest=True))
    own = [path for path in paths_of(inputs) if part.holds(path)]
    evidence = reading.gathering.evidence(own)
    sources: dict[str, Made | None] = dict.fromkeys(own)
    inputs.tell(0, len(own))
    _make([path for path in own if path not in evidence], reading.gathering, inputs, sources)
    # Tests that claim nothing: whoever joins the shards reads them where this guess is wrong.
    reading.gathering.stage.reads_all = bool(inputs.since) or _has_handoffs(sources)
    _make([*evidence], reading.gathering, inputs, sources)
    return sources


def paths_of(inputs: Inputs) -> list[str]:
    """Return the paths of all that a run over *inputs* may read, sorted."""
    return sorted({*inputs.siblings(), *inputs.files})


def _make(
    paths: list[str], gathering: Gathering, inputs: Inputs, sources: dict[str, Made | None]
) -> None:
    asked = frozenset(inputs.files)
    for done, digest in gathering.made(paths, asked):
        if done.is_plain:
            path = done.path
            sources[path] = Made(done, digest, path in asked, gathering.reads_all(path))
        inputs.tell(1, 0)


def _has_handoffs(sources: Mapping[str, Made | None]) -> bool:
    found = (made.done.source for made in sources.values() if made is not None)
    return any(source is not None and "handoff" in source.kinds for source in found)


def text_of_shard(shard: Shard) -> str:
    """Return *shard* as JSON."""
    sources = {path: made and _row(made) for path, made in shard.sources.items()}
    rows = {"harness-lint-shard": FORMAT, **shard._asdict(), "sources": sources}
    return json_text(rows) + "\n"


def shard_in(text: str) -> Shard | None:
    """Return the shard that `text_of_shard` wrote; None for another text."""
    try:
        rows = json.loads(text)
        if rows["harness-lint-shard"] != FORMAT:
            return None
        sources = {path: row and _made(path, row) for path, row in rows["sources"].items()}
        part, paths = Part(*rows["part"]), tuple(rows["paths"])
        return Shard(rows["version"], part, rows["key"], paths, sources)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _row(made: Made) -> list[Any]:
    done, digest, is_judged, reads_all = made
    source = done.source and (done.source.family, done.source.kinds, done.source.rows)
    return [digest, is_judged, reads_all, source, done.findings, done.crashes, done.undecodable]


def _made(path: str, row: list[Any]) -> Made:
    digest, is_judged, reads_all, source, findings, crashes, trouble = row
    done = Done(
        path,
        source and _source(path, *source),
        findings,
        tuple(Crash(*crash) for crash in crashes),
        trouble and Trouble(location_in(trouble[0]), trouble[1]),
    )
    return Made(done, digest, is_judged, reads_all)


def _source(path: str, family: str, kinds: list[str], rows: dict[str, list[str]]) -> SourceRows:
    return SourceRows(path, family, tuple(kinds), {kind: Rows(*two) for kind, two in rows.items()})
