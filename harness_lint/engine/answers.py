"""What earlier runs have answered: the same question about the same project has the same answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from harness_lint.engine.cache import Cache
from harness_lint.engine.intake import hash_of
from harness_lint.engine.report import Answer
from harness_lint.project.facts import json_text

SLOTS = 8
"""So many answers are kept, each where its question falls."""

MOST_CHARACTERS = 4_000_000
"""A longer answer is not kept."""


class Answers:
    """The answers that stand in a cache, for one state of the project."""

    def __init__(self, cache: Cache, state: str, text_state: Callable[[str], str]) -> None:
        """Look at *cache*: *state* tells one project from others, *text_state* a file's text."""
        self._cache = cache
        self._state = state
        self._text_state = text_state

    def recall(self, question: str) -> Answer | None:
        """Return the answer to *question*, if it is known.

        Raises: UnusableCacheError.
        """
        text = self._cache.text(_slot(question))
        if text is None:
            return None
        asked, state, texts, answer = json.loads(text)
        if (asked, state) != (question, self._state):
            return None
        if any(self._text_state(path) != one for path, one in texts.items()):
            return None
        return Answer(*answer)

    def keep(self, question: str, answer: Answer, texts: Mapping[str, str]) -> None:
        """Keep *answer*, which rests on *texts* too: path → what tells one text from another."""
        if len(answer.out) + len(answer.err) <= MOST_CHARACTERS:
            row = json_text([question, self._state, dict(texts), answer])
            self._cache.keep_text(_slot(question), row)


def _slot(question: str) -> str:
    return f"answer {int(hash_of(question.encode('utf-8', 'surrogatepass'))[:8], 16) % SLOTS}"
