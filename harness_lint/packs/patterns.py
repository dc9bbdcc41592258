"""Patterns of packs: globs over paths and regular expressions that run in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Protocol

from harness_lint.packs.bounded import is_bounded
from harness_lint.pattern import pattern


class Pattern(Protocol):
    """What we use of a compiled pattern: the methods of `re.Pattern`, which re2 has too."""

    def search(self, text: str, /) -> re.Match[str] | None:
        """Return the first match anywhere."""
        ...

    def match(self, text: str, /) -> re.Match[str] | None:
        """Return the match at the start."""
        ...

    def fullmatch(self, text: str, /) -> re.Match[str] | None:
        """Return the match of the whole."""
        ...

    def finditer(self, text: str, /) -> Iterator[re.Match[str]]:
        """Yield the matches from left to right."""
        ...


@lru_cache(maxsize=512)
def compile_pattern(pattern: str) -> Pattern:
    r"""Return *pattern* compiled so that it takes linear time whatever the document holds.

    ``^`` and ``$`` match at line ends, ``\d``, ``\w`` and ``\b`` know ASCII alone, case counts
    unless the pattern says ``(?i)``. What can never look far is left to `re`, the rest to re2.

    Raises: ValueError if it is no pattern that re2 takes (no look-around, no back references).
    """
    if is_bounded(pattern):
        return re.compile("(?m)" + pattern, re.ASCII)
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile("(?m)" + pattern, options)  # type: ignore[no-any-return]
    except re2.error as error:
        raise ValueError(_reason(error.args[0])) from error


def _reason(said: bytes | str) -> str:
    """Return why re2 takes a pattern not, from what it *said*: `invalid perl operator: (?=`."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    if words.startswith(("invalid perl operator: (?", "invalid escape sequence: \\")):
        return (
            f"`{words.rpartition(': ')[2]}` is not supported; patterns run in linear time, "
            "without look-around and back references"
        )
    return words.replace("(?m)", "", 1)


class Globs:
    """Globs over whole paths: ``*`` and ``?`` stay inside one folder, ``**`` spans folders.

    ``{a,b}`` is either. A glob without a slash matches the file's name in any folder; with one in
    front, that in the root alone. Case counts.
    """

    def __init__(self, globs: tuple[str, ...]) -> None:
        self._globs = [(_plain_part(glob.removeprefix("/")), glob) for glob in globs]

    def match(self, path: str) -> bool:
        """Whether one of the globs matches *path*. Few get as far as to be compiled."""
        near = [glob for part, glob in self._globs if part in path]
        return bool(near) and any(_compile_glob(glob).match(path) for glob in near)


class GlobTable:
    """Globs of many owners, all of them held against a path at once. Owners are known by number."""

    def __init__(self, globs: Iterable[tuple[str, ...]]) -> None:
        self._by_end: dict[str, list[tuple[str, str, int]]] = {}
        """Name of a file, or its suffix, or nothing → the globs that ask for such an end."""
        for owner, own in enumerate(globs):
            for glob in own:
                part = _plain_part(glob.removeprefix("/"))
                self._by_end.setdefault(_end_of(glob), []).append((part, glob, owner))

    def owners(self, path: str) -> set[int]:
        """Return the numbers of those who have a glob that matches *path*."""
        name = path.rpartition("/")[2]
        ends = dict.fromkeys((name, name[name.rfind(".") :], ""))
        found = set()
        for end in ends:
            for part, glob, owner in self._by_end.get(end, ()):
                if part in path and _compile_glob(glob).match(path):
                    found.add(owner)
        return found


@lru_cache(maxsize=512)
def compile_globs(globs: tuple[str, ...]) -> Globs:
    """Return *globs*, ready to match."""
    return Globs(globs)


_STARS = pattern(r"\*+")

MOST_WILD = 4
"""With so many wild cards a glob is still left to `re`, which tries each way of matching."""


@lru_cache(maxsize=1024)
def _plain_part(glob: str) -> str:
    """Return the longest part of *glob* that every path it matches holds as it stands."""
    parts = _SPECIAL.split(glob)
    is_nested = any(sign in part for part in parts for sign in "{,}")
    return "" if is_nested else max(parts, key=len)


def _end_of(glob: str) -> str:
    """Return the name that every file has which *glob* matches, or its suffix; else nothing."""
    name = glob.rpartition("/")[2]
    if not any(sign in glob for sign in "{},") and name:
        if not any(sign in name for sign in "*?"):
            return name
        suffix = name[name.rfind(".") :]
        if suffix.startswith(".") and not any(sign in suffix for sign in "*?"):
            return suffix
    return ""


_SPECIAL = pattern(r"\{[^{}]*\}|\*\*/|[*?]")


@lru_cache(maxsize=1024)
def _compile_glob(glob: str) -> Pattern:
    try:
        return _in_bounds(glob, re.compile(_translate(glob, _ONE)))
    except re.error:  # a brace that has no partner stands for itself
        return _in_bounds(glob, re.compile(_translate(glob, _WILD)))


def _in_bounds(glob: str, compiled: re.Pattern[str]) -> Pattern:
    """Return *compiled*, or the same for re2 where many wild cards could make it slow."""
    if len(_STARS.findall(glob)) <= MOST_WILD:
        return compiled
    import re2

    return re2.compile(compiled.pattern.removesuffix(r"\Z") + r"\z")  # type: ignore[no-any-return]


def _translate(glob: str, one: Mapping[str, str]) -> str:
    glob = glob.removeprefix("/") if "/" in glob else "**/" + glob
    out, at = [], 0
    while at < len(glob):
        if glob.startswith("**/", at):
            out.append("(?:.*/)?")
            at += 3
        elif glob.startswith("**", at):
            out.append(".*")
            at += 2
        else:
            out.append(one.get(glob[at]) or re.escape(glob[at]))
            at += 1
    return "".join(out) + r"\Z"


_WILD = {"*": "[^/]*", "?": "[^/]"}
_ONE = {**_WILD, "{": "(?:", "}": ")", ",": "|"}
