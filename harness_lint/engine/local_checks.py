"""Local checks: Python files of the project itself, run only if its configuration names them.

Each file stands for itself. It is loaded under a name of our own, from its source alone: nothing is
added to the path of modules, and neither read from nor written to `__pycache__`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

from harness_lint.engine.contribution import Contribution, contribution_of
from harness_lint.engine.crashes import cause_of
from harness_lint.errors import PluginError

LARGEST = 1 << 20
"""How many bytes a file of checks may have."""


def local_files(root: str, pattern: str) -> list[str]:
    """Return the Python files below *root* that *pattern* names, by path.

    *pattern* is a path below the root: a file, a folder, or a file name with wild cards in it. In
    folders, and by wild cards, files are left out whose names begin with ``_`` or ``test_``, and
    `conftest.py`.

    Raises: ValueError, in words that say what is wrong with *pattern*.
    """
    if "\0" in pattern or "\\" in pattern or os.path.isabs(pattern):  # noqa: PTH117
        raise ValueError("it must be a path below the project's root, with forward slashes")
    base = os.path.realpath(root)
    path = os.path.normpath(pattern)
    is_folder = os.path.isdir(os.path.join(base, path))  # noqa: PTH112, PTH118
    folder, name = (path, "*.py") if is_folder else os.path.split(path)
    if not _is_inside(base, os.path.join(base, folder)):  # noqa: PTH118
        raise ValueError("it leads out of the project; checks from elsewhere are a plug-in")
    found = [f"{folder}/{one}" if folder else one for one in _names(Path(base, folder), name)]
    if not found:
        raise ValueError("there is no such Python file")
    for one in found:
        if not _is_inside(base, os.path.join(base, one)):  # noqa: PTH118
            raise ValueError(f"`{one}` leads out of the project")
    return found


def load_local(root: str, path: str) -> Contribution:
    """Return what the file *path*, below *root*, defines.

    Raises: PluginError naming the file and the cause.
    """
    try:
        module = module_in(Path(root, path))
    except (Exception, SystemExit) as error:
        message = f"local checks `{path}` cannot be loaded: {cause_of(error)}"
        raise PluginError(message, "repair it, or take it out of `local-checks`") from error
    return contribution_of([module], path)


class _SourceLoader(SourceFileLoader):
    """Compiles the source that lies there: no file of bytecode beside it can stand for it."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        data = self.get_data(path)
        if len(data) > LARGEST:
            raise ImportError("larger than 1 MB")
        return self.source_to_code(data, path)


def module_in(file: Path) -> ModuleType:
    """Return the module that the source in *file* makes, whatever else it raises."""
    from hashlib import blake2b

    place = os.path.realpath(file)
    digest = blake2b(os.fsencode(place), digest_size=8).hexdigest()
    name = f"harness_lint_local_{digest}"
    spec = spec_from_file_location(name, place, loader=_SourceLoader(name, place))
    if spec is None or spec.loader is None:
        raise AssertionError(f"unreachable: {place!r} with a loader")
    module = module_from_spec(spec)
    sys.modules[name] = module  # options and pages are looked up by it
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _names(folder: Path, name: str) -> Iterator[str]:
    """Yield the Python files in *folder* that are called *name*, or like it."""
    if not any(sign in name for sign in "*?["):
        yield from [name] * (name.endswith(".py") and (folder / name).is_file())
        return
    try:
        entries = sorted(os.listdir(folder))  # noqa: PTH208
    except OSError:
        return
    for entry in entries:
        is_apart = entry.startswith(("_", "test_")) or entry == "conftest.py"
        if entry.endswith(".py") and fnmatchcase(entry, name) and not is_apart:
            yield from [entry] * (folder / entry).is_file()


def _is_inside(base: str, path: str) -> bool:
    real = os.path.realpath(path)
    return real == base or real.startswith(os.path.join(base, ""))  # noqa: PTH118
