"""From the arguments to a project: its root, its configuration, its files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.config import (
    Config,
    Override,
    Selection,
    default_config,
    git_root,
    load_config,
    nearest_config,
)
from harness_lint.engine.inputs import Inputs, Pool
from harness_lint.engine.registry import Registry
from harness_lint.errors import UsageError
from harness_lint.findings import Severity
from harness_lint.packs.loader import load_packs, own_packs
from harness_lint.packs.shape import PackSet
from harness_lint.project.discovery import Discovery, discover
from harness_lint.project.root import FileKinds

if TYPE_CHECKING:
    from harness_lint.engine.memory import Memory
    from harness_lint.project.history import History

NO_LOCAL_CODE = "HARNESS_LINT_NO_LOCAL_CODE"
"""Environment variable: if it is set to anything, it stands for `--no-local-code`."""


LAYOUT = frozenset({"docs", "kitty-specs", "openspec", "skills", "specs"})
"""Folders that stand in a project's root, besides hidden ones, and by which documents are known."""


class Where(NamedTuple):
    """Where to look for the configuration."""

    paths: tuple[str, ...]
    explicit: str | None = None
    is_isolated: bool = False
    no_local_code: bool = False
    """Whether no code of the project may be run, whatever its configuration says."""
    here: str = "."
    """The folder that the paths are seen from."""


class Flags(NamedTuple):
    """Rules and severities of the command line; they go before those of the configuration."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] | None = None
    fail_on: Severity | None = None
    gate: str | None = None
    results: tuple[str, ...] = ()
    """Files of test results, as seen from the working directory."""


class Setup(NamedTuple):
    """What a command works with."""

    config: Config
    registry: Registry


def configure(where: Where, flags: Flags) -> Setup:
    """Return the configuration in force for *where*, every name in it checked, and all checks.

    Raises: ConfigError, PluginError or UsageError naming what is wrong.
    """
    config = read_configuration(where)
    registry = registry_for(config, where, (*flags.select, *flags.extend_select))
    if config.origin:
        from harness_lint.config_names import check_names

        config = check_names(config, registry, _families(config), _clients(config))
    if config.packs:
        from harness_lint.pack_names import check_pack_names

        packs = load_packs(config.root, config.packs)
        check_pack_names(own_packs(config.root, config.packs), packs, registry)
    return Setup(_with_results(_with_flags(config, flags, registry), flags.results), registry)


def registry_for(config: Config, where: Where, selectors: Iterable[str] = ()) -> Registry:
    """Return our own checks, and those of plug-ins and of the project that *config* names.

    For a rule that *selectors* or *config* select and that none of these has, all plug-ins that
    are installed are looked through.

    Raises: ConfigError or PluginError for what cannot be had.
    """
    registry = Registry.load()
    chosen = (config.selection, *(override.selection for override in config.overrides))
    wanted = (word for one in chosen for word in (*(one.select or ()), *one.extend_select))
    unknown = [word for word in (*selectors, *wanted) if not registry.matching(word)]
    if not (config.plugins or config.local_checks or unknown):
        return registry
    from harness_lint.engine.extension import extended

    return extended(registry, config, unknown, refusal_of(where.no_local_code))


def refusal_of(no_local_code: bool) -> str:
    """Return what forbids to run code of the project; empty if nothing does."""
    if no_local_code:
        return "--no-local-code"
    return f"{NO_LOCAL_CODE}=1" if os.environ.get(NO_LOCAL_CODE) else ""


def read_configuration(where: Where) -> Config:
    """Return the configuration for *where*, as it stands in the file."""
    cwd = Path.cwd() / where.here
    start = _start(tuple(cwd / path for path in where.paths), cwd)
    if where.is_isolated:
        return default_config(start)
    return load_config(start, Path(where.explicit) if where.explicit else None)


def find_files(
    config: Config,
    packs: PackSet,
    paths: Sequence[str],
    overlay: Mapping[str, bytes] | None = None,
    memory: Memory | None = None,
) -> Discovery:
    """Return the files that *paths* stand for, listed anew unless *memory* still knows them."""
    recall = memory.plan if memory is not None else None
    return discover(config, paths, Path.cwd(), _file_kinds(packs), overlay, recall)


def inputs_of(discovery: Discovery) -> Inputs:
    """Return the frozen inputs of a run over *discovery*, with today's date."""
    return Inputs(
        files=discovery.files,
        siblings=lambda: discovery.siblings,
        tree=discovery.tree,
        read=discovery.read,
        today=datetime.now(tz=UTC).astimezone().date(),
        skipped=discovery.skipped,
        empty_folders=discovery.empty_directories,
        notes=discovery.notes,
        open_history=lambda: _history(discovery.root),
        is_document=discovery.is_document,
        stamps=discovery.stamps,
        tree_digest=lambda: discovery.tree_digest,
        asked_rules=lambda: frozenset(discovery.tree.asked_rules),
        new_plan=discovery.new_plan,
    )


def pool_of(jobs: int | None, *, apart: bool = False) -> Pool | None:
    """Return *jobs* processes, by default one for each core; None for this process alone.

    For *apart* see `processes`.
    """
    from harness_lint.engine.processes import (
        LEAST_FILES,
        LEAST_FILES_APART,
        processes,
        usable_cores,
    )

    count = usable_cores() if jobs is None else jobs
    least = LEAST_FILES_APART if apart else LEAST_FILES
    return Pool(least, lambda: processes(count, apart=apart)) if count > 1 else None


