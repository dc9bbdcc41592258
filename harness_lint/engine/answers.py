"""What earlier runs have answered: the same question about the same project has the same answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from harness_lint.engine.cache import Cache
from harness_lint.engine.intake import hash_of
from harness_lint.engine.report import Answer
from harness_lint.findings import Finding
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

    def recall(self, question: str) -> Recalled:
        """Return what is known of the answer to *question*.

        Raises: UnusableCacheError.
        """
        text = self._cache.text(_slot(question))
        asked, state, texts, answer = json.loads(text) if text is not None else _NOTHING
        if asked != question:
            return Recalled(None, Drawn(Answer("", "", 0), self._cache.register.digest))
        earlier = Answer(*answer)
        is_same = state == self._state and all(
            self._text_state(path) == one for path, one in texts.items()
        )
        return Recalled(earlier if is_same else None, Drawn(earlier, self._cache.register.digest))

    def keep(self, question: str, answer: Answer, texts: Mapping[str, str]) -> None:
        """Keep *answer*, which rests on *texts* too: path → what tells one text from another."""
        if len(answer.out) + len(answer.err) <= MOST_CHARACTERS:
            row = json_text([question, self._state, dict(texts), answer])
            self._cache.keep_text(_slot(question), row)


class Drawn:
    """Findings as they are drawn, with the lines that they are about.

    What an earlier answer has drawn need not be drawn again: of the same findings in files with
    the same bytes it is the same.
    """

    def __init__(self, earlier: Answer, digest_of: Callable[[str], str | None]) -> None:
        """Begin with what is in *earlier*; *digest_of* gives the hash of a file if it is known."""
        self._digest_of = digest_of
        self._known: dict[str, str] = {}
        self.parts: list[tuple[str, int]] = []
        """What was drawn so far, as an `Answer` tells it."""
        start = 0
        for key, size in earlier.drawn:
            self._known[key] = earlier.out[start : start + size]
            start += size

    def of(self, findings: Sequence[Finding], lines: Iterable[str]) -> str:
        """Return *findings* as they are drawn, without the last line end.

        *lines* are gone through only if they must be drawn now.
        """
        key = self._key(findings)
        text = self._known.get(key) if key else None
        if text is None:
            text = "".join(f"{line}\n" for line in lines)
        self.parts.append((key, len(text)))
        return text[:-1]

    def _key(self, findings: Sequence[Finding]) -> str:
        """Return what tells *findings* from others; empty if their files are not known."""
        paths = {finding.path for finding in findings}
        paths.update(place.path for finding in findings for place in finding.related)
        digests = [self._digest_of(path) for path in sorted(paths)]
        if None in digests:
            return ""
        return hash_of(json_text([findings, digests]).encode())[:32]


class Recalled(NamedTuple):
    """What is known of the answer to a question."""

    answer: Answer | None
    """None if it is not known."""
    drawn: Drawn
    """What of it may be drawn already."""


_NOTHING: tuple[Any, ...] = (None, None, {}, ())


def _slot(question: str) -> str:
    return f"answer {int(hash_of(question.encode('utf-8', 'surrogatepass'))[:8], 16) % SLOTS}"
