"""Which results belong to which tests: the names that runners write against those in the source.

Runners know nothing of our keys. They write a test's name alone, with its class, its module, its
package or its file in front of it, in one attribute or in several, and the parameters of a case
behind it. So a result is matched with a test if the whole key of the test is the end of what the
result says, and what stands before it does not speak against the test's file. What fits two tests
equally well belongs to none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from posixpath import basename, dirname, normpath, splitext
from typing import NamedTuple

from harness_lint.pattern import pattern
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project

TestId = tuple[str, str]
"""The path and the key of a test."""

MOST_PARTS = 40
"""So many parts of a qualified name are looked at, from its end."""

MOST_LETTERS = 1_000
"""Names without parameters that are longer are of no test; of longer classes the end is read."""

_SEPARATOR = pattern(r"::|[.:/\\#$]| [>›] ")
_SPLITS_TITLE = pattern(r"::| [>›] ")
"""Separates the parts of a name that holds blanks: dots and slashes are words of a title there."""

_PARAMETERS = pattern(r"(?s)([\w.:/$\\-]*\w)\s?[\[({].*")
"""Of a case: `test_x[1-2]`, `rings(int)[1]`, `Rings (a: 1)`, `rings{int}[1]`."""

_DATA_SET = pattern(r"(?s)(\w+) with data set .*")
"""Of PHPUnit."""

_CASE = pattern(r"(.+?)(?:::case_\d++\w*+|/\d++)")
"""Of rstest and of GoogleTest."""

_UNTELLING = frozenset({"lib", "main", "mod", "tests", "test"})
"""Stems of Rust files that say nothing of the module's name."""

_FILE = pattern(r"[^\s:]*[\w-]\.(?:[cm]?[jt]sx?|vue|svelte|rb|bats|sh|feature)")
"""A class or a suite that is a file: what runners for these languages write there."""

TITLED = ("javascript", "typescript", "ruby")
"""Languages whose tests have titles, and stand in groups that have titles too."""

MOST_ALIKE = 200
"""So many tests with one and the same key are looked at for one result."""


_NODE = "test"
"""What Node's own runner writes for the class of every test."""


class _Reading(NamedTuple):
    """One way to read a result."""

    parts: tuple[str, ...]
    """Of its qualified name."""
    own: int
    """How many of them, at the end, its name has."""
    is_case: bool
    """Whether something behind the name was left out: parameters, or a sub-test."""


def results_of(project: Project) -> dict[TestId, list[Fact]]:
    """Return the results of each test that has any, by the test's path and key.

    Results of parameters and unknown sub-tests belong to the test that has them.
    """
    tests = _Tests(project.facts("test"))
    found: dict[TestId, list[Fact]] = defaultdict(list)
    for result in project.facts("result"):
        test = tests.of(result)
        if test is not None:
            found[test].append(result)
    return dict(found)


class _Tests:
    """The tests of a project, by the words of their keys."""

    def __init__(self, facts: list[Fact]) -> None:
        self._by_words: dict[str, dict[TestId, Fact]] = defaultdict(dict)
        self._by_place: dict[tuple[str, str], dict[TestId, Fact]] = defaultdict(dict)
        for fact in facts:
            words, test = _key_words(fact), (fact.at.path, fact.key)
            self._by_words[words].setdefault(test, fact)
            for place in _places(fact.at.path):
                self._by_place[words, place].setdefault(test, fact)

    def of(self, result: Fact) -> TestId | None:
        """Return the test that *result* is of; None if there is none, or no single one."""
        for name in _names(result.key):
            for reading in _readings(result, name):
                fitting = self._fitting(reading, result)
                if fitting:
                    return _best(fitting)
        return None

    def _fitting(self, reading: _Reading, result: Fact) -> list[tuple[int, TestId]]:
        """Return the tests with the longest key that fits, each with how well its file does."""
        for start in range(len(reading.parts)):
            alike = self._alike(reading, start, result)
            fitting = [
                (fit, test)
                for test, fact in alike.items()
                if (fit := _fit(fact, reading, start, result)) >= 0
            ]
            if fitting:
                return fitting
        return []

    def _alike(self, reading: _Reading, start: int, result: Fact) -> dict[TestId, Fact]:
        """Return the tests whose key is what *reading* says from its part *start* on."""
        words = _words(" ".join(reading.parts[start:]))
        alike = self._by_words.get(words, {})
        if len(alike) <= MOST_ALIKE:
            return alike
        place = basename(_plain(_file_of(result))) or (reading.parts[start - 1] if start else "")
        alike = self._by_place.get((words, place), {})
        return alike if len(alike) <= MOST_ALIKE else {}


def _places(path: str) -> set[str]:
    """Return the words of *path* that a result may name: file, module, package."""
    name = basename(path)
    return {name, splitext(name)[0], basename(dirname(path))}


def _best(fitting: list[tuple[int, TestId]]) -> TestId | None:
    best = max(fit for fit, _ in fitting)
    tests = [test for fit, test in fitting if fit == best]
    return tests[0] if len(tests) == 1 else None