def _history(root: str) -> History:
    from harness_lint.project.history import open_history

    return open_history(root)


def path_from_here(root: str) -> Callable[[str], str]:
    """Return what turns a path below *root* into one that can be opened from here."""
    root, here = os.path.realpath(root), os.path.realpath(Path.cwd())
    if root == here:
        return str
    if os.path.commonpath((root, here)) in (root, here):
        return lambda path: os.path.relpath(os.path.join(root, path), here)  # noqa: PTH118
    return lambda path: os.path.join(root, path)  # noqa: PTH118


def _families(config: Config) -> tuple[str, ...]:
    if not any(override.family for override in config.overrides):
        return ()
    return tuple(family.name for family in load_packs(config.root, config.packs).families)


def _clients(config: Config) -> tuple[str, ...]:
    if not config.clients:
        return ()
    groups = load_packs(config.root, config.packs).clients
    return tuple({str(group["client"]): None for group in groups if "client" in group})


def _with_flags(config: Config, flags: Flags, registry: Registry) -> Config:
    named = {
        "--select": flags.select,
        "--extend-select": flags.extend_select,
        "--ignore": flags.ignore,
        "--severity": tuple(flags.severity or ()),
    }
    if any(named.values()):
        from harness_lint.config_names import check_selectors

        for flag, selectors in named.items():
            check_selectors(flag, selectors, registry)
    selection = _selection(config.selection, flags)
    return config._replace(
        selection=selection,
        fail_on=flags.fail_on or config.fail_on,
        gate=flags.gate or config.gate,
    )


def _with_results(config: Config, files: tuple[str, ...]) -> Config:
    """Return *config* with *files* among its results, all of them taken for what they are.

    Raises: UsageError for a file that does not exist or lies outside the root.
    """
    if not (files or config.results):
        return config
    from harness_lint.project.result_files import FAMILY, glob_of

    results = (*config.results, *(glob_of(_below_root(config.root, file)) for file in files))
    read_as = Override(paths=results, family=FAMILY)
    return config._replace(results=results, overrides=(read_as, *config.overrides))


def _below_root(root: str, file: str) -> str:
    if not Path(file).is_file():
        raise UsageError(f"file of results `{file}` does not exist")
    path = os.path.relpath(os.path.realpath(file), os.path.realpath(root))
    if path.startswith(".."):
        raise UsageError(
            f"file of results `{file}` is outside the project `{root}`",
            "let the test runner write it below the root",
        )
    return path.replace(os.sep, "/")


def _selection(own: Selection, flags: Flags) -> Selection:
    """Return *own* with the flags over it: what a flag selects, the file cannot ignore."""
    wanted = {*flags.select, *flags.extend_select}
    ignore = [] if flags.select else [one for one in own.ignore if one not in wanted]
    return Selection(
        select=flags.select or own.select,
        extend_select=(*(() if flags.select else own.extend_select), *flags.extend_select),
        ignore=(*ignore, *flags.ignore),
        severity={**own.severity, **(flags.severity or {})},
    )


def _file_kinds(packs: PackSet) -> FileKinds:
    from harness_lint.documents.classify import Classifier

    family_of = Classifier(packs).structured

    def is_evidence(path: str) -> bool:
        family = family_of(path)
        return family is not None and family.is_evidence

    return FileKinds(lambda path: family_of(path) is not None, is_evidence)


def _start(places: tuple[Path, ...], cwd: Path) -> Path:
    """Return where to begin the search for the project of *places*, which are absolute.

    It is the working directory, if its project holds them all; else the project that does.
    """
    root = _root_of(cwd)
    folders = tuple(
        Path(os.path.normpath(place if place.is_dir() else place.parent)) for place in places
    )
    if not folders or (root and all(folder.is_relative_to(root) for folder in folders)):
        return cwd
    roots = {_root_of(folder) for folder in folders}
    if len(roots) > 1:
        raise UsageError(
            "the paths lie in different projects", "run harness-lint once for each project"
        )
    if None not in roots:
        return folders[0]
    return _without_project(places, folders, cwd)


def _without_project(places: tuple[Path, ...], folders: tuple[Path, ...], cwd: Path) -> Path:
    if len(places) == 1 and places[0].is_dir():
        return _above_layout(folders[0], cwd)
    if all(folder.is_relative_to(cwd) for folder in folders):
        return cwd
    return Path(os.path.commonpath(folders))


def _above_layout(folder: Path, cwd: Path) -> Path:
    """Return *folder*, or the folder above it whose layout it is a part of: `.kiro`, `docs/prd`.

    Families are told by paths: below a root of their own, documents of `specs` would be none.
    """
    if not folder.is_relative_to(cwd):
        return folder
    parts = folder.relative_to(cwd).parts
    first = next((n for n, part in enumerate(parts) if part[0] == "." or part in LAYOUT), None)
    return folder if first is None else cwd.joinpath(*parts[:first])


def _root_of(folder: Path) -> Path | None:
    config = nearest_config(folder)
    return config.parent if config else git_root(folder)
