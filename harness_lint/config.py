"""The configuration: what `pyproject.toml` or `harness-lint.toml` say, checked and frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from harness_lint.errors import ConfigError, UsageError
from harness_lint.findings import Severity

CONFIG_FILE = "harness-lint.toml"
PYPROJECT = "pyproject.toml"
PYPROJECT_TABLE = "tool.harness-lint"

BASELINE_FILE = "harness-lint-baseline.json"
"""The baseline that is taken without being asked for, if it lies in the root."""

NOTHING: Mapping[str, Any] = MappingProxyType({})
"""The default of a mapping."""


class Selection(NamedTuple):
    """Which rules run and how hard they judge: names, codes or code prefixes (`HL3`)."""

    select: tuple[str, ...] | None = None
    """Only these rules; without it, the default set."""
    extend_select: tuple[str, ...] = ()
    """These rules too, on top of the others."""
    ignore: tuple[str, ...] = ()
    """Not these rules, whatever else selects them."""
    severity: Mapping[str, Severity] = NOTHING
    """Severity by rule, where it is not the rule's own."""


class Override(NamedTuple):
    """Settings for the paths that match one of *paths* (globs below the project's root)."""

    paths: tuple[str, ...]
    """Globs, as in `.gitignore`, of the files that these settings are for."""
    selection: Selection = Selection()
    family: str | None = None
    """Take these files for documents of this family, whatever they look like."""


class Config(NamedTuple):
    """Everything a user can set, with its default."""

    root: str = "."
    """Absolute path of the project's root."""
    origin: str = ""
    """The file that it was read from; empty for the defaults."""
    selection: Selection = Selection()
    overrides: tuple[Override, ...] = ()
    """Settings for some paths only; a later entry wins over an earlier one."""
    include: tuple[str, ...] = ()
    """Globs of further files to check, besides Markdown and the families' structured files."""
    exclude: tuple[str, ...] = ()
    """Globs, as in `.gitignore`, of files never to check."""
    results: tuple[str, ...] = ()
    """Globs of files of test results (JUnit XML), which are read even if git ignores them."""
    packs: tuple[str, ...] = ()
    """Pack files of your own, below the root."""
    plugins: tuple[str, ...] = ()
    """Installed plug-ins whose rules are in force: names of distributions or of entry points."""
    local_checks: tuple[str, ...] = ()
    """Python files of this project that hold rules of its own, below the root: files, folders, or
    file names with wild cards. They are run; `--no-local-code` refuses to."""
    clients: tuple[str, ...] = ()
    """The clients that read your skills, such as `claude-code` or `factory`. Empty: those whose
    files are in the project."""
    status_documents: tuple[str, ...] = ()
    """The closed set of documents that must carry a status block: globs or paths. Empty: no set."""
    rules: Mapping[str, Mapping[str, Any]] = NOTHING
    """Options by rule name."""
    engine: str = ""
    """Markdown engine; empty to choose by what is installed."""
    fail_on: Severity = Severity.WARNING
    """The least severity that makes the run fail."""
    unfixable: tuple[str, ...] = ()
    """Rules whose fixes are neither made nor offered."""
    safe_fixes: tuple[str, ...] = ()
    """Rules whose unsafe fixes are right for you: `--fix` alone makes them."""
    max_file_size: int = 10_000_000
    """Bytes; a larger file is not read (HL905)."""
    gate: str = "integrity"
    """What a run must reach. `integrity`: documents, IDs and links are sound, and items are covered
    as far as the packs demand it; `ratchet`: besides, no item is worse off than in the baseline;
    `full`: every item is covered in every way."""
    baseline: str = ""
    """The file of findings that are known and not shown, below the root. Empty:
    `harness-lint-baseline.json`, if it is there."""
    version: str = ""
    """Checks that came after this version stay off until it is raised. Empty: all are on."""

    def unplaced(self) -> Config:
        """Return what decides on findings: the same wherever the project stands."""
        return self._replace(root="", origin="", fail_on=Severity.INFO)

    def knows(self, since: str) -> bool:
        """Return whether a check that came with version *since* is on under `version`."""
        return not self.version or version_key(since) <= version_key(self.version)


GATES = ("integrity", "ratchet", "full")
"""What a run must reach, from the least to the most."""

LIMITS: Mapping[str, Mapping[str, Any]] = {
    "engine": {"choices": ("pyromark", "markdown-it")},
    "fail_on": {"choices": (Severity.ERROR, Severity.WARNING)},
    "gate": {"choices": GATES},
    "max_file_size": {"minimum": 1},
    "version": {"pattern": r"\d+(\.\d+){0,2}"},
}
"""What the type of a field of `Config` does not say of its values."""

NOT_SETTABLE = frozenset({"root", "origin"})
"""Fields of `Config` that no file can set."""


def version_key(version: str) -> tuple[int, ...]:
    """Return *version* as numbers that compare; what is no number counts as 0."""
    parts = [int(part) if part.isdigit() else 0 for part in version.split(".")[:3]]
    return tuple(parts + [0] * (3 - len(parts)))


def load_config(start: Path, explicit: Path | None = None) -> Config:
    """Return the configuration for work in the directory *start*.

    It is *explicit*, or the nearest one at or above *start*, or the defaults. The root is the
    folder of the configuration that was found, else the git root, else *start*.

    Raises: ConfigError with every mistake in the file; UsageError if *explicit* is not there.
    """
    if explicit is not None:
        return _explicit_config(start, explicit)
    found = nearest_config(start)
    if found is None:
        return default_config(start)
    return _read(found, found.parent)


def default_config(start: Path) -> Config:
    """Return the defaults for work in *start*, as if there were no configuration at all."""
    return Config(root=str(git_root(start) or start.absolute()))


def nearest_config(start: Path) -> Path | None:
    """Return the nearest configuration at or above *start*."""
    for folder in _upwards(start):
        own = folder / CONFIG_FILE
        if own.is_file():
            return own
        pyproject = folder / PYPROJECT
        if pyproject.is_file() and _has_our_table(pyproject):
            return pyproject
    return None


def git_root(start: Path) -> Path | None:
    """Return the nearest folder at or above *start* that holds `.git`. Git is not asked."""
    return next((folder for folder in _upwards(start) if (folder / ".git").exists()), None)


def _upwards(start: Path) -> Iterator[Path]:
    folder = start.absolute()
    yield folder
    yield from folder.parents


def _has_our_table(pyproject: Path) -> bool:
    # A look at the bytes saves parsing every pyproject.toml on the way up.
    try:
        return b"[" + PYPROJECT_TABLE.encode() in pyproject.read_bytes().replace(b" ", b"")
    except OSError:
        return False


def _explicit_config(start: Path, explicit: Path) -> Config:
    path = explicit.absolute()
    if not path.is_file():
        raise UsageError(f"configuration `{explicit}` does not exist")
    if path.name == PYPROJECT and not _has_our_table(path):
        raise ConfigError(f"{explicit}: no table `[{PYPROJECT_TABLE}]`")
    if path.parent in _upwards(start):
        return _read(path, path.parent)
    near = nearest_config(start)
    root = near.parent if near else Path(default_config(start).root)
    return _read(path, root)


def _read(path: Path, root: Path) -> Config:
    # Reading TOML costs 10 ms: only those who have a configuration pay.
    from harness_lint.config_reader import read_config

    return read_config(path, root)
