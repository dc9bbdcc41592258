"""The words in which files say how an assertion stands, and what they mean."""

from __future__ import annotations

VOCABULARY = ("pending", "passed", "failed", "blocked")
"""The words of a validation state. Source: the mission protocol, as real files write it."""

UNKNOWN = "unknown"

VALIDATORS = ("scrutiny-validator", "user-testing-validator")
"""Features, and skills, that tools inject: their success is to have looked, whatever they found."""

_MEANINGS = {
    "pending": "pending pend todo open untested not-tested not-started not-run unverified"
    " unvalidated in-progress",
    "passed": "passed pass passes passing green ok success successful succeeded verified validated",
    "failed": "failed fail fails failing red failure error",
    "blocked": "blocked blocking",
}

STATES = {word: state for state, words in _MEANINGS.items() for word in words.split()}
"""Folded word → the word of the vocabulary that it stands for."""

NEUTRAL = frozenset({"in-progress"})
"""Words that say what no word of the vocabulary says as well."""


def folded(word: str) -> str:
    """Return *word* for comparison: case, blanks and underscores do not count."""
    return "-".join(word.casefold().replace("_", " ").split())


def state_of(word: str) -> str:
    """Return the word of the vocabulary that *word* stands for, else ``unknown``."""
    return STATES.get(folded(word), UNKNOWN)


def is_override(key: str) -> bool:
    """Whether *key* says that a person or the orchestrator decided otherwise."""
    name = key.casefold()
    return "overrid" in name or "waive" in name
