"""Whether a test that a hand-off names is among those of a file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

from harness_lint.pattern import pattern

_NAME = pattern(r"[A-Za-z_$][\w$]*(?:(?:::|\.|/|#)[A-Za-z_$][\w$]*)*(?:\[[^\n]*\])?(?:\(\))?")
"""The name of a function or a method, possibly with that of its class."""
_WORD = pattern(r"[^\W_]+")
_CAMEL = pattern(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = pattern(r"::| > |/|#|\.(?=\w)")

_LITTLE = frozenset("a an the is are of to in on it and or test tests should when with for".split())

_LONGEST = 300
"""So many characters of a name are compared."""
_MOST = 500
"""In a file of more tests any title counts as there."""


class TestNames:
    """The tests of one file, by names qualified within it."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = [name[:_LONGEST] for name in names]

    def may_hold(self, name: str) -> bool:
        """Whether *name* may be one of the tests, or a suite of them; so if there are none.

        The name of a function must be there but for its qualifiers, or all its words in one name;
        a title or a description counts as there if it shares half of its words with one.
        """
        if not self._names:
            return True
        name = name.strip()[:_LONGEST]
        is_name = _NAME.fullmatch(name) is not None
        if is_name:
            name = _SEPARATORS.split(_bare(name))[-1]
            if _folded(name) in self._parts:
                return True
        words = _words(name)
        if not words:
            return True
        return self._has_all(words) if is_name else self._has_half(words)

    @cached_property
    def _parts(self) -> frozenset[str]:
        """The names of tests and suites, and those of tests with all their suites, folded."""
        bare = [_bare(name) for name in self._names]
        return frozenset(
            _folded(part) for name in bare for part in (*_SEPARATORS.split(name), name)
        )

    def _has_all(self, words: set[str]) -> bool:
        """Whether all *words* stand in one name."""
        found = sorted((self._by_word.get(word, set()) for word in words), key=len)
        return bool(found[0].intersection(*found[1:]))

    def _has_half(self, words: set[str]) -> bool:
        """Whether half of *words* stand in one name."""
        if len(self._names) > _MOST:
            return True
        found = Counter(test for word in words for test in self._by_word.get(word, ()))
        return any(2 * count >= len(words) for count in found.values())

    @cached_property
    def _by_word(self) -> dict[str, set[int]]:
        """Word → numbers of the names that it stands in."""
        found: dict[str, set[int]] = defaultdict(set)
        for number, name in enumerate(self._names):
            for word in _words(name):
                found[word].add(number)
        return dict(found)


def _bare(name: str) -> str:
    """Return *name* without parameters: ``test_x`` of ``test_x[one]`` and of ``test_x()``."""
    return name.partition("[")[0].partition("(")[0] or name


def _folded(name: str) -> str:
    """Return *name* without case, separators, and a leading `test`."""
    words = "".join(_WORD.findall(name)).casefold()
    return words.removeprefix("test") or words


def _words(text: str) -> set[str]:
    """Return the words in *text*, those of snake_case and camelCase too, without little ones."""
    return {word.casefold() for word in _WORD.findall(_CAMEL.sub(" ", text))} - _LITTLE
