"""The whole project of a run, read and not judged: what traces, progress and renaming rest on."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from harness_lint.config import Config
from harness_lint.engine.inputs import Extras, Inputs
from harness_lint.engine.reading import Reading
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Crash, Provenance
from harness_lint.errors import UnusableCacheError
from harness_lint.packs.loader import load_packs
from harness_lint.packs.shape import PackSet
from harness_lint.project.index import Project

M = TypeVar("M")


class WholeProject(NamedTuple):
    """A project that was read and not judged, what it rests on, and what our own code failed on."""

    project: Project
    provenance: Provenance
    crashes: tuple[Crash, ...]


def project_of_files(
    config: Config, registry: Registry, inputs: Inputs, *, mentions: bool = False
) -> WholeProject:
    """Return the project of *inputs*, all its files read and none judged.

    With *mentions*, every ID in running text is a fact too.

    Raises: ConfigError if a pack of the configuration cannot be read.
    """
    packs = load_packs(config.root, config.packs)
    extras = Extras(digest=True, mentions=mentions)
    return _whole(Reading(config, registry, inputs, packs, extras), all_tests=True)


def over_project(
    config: Config,
    registry: Registry,
    inputs: Inputs,
    packs: PackSet,
    make: Callable[[WholeProject], M],
) -> M:
    """Return what *make* makes of the project of *inputs*: of tests, those that claim something.

    What earlier runs have left in the memory of *inputs* is used, and added to. So the project may
    be looked at as long as *make* runs, and if that memory is broken, *make* is called again.
    """

    def made(inputs: Inputs) -> M:
        reading = Reading(config, registry, inputs, packs, Extras())
        whole = _whole(reading)
        reading.forget_gone()
        try:
            return make(whole)
        finally:
            reading.leave(is_whole=True)

    try:
        return made(inputs)
    except UnusableCacheError:
        if inputs.memory is not None:
            inputs.memory.discard()
    return made(inputs._replace(memory=None))


def _whole(reading: Reading, *, all_tests: bool = False) -> WholeProject:
    project = reading.project(with_siblings=True, judge=False, all_tests=all_tests)
    return WholeProject(project, reading.provenance(), tuple(reading.gathering.crashes))
