"""The name of the file that holds what a run may remember: one for each way to look at a project.

It is made of contents and versions wherever that is cheap, so that it is the same on a machine to
which a cache was carried.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

import harness_lint
from harness_lint.config import Config
from harness_lint.engine.registry import Registry
from harness_lint.packs.shape import PackSet
from harness_lint.project.stamps import stamp_of

FORMAT = 2
"""Raised whenever what stands in the files is another."""

READERS = ("pyromark", "yaml")
"""Modules beside which all that we read documents with is installed."""


def cache_key(config: Config, registry: Registry, packs: PackSet, *extras: bool) -> str:
    """Return what tells this way of looking at a project from others: settings, packs, versions.

    *extras* say what is read besides the usual.
    """
    parts = [
        str(FORMAT),
        harness_lint.__version__,
        sys.version,
        *_installed(),
        *_own_code(),
        *_contents(_code_of_plugins(registry)),
        repr(config.unplaced()),
        repr(packs) if config.packs or config.plugins else "",
        repr(extras),
    ]
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _installed() -> Iterator[str]:
    """Yield names and versions of the distributions beside those that read documents."""
    specs = (find_spec(name) for name in READERS)
    folders = {Path(spec.origin).parents[1] for spec in specs if spec is not None and spec.origin}
    for folder in sorted(folders):
        with suppress(OSError):
            names = os.listdir(folder)  # noqa: PTH208
            yield from sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def _own_code() -> Iterable[str]:
    """Return what tells our code from that of the same version: all of it only in a checkout."""
    package = Path(harness_lint.__file__).parent
    records = [*package.parent.glob("harness_spec_lint-*.dist-info/RECORD")]
    if records:
        return _contents(map(str, records))
    files = (
        f"{folder}/{name}"
        for folder, _, names in os.walk(package)
        for name in names
        if name.endswith((".py", ".json"))
    )
    return sorted(f"{file} {stamp_of(file)}" for file in files)


def _code_of_plugins(registry: Registry) -> Iterator[str]:
    """Yield the files of plug-ins: of a package all, of a single module the one."""
    modules = {one.module for one in registry.checks if one.plugin}
    modules |= {one.module for one in registry.readers}
    for name in sorted({module.partition(".")[0] for module in modules}):
        module = sys.modules.get(name)
        folders = [*getattr(module, "__path__", ())]
        file = getattr(module, "__file__", None)
        if folders:
            found = (str(path) for folder in folders for path in Path(folder).rglob("*.py"))
            yield from sorted(found)
        elif file is not None:
            yield file


def _contents(files: Iterable[str]) -> Iterator[str]:
    """Yield hashes of *files*, and nothing for those that cannot be read."""
    for file in files:
        with suppress(OSError):
            yield blake2b(Path(file).read_bytes(), digest_size=16).hexdigest()
