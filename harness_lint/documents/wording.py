"""How requirements of a family are worded: the words that bind, and those that say too little."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from harness_lint.packs.patterns import Pattern, compile_pattern
from harness_lint.pattern import pattern

if TYPE_CHECKING:
    from harness_lint.packs.shape import Family


class Term(NamedTuple):
    """Words of one sort that say too little."""

    hints: tuple[str, ...]
    """Folded parts of words, one of which a text with such words holds."""
    words: str
    """Pattern of the words; the groups that match are what is meant."""
    ask: str
    """What to say instead."""
    always: bool = False
    """Whether words that follow can never explain it: only a number does."""
    explained: str = ""
    """Pattern of further words that explain it where they follow."""


class Language(NamedTuple):
    """The words of one language."""

    name: str
    binding: str
    """Pattern of the words that make a sentence a requirement."""
    terms: tuple[Term, ...]
    free: str = ""
    """Pattern of what follows a binding word that forbids: ``not``."""
    explained: str = ""
    """Pattern of what follows a vague word and says what it means."""
    stems: tuple[str, ...] = ("",)
    """Folded parts of the binding words: a text without any of them binds nobody."""
    outcomes: tuple[Term, ...] = ()
    """Words that leave open whether a criterion is met, besides the vague ones."""
    ears: str = ""
    """Pattern of a criterion in one of the five forms of EARS; empty where it has none."""
    binds_last: bool = False
    """Whether the binding word ends the sentence, so that vague words stand before it."""

    def is_hinted(self, folded: str, terms: Iterable[Term]) -> bool:
        """Whether *folded* text may hold words of *terms*."""
        for term in terms:
            for hint in term.hints:
                if hint in folded:
                    return True
        return False

    def may_bind(self, folded: str) -> bool:
        """Whether *folded* text may hold a word that binds."""
        return any(stem in folded for stem in self.stems)


class Wording(NamedTuple):
    """The words of a family."""

    requirements: frozenset[str]
    """Kinds of items that say what must be."""
    criteria: frozenset[str]
    """Kinds of items that say when all is well."""
    measured: str
    """Pattern of a number: a text that holds one is measured."""
    verifiable: str
    """Pattern of words that make a criterion one of which anybody can say whether it is met;
    empty for none."""
    ears: frozenset[str]
    """Kinds of items that are written in one of the forms of EARS."""
    languages: tuple[Language, ...]

    def is_ears(self, text: str) -> bool:
        """Whether *text* is in a form of EARS, in any language."""
        forms = filter(None, (language.ears for language in self.languages))
        return any(compile_pattern(form).search(text) is not None for form in forms)

    def is_measured(self, text: str) -> bool:
        """Whether *text*, whose own ID may be in it, states a number."""
        return compile_pattern(self.measured).search(_ID.sub(" ", text)) is not None

    def is_verifiable(self, text: str) -> bool:
        """Whether words of *text* say what anybody can see to be so or not."""
        words = self.verifiable
        return bool(words) and compile_pattern(words).search(_ID.sub(" ", text)) is not None

    def may_be_vague(self, text: str) -> bool:
        """Whether *text* may hold vague words that bind: a look that costs little."""
        folded = text.lower()
        return any(
            one.may_bind(folded) and one.is_hinted(folded, one.terms) for one in self.languages
        )

    def may_be_open(self, text: str) -> bool:
        """Whether *text* may hold words that leave open whether a criterion is met."""
        folded = text.lower()
        return any(one.is_hinted(folded, (*one.terms, *one.outcomes)) for one in self.languages)


class Vague(NamedTuple):
    """Words that say too little, by their place in a sentence."""

    start: int
    end: int
    ask: str


_ID = pattern(r"\b[A-Z]{1,6}(?:-[A-Z]{1,6})?-?\d+(?:\.\d+)*[a-z]?\b")


def wording_of(family: Family) -> Wording | None:
    """Return the words of *family*; None if it says nothing of them.

    They are written out in its data, or the name of a built-in family stands there.
    """
    data = family.data.get("wording")
    if isinstance(data, str):
        return _builtin(data)
    return _read(data) if data else None


@lru_cache(maxsize=8)
def _builtin(name: str) -> Wording | None:
    from harness_lint.packs.loader import builtin_packs

    family = builtin_packs().family(name)
    data = family.data.get("wording") if family is not None else None
    return _read(data) if isinstance(data, Mapping) else None


def _read(data: Mapping[str, Any]) -> Wording:
    return Wording(
        frozenset(data.get("requirements", ())),
        frozenset(data.get("criteria", ())),
        str(data.get("measured", r"\d")),
        str(data.get("verifiable", "")),
        frozenset(data.get("ears", ())),
        tuple(_language(name, one) for name, one in data.get("languages", {}).items()),
    )


def _language(name: str, data: Mapping[str, Any]) -> Language:
    return Language(
        name,
        str(data["binding"]),
        tuple(_term(term) for term in data.get("terms", ())),
        str(data.get("free", "")),
        str(data.get("explained", "")),
        tuple(str(stem) for stem in data.get("stems", ("",))),
        tuple(_term(term) for term in data.get("outcomes", ())),
        str(data.get("ears", "")),
        bool(data.get("binds-last", False)),
    )


def _term(data: Mapping[str, Any]) -> Term:
    return Term(
        tuple(str(hint) for hint in data["hints"]),
        str(data["words"]),
        str(data["ask"]),
        bool(data.get("always", False)),
        str(data.get("explained", "")),
    )


def vague_words(sentence: str, language: Language, *, goes_on: bool) -> Iterator[Vague]:
    """Yield the vague words of *sentence* that bind, and that nothing behind them explains.

    *goes_on*: whether a list or a paragraph behind the sentence tells more.
    """
    bindings = list(compile_pattern(language.binding).finditer(sentence))
    if not bindings:
        return
    for found, term in terms_in(sentence, language.terms):
        if not _binds(sentence, bindings, found.start, language):
            continue
        rest = sentence if language.binds_last else sentence[found.end :]
        if not is_explained(rest, term, language, goes_on=goes_on):
            yield found


def open_outcomes(sentence: str, language: Language, *, goes_on: bool) -> Iterator[Vague]:
    """Yield the words of a criterion that leave open whether it is met."""
    for found, term in terms_in(sentence, (*language.terms, *language.outcomes)):
        rest = sentence if language.binds_last else sentence[found.end :]
        if not is_explained(rest, term, language, goes_on=goes_on):
            yield found


def terms_in(text: str, terms: Iterable[Term]) -> Iterator[tuple[Vague, Term]]:
    """Yield the words of *terms* in *text*, whatever stands around them, each with its sort."""
    folded = text.lower()
    for term in terms:
        if not any(hint in folded for hint in term.hints):
            continue
        for match in compile_pattern(term.words).finditer(text):
            group = next((n for n in range(1, match.re.groups + 1) if match.start(n) >= 0), 0)
            yield Vague(match.start(group), match.end(group), term.ask), term


def is_explained(rest: str, term: Term, language: Language, *, goes_on: bool) -> bool:
    """Whether the *rest* of the sentence says what was meant by a word of *term*."""
    if term.always:
        return False
    patterns = filter(None, (language.explained, term.explained))
    return goes_on or any(compile_pattern(one).search(rest) is not None for one in patterns)


def _binds(sentence: str, bindings: list[re.Match[str]], at: int, language: Language) -> bool:
    if language.binds_last:
        return any(binding.start() >= at for binding in bindings)
    before = [binding for binding in bindings if binding.end() <= at]
    if not before:
        return False
    free: Pattern | None = compile_pattern(language.free) if language.free else None
    return free is None or free.match(sentence[before[-1].end() :]) is None