def _names(name: str) -> Iterator[str]:
    """Yield *name* and, if it is of a case of a test, the names of what it may be a case of."""
    if len(name) <= MOST_LETTERS:
        yield name
    short = name.removesuffix("()")
    for shape in (_PARAMETERS, _DATA_SET, _CASE):
        found = shape.fullmatch(short)
        if found is not None:
            short = found[1]
    if len(short) > MOST_LETTERS:
        return
    if short != name:
        yield short
    for _ in range(MOST_PARTS if " " not in short else 0):  # sub-tests of Go have no blanks
        short = short.rpartition("/")[0]
        if not short:
            return
        yield short


def _readings(result: Fact, name: str) -> Iterator[_Reading]:
    own = _split(name, _SPLITS_TITLE if " " in name else _SEPARATOR)
    classname, suite = str(result.values["classname"]), str(result.values["suite"])
    contexts = [classname]
    if suite and (
        classname in ("", _NODE) or _FILE.fullmatch(classname) or _words(classname) in _words(name)
    ):
        contexts.append(suite)
    for context in contexts:
        parts = (*_split(context[-MOST_LETTERS:], _SEPARATOR), *own)[-MOST_PARTS:]
        yield _Reading(parts, len(own), name != result.key)


def _split(text: str, separator: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(part for part in separator.split(text) if part.strip())


def _words(text: str) -> str:
    """Return *text* with one blank for every separator."""
    return " ".join(_SEPARATOR.sub(" ", text).split())


def _key_words(test: Fact) -> str:
    if test.values["language"] == "go":  # which writes `_` for blanks in the names of sub-tests
        return _words("/".join("_".join(part.split()) for part in test.key.split("/")))
    return _words(test.key)


def _fit(test: Fact, reading: _Reading, start: int, result: Fact) -> int:
    """Return how well the file of *test* fits: 3 by its path, 2 by its parts … -1 not at all.

    What the result says before its part *start* is not of the test's key: it is a module, a
    package, a crate, or the title of a group that the test is not in.
    """
    before, path = reading.parts[:start], test.at.path
    language = str(test.values["language"])
    fit = _fit_of_parts(language, before, path)
    if language in TITLED and _is_of_another_group(test, reading, start):
        fit = -1
    file = _file_of(result)
    if file and _is_same_file(file, path):
        return 3 if fit >= 0 or language not in ("python", *TITLED) else -1
    return -1 if result.values["file"] else fit


def _is_of_another_group(test: Fact, reading: _Reading, start: int) -> bool:
    """Whether a result speaks of a title, or of a group of titles, that *test* has not."""
    if reading.is_case or start > len(reading.parts) - reading.own:
        return True
    before = _words(" ".join(reading.parts[:start]))
    if not before or f" {_key_words(test)}".endswith(f" {before}"):  # said twice
        return False
    path = test.at.path
    return not any(
        _is_end(before.split(), _words(name).split()) for name in (path, splitext(path)[0])
    )


def _fit_of_parts(language: str, before: tuple[str, ...], path: str) -> int:
    if not before:
        return 0
    stem = splitext(path)[0].split("/")
    shared = max(_shared(before, stem), _shared(before, stem[:-1]))
    if language == "python":
        return 2 if _is_end(before, stem) else -1
    if language == "go" and not shared:
        return 0 if not stem[:-1] else -1
    if language == "rust" and stem[-1] not in _UNTELLING:
        return 1 if {stem[-1], stem[-1].replace("-", "_")} & set(before) else -1
    return (2 if _is_end(before, stem[:-1]) else 1) if shared else 0


def _file_of(result: Fact) -> str:
    """Return the file that *result* names; empty if it names none."""
    if result.values["file"]:
        return str(result.values["file"])
    named = (str(result.values[key]) for key in ("classname", "suite"))
    return next((text for text in named if _FILE.fullmatch(text)), "")


def _is_same_file(written: str, path: str) -> bool:
    """Whether *written*, from whatever folder, may be the file at *path*."""
    plain = _plain(written)
    if basename(plain) != basename(path):
        return False
    return _is_end(dirname(plain).split("/"), dirname(path).split("/"))


def _plain(written: str) -> str:
    """Return the path *written* without what leads up or to the root."""
    parts = normpath(written.replace("\\", "/")).split("/") if written else []
    return "/".join(part for part in parts if part not in ("", "..", "."))


def _is_end(one: tuple[str, ...] | list[str], other: list[str]) -> bool:
    """Whether the shorter one of two names is the end of the longer one."""
    first, second = [part for part in one if part], [part for part in other if part]
    return _shared(first, second) == min(len(first), len(second))


def _shared(one: tuple[str, ...] | list[str], other: list[str]) -> int:
    """Return how many parts two names have in common, from their ends."""
    shared = 0
    for first, second in zip(reversed(one), reversed(other), strict=False):
        if first != second:
            break
        shared += 1
    return shared
