"""The files in which other linters keep their settings, and how they are read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from harness_lint.errors import UsageError
from harness_lint.markdown.data_tree import TooLargeError
from harness_lint.markdown.json_tree import read_json
from harness_lint.markdown.yaml_tree import read_yaml
from harness_lint.migrating.peers import AGNIX, MARKDOWNLINT, SKILLSAW, Peer
from harness_lint.migrating.wishes import (
    Wishes,
    agnix_wishes,
    cli2_wishes,
    markdownlint_wishes,
    skillsaw_wishes,
)
from harness_lint.pattern import pattern

Reader = Callable[[Mapping[str, Any]], Wishes]

LARGEST = 1_000_000
"""Bytes of a file of settings that is read."""

COMMENT = pattern(r'"(?:\\.|[^"\\])*"?|//[^\n]*|/\*.*?(?:\*/|\Z)', re.DOTALL)
"""What a comment of JSONC can be mistaken for, and the comments."""

COMMA = pattern(r'"(?:\\.|[^"\\])*"?|,(?=\s*[}\]])', re.DOTALL)
"""Texts, and commas behind the last value."""


class Kind(NamedTuple):
    """Files of which a linter reads the first one in each folder."""

    peer: Peer
    names: tuple[str, ...]
    """In the order in which the linter looks for them."""
    wishes: Reader


KINDS = (
    Kind(
        MARKDOWNLINT,
        (
            ".markdownlint-cli2.jsonc",
            ".markdownlint-cli2.yaml",
            ".markdownlint-cli2.cjs",
            ".markdownlint-cli2.mjs",
        ),
        cli2_wishes,
    ),
    Kind(
        MARKDOWNLINT,
        (
            ".markdownlint.jsonc",
            ".markdownlint.json",
            ".markdownlint.yaml",
            ".markdownlint.yml",
            ".markdownlint.cjs",
            ".markdownlint.mjs",
        ),
        markdownlint_wishes,
    ),
    Kind(AGNIX, (".agnix.toml",), agnix_wishes),
    Kind(
        SKILLSAW,
        (".skillsaw.yaml", ".skillsaw.yml", ".claudelint.yaml", ".claudelint.yml"),
        skillsaw_wishes,
    ),
)

PROGRAMS = (".cjs", ".mjs")


class SettingsFile(NamedTuple):
    """A file of settings of another linter."""

    path: str
    """Below the root."""
    kind: Kind
    hidden_by: str = ""
    """The file that the linter reads in its place."""


def kind_of(path: str) -> Kind | None:
    """Return of which kind the file *path* is, by its name."""
    name = path.rpartition("/")[2]
    return next((kind for kind in KINDS if name in kind.names), None)


def settings_files(root: Path, folders: Iterable[str]) -> Iterator[SettingsFile]:
    """Yield the files of settings in *folders*, which lie below *root*."""
    for folder in folders:
        for kind in KINDS:
            first = ""
            for name in kind.names:
                path = f"{folder}/{name}" if folder else name
                if (root / path).is_file():
                    yield SettingsFile(path, kind, first)
                    first = first or path


def read_settings(root: Path, path: str) -> Mapping[str, Any]:
    """Return what the file of settings *path* holds.

    Raises: UsageError if it cannot be read.
    """
    try:
        data = (root / path).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"cannot read `{path}`: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"`{path}` is not UTF-8") from error
    if len(data) > LARGEST:
        raise UsageError(f"`{path}` has more than {LARGEST:,} bytes")
    values = _toml(text, path) if path.endswith(".toml") else _tree(text, path)
    if values is None:
        return {}
    if not isinstance(values, Mapping):
        raise UsageError(f"`{path}` holds no table of settings")
    return {str(key): value for key, value in values.items()}


def _toml(text: str, path: str) -> object:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"`{path}` is not TOML: {error}") from error


def _tree(text: str, path: str) -> object:
    is_yaml = path.endswith((".yaml", ".yml"))
    tree = read_yaml(text.encode()) if is_yaml else read_json(_plain_json(text).encode())
    if tree.error is not None:
        language = "YAML" if is_yaml else "JSON"
        raise UsageError(f"`{path}` is not {language}: {tree.error.message}")
    try:
        return None if tree.root is None else tree.root.to_python()
    except TooLargeError as error:
        raise UsageError(f"`{path}` holds too many values") from error


def _plain_json(text: str) -> str:
    """Return *text*, JSON with comments and commas too many, as JSON."""
    bare = COMMENT.sub(lambda found: found[0] if found[0].startswith('"') else " ", text)
    return COMMA.sub(lambda found: found[0] if found[0].startswith('"') else "", bare)
