"""IDs in source code: in names, where ``_`` stands for ``-``, in titles, and in comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from harness_lint.documents.trace_ids import Cited, cited_anywhere, cited_in_list
from harness_lint.packs.patterns import compile_pattern
from harness_lint.pattern import pattern

DEFAULT_PATTERNS = (
    ("assertion", r"[A-Z]{2,6}(?:-[A-Z][A-Z0-9]*)+-(?:\d{1,4}[A-Za-z]?|GATE)"),
    ("requirement", r"(?:FR|NFR|REQ)-\d{1,4}[A-Za-z]?"),
    ("criterion", r"(?:SC|AC)-\d{1,4}[A-Za-z]?"),
    ("story", r"US-?\d{1,3}(?:/AC-?\d{1,3})?"),
    ("numbered-criterion", r"\d{1,3}\.\d{1,3}"),
    ("numbered-requirement", r"\d{1,3}"),
)
"""Kind and pattern of an ID, for a reader that is told of no kinds."""

LABEL = pattern(
    r"(?i)(?<![\w.])(?:@(?P<tag>covers?|verifies|validates|requirements?|reqs?|satisfies|implements)"
    r"\b[*_`]*[ \t]*:?|(?P<label>covers?|verifies|validates|tests|requirements?|reqs?|satisfies"
    r"|implements)[*_`]*[ \t]*[:：])[*_`]*"
)
"""What makes the IDs behind it a claim: ``Covers:``, ``@requirement``."""

PROPERTY = pattern(
    r"(?i)(?:\bfeature[ \t]*:[ \t]*(?P<scope>[\w.-]+)[ \t]*,[ \t]*|^[^\w\n]*)"
    r"property[ \t]+(?P<number>\d{1,3})\b",
    re.MULTILINE,
)
"""``Feature: login, Property 3``, or a line that begins with ``Property 3``."""

_LEADER = pattern(r"(?m)^[ \t]*(?://[/!]?|/\*+!?|#+|\*(?!/)|--)?[ \t]*(?:[-*•][ \t]+)?")
_WORD = pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d{1,4}[a-z]?(?![a-z\d])|\d+")
_NUMBER = pattern(r"\d{1,4}[A-Za-z]?")
_CODE = pattern(
    r"^\W*(?:(?:async |export |public |pub |static |void |await )*"
    r"(?:x?it|x?test|x?describe|def|class|func|fn|fun|function)\b[ .(\w]*[({:\"'`]|@test\b|assert)"
)
"""A line of code that was commented out."""

_REQUIREMENTS = pattern(r"(?i)\s*(?:requirements?|reqs?)\b")
"""What a list of numbers may begin with, whatever its label is."""

_TO_ZERO = str.maketrans("123456789", "000000000")
_ANY_DIGIT = pattern(r"\\d|0-9|\{\d+(?:,\d*)?\}")
_OWN_DIGIT = pattern(r"\d")
_LETTER = pattern(r"[A-Za-z]")
_ESCAPE = pattern(r"\\.")

_FILLERS = frozenset("TEST TESTS IT SHOULD THAT CAN DOES WHEN IS SPEC CHECK VERIFY CASE".split())
_MOST_WORDS = 5
_MOST_TEXT = 20_000
"""Characters of one comment or title that are looked at."""


class Mention(NamedTuple):
    """IDs at ``text[start:end]`` of a title or a comment."""

    ids: tuple[str, ...]
    start: int
    end: int
    explicit: bool
    role: str = "verifies"
    qualifier: str = ""
    revision: int | None = None
    kinds: tuple[str, ...] = ()
    """Of the IDs, where they are known already."""


@lru_cache(maxsize=8)
def ids_of(patterns: tuple[tuple[str, str], ...]) -> Ids:
    """Return what looks for IDs of *patterns*: kinds with the pattern of their IDs."""
    return Ids(patterns)


class Ids:
    """The grammars of IDs that are looked for."""

    def __init__(self, patterns: tuple[tuple[str, str], ...]) -> None:
        numbers = [
            one for one in patterns if one[1] and not _LETTER.search(_ESCAPE.sub("", one[1]))
        ]
        words = [one for one in patterns if one[1] and one not in numbers]
        longest = sorted((text for _, text in numbers), key=len, reverse=True)
        self.patterns = patterns
        self.words = _either([text for _, text in words])
        """One pattern for the IDs that are known by their look."""
        self.all = _either([*(text for _, text in words), *longest])
        """The same and numbers such as ``1.2``, for lists of requirements."""
        self.has_numbers = bool(longest) or any(kind == "property" for kind, _ in patterns)
        self._kinds: dict[str, tuple[str, ...]] = {}
        self._is_plain = not any(
            _OWN_DIGIT.search(_ANY_DIGIT.sub("", text)) for _, text in patterns
        )

    def kinds(self, identifier: str) -> tuple[str, ...]:
        """Return the kinds of items that *identifier* may be of."""
        # One digit is as good as another, so all IDs of one shape are looked up once.
        shape = identifier.translate(_TO_ZERO) if self._is_plain else identifier
        known = self._kinds.get(shape)
        if known is None:
            known = self._kinds[shape] = tuple(
                kind
                for kind, text in self.patterns
                if text and compile_pattern(text).fullmatch(identifier)
            )
        return known

    def in_name(self, name: str) -> Iterator[Mention]:
        """Yield what the words of a name may mean: ``VAL-TIMER-001`` of ``test_val_timer_001``.

        Where an ID begins cannot be seen, so several readings may be given for one number.
        """
        words = list(_WORD.finditer(name[:_MOST_TEXT]))
        texts = [word[0] for word in words]
        for number, digits in enumerate(texts):
            if number == 0 or not digits[0].isdecimal() or _NUMBER.fullmatch(digits) is None:
                continue
            for first in range(max(0, number - _MOST_WORDS), number):
                if texts[first].upper() in _FILLERS:
                    continue
                start = words[first].start()
                is_glued = number - first == 1 and words[first].end() == words[number].start()
                found = self._spelled(texts[first:number], digits, is_glued=is_glued)
                if found is not None:
                    spelling, kinds = found
                    end = words[number].end()
                    yield Mention((spelling,), start, end, explicit=False, kinds=kinds)

    def _spelled(
        self, words: list[str], digits: str, *, is_glued: bool
    ) -> tuple[str, tuple[str, ...]] | None:
        """Return the ID that *words* and the number behind them spell, and its kinds, if any."""
        if len(words[0]) < 2 or not words[0].isalpha():
            return None
        head = "-".join(words).upper()
        for spelling in (head + digits, f"{head}-{digits}") if is_glued else (f"{head}-{digits}",):
            kinds = self.kinds(spelling)
            if kinds:
                return spelling, kinds
        return None

    def in_title(self, text: str) -> Iterator[Mention]:
        """Yield the IDs of a title; those that lead it, or fill brackets, are meant as claims."""
        text = text[:_MOST_TEXT]
        sure = {cited.start for cited in _leading(text, self.words)}
        for cited in cited_anywhere(text, self.words):
            if _stands_alone(text, cited):
                yield _mention(cited, explicit=cited.start in sure)
        yield from self._properties(text)

    def in_marker(self, text: str) -> Iterator[Mention]:
        """Yield the IDs that an argument of a marker or a tag lists; numbers are something else."""
        start = len(text) - len(text.lstrip(" @"))
        for cited in _listed(text[:_MOST_TEXT], self.words, start):
            yield _mention(cited, explicit=True)

    def in_note(self, text: str, *, labelled_only: bool) -> Iterator[Mention]:
        """Yield the IDs of a comment: those behind a label, and all others where they count."""
        text = _LEADER.sub(_blank, text[:_MOST_TEXT])
        taken: set[int] = set()
        for label in LABEL.finditer(text):
            for mention in self._behind(text, label):
                taken.add(mention.start)
                yield mention
        yield from self._properties(text)
        if labelled_only:
            return
        for cited in cited_anywhere(text, self.words):
            if cited.start not in taken and _stands_alone(text, cited):
                line = text[text.rfind("\n", 0, cited.start) + 1 : cited.start]
                if _CODE.match(line) is None:
                    yield _mention(cited, explicit=False)

    def _behind(self, text: str, label: re.Match[str]) -> Iterator[Mention]:
        word = label["tag"] or label["label"]
        role = "implements" if word.casefold() == "implements" else "verifies"
        start, text = label.end(), text[: _list_end(text, label.end())]
        listed = _listed(text, self.words, start)
        if not listed and _may_list_numbers(text, label):
            listed = _listed(text, self.all, start)
        for cited in listed:
            yield _mention(cited, explicit=True)._replace(role=role)

    def _properties(self, text: str) -> Iterator[Mention]:
        if not any(kind == "property" for kind, _ in self.patterns) or "roperty" not in text:
            return
        for match in PROPERTY.finditer(text):
            scope = match["scope"] or ""
            yield Mention(
                (f"P{int(match['number'])}",),
                match.start("number"),
                match.end("number"),
                explicit=bool(scope),
                qualifier=scope,
                kinds=("property",),
            )


def _listed(text: str, grammar: str, start: int) -> list[Cited]:
    """Return the IDs of the list that begins at *start*; nothing for a grammar of nothing."""
    if not grammar:
        return []
    return [cited for cited in cited_in_list(text, grammar, start) if _stands_alone(text, cited)]


def _may_list_numbers(text: str, label: re.Match[str]) -> bool:
    """Whether numbers behind *label* are requirements: ``Validates: Requirements 1.2``."""
    word = (label["tag"] or label["label"]).casefold()
    return word.startswith(("req", "val")) or _REQUIREMENTS.match(text, label.end()) is not None


def _mention(cited: Cited, *, explicit: bool) -> Mention:
    return Mention(
        cited.ids,
        cited.start,
        cited.end,
        explicit,
        qualifier=cited.qualifier,
        revision=cited.revision,
    )


def _leading(text: str, grammar: str) -> Iterator[Cited]:
    """Yield the IDs of the list that *text* begins with, and of those in brackets."""
    yield from cited_in_list(text, grammar, len(text) - len(text.lstrip(" [(@")))
    for match in _BRACKETS.finditer(text):
        for cited in cited_in_list(match[1], grammar):
            shift = match.start(1)
            yield cited._replace(start=cited.start + shift, end=cited.end + shift)


_BRACKETS = pattern(r"[(\[]([^()\[\]]{2,400})[)\]]")


def _stands_alone(text: str, cited: Cited) -> bool:
    """Whether no longer ID is meant, of a grammar of the project's own: ``FR-120-14``."""
    behind = text[cited.end : cited.end + 2]
    before = text[max(0, cited.start - 2) : cited.start]
    return not (behind[:1] == "-" and behind[1:].isalnum()) and not (
        before[1:] == "-" and before[:1].isalnum()
    )


def _list_end(text: str, start: int) -> int:
    """Return where a list that begins at *start* ends: with its line, or where that goes on."""
    end = _line_end(text, start)
    if not text[start:end].strip(" \t*_`"):
        return len(text)
    while end < len(text) and text[start:end].rstrip().endswith((",", ";")):
        end = _line_end(text, end + 1)
    return end


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _either(patterns: list[str]) -> str:
    return "|".join(f"(?:{one})" for one in dict.fromkeys(patterns))
