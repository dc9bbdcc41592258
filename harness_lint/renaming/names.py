"""IDs in names of programs: ``test_fr_001_login``, `TestFR001`."""

from __future__ import annotations

from harness_lint.pattern import pattern

_WORDS = pattern(r"[A-Za-z]+|\d+[A-Za-z]?")
_GLUED_NUMBER = pattern(r"[A-Za-z]\d+[A-Za-z]?$")


def spelled_like(written: str, new: str) -> str:
    """Return *new* spelled as *written* spells an ID: ``fr_002`` for ``FR-002`` by ``fr_001``."""
    *words, number = (_cased(word, written) for word in _WORDS.findall(new))
    between = "_" if "_" in written or (len(words) > 1 and written.islower()) else ""
    before_number = "" if _GLUED_NUMBER.search(written) else "_"
    return f"{between.join(words)}{before_number}{number}"


def _cased(word: str, written: str) -> str:
    letters = "".join(one for one in written if one.isalpha())
    if letters.islower():
        return word.lower()
    return word if letters.isupper() else word[:1].upper() + word[1:].lower()
