"""HL508 skill-too-long. Its page and its tests are in `skill_too_long.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.skill import Skill
from harness_lint.findings import Severity, Violation
from harness_lint.source import Span

CHARACTERS_PER_TOKEN = 4
"""Of English text and code; characters beyond ASCII count as a token each."""

SHORT = 8_000
"""Bytes of a text that is not worth counting character by character."""

DOUBT = 1.2
"""An estimate is only reported this many times above the limit."""


class Options(NamedTuple):
    """The limits. Source: agentskills.io/specification, progressive disclosure (2026-08-15)."""

    max_lines: int = 500
    """Lines of the whole file."""
    max_tokens: int = 5000
    """Tokens of the text below the front matter, estimated."""
    leeway: float = 0.1
    """By what part a skill may be longer before it is reported."""


@check(
    "HL508",
    "skill-too-long",
    subject=Skill,
    since="0.1",
    severity=Severity.WARNING,
    options=Options,
)
def skill_too_long(skill: Skill, options: Options) -> Iterator[Violation]:
    """A skill is longer than an agent should have to load at once."""
    lines = len(skill.source.line_starts) - (1 if skill.source.data.endswith(b"\n") else 0)
    tokens = _tokens(skill)
    excess = []
    most = 1 + options.leeway
    if lines > options.max_lines * most:
        excess.append((f"{lines:,} lines", f"{options.max_lines:,} lines"))
    if tokens > options.max_tokens * max(most, DOUBT):
        excess.append((f"about {round(tokens, -2):,} tokens", f"{options.max_tokens:,} tokens"))
    if excess:
        found = " and ".join(words for words, _ in excess)
        right = " and ".join(words for _, words in excess)
        yield Violation(
            _place(skill), f"the skill has {found}; keep to {right} and move the rest to files"
        )


def _tokens(skill: Skill) -> int:
    source = skill.source
    start = skill.front_matter.span.end if skill.front_matter is not None else 0
    size = len(source.data) - start
    if size < CHARACTERS_PER_TOKEN:
        return 0
    if source.is_ascii or size <= SHORT:
        return size // CHARACTERS_PER_TOKEN
    text = source.slice(Span(start, len(source.data)))
    plain = len(text.encode("ascii", "ignore"))
    return plain // CHARACTERS_PER_TOKEN + len(text) - plain


def _place(skill: Skill) -> Span:
    title = skill.outline.title
    return title.heading.span if title is not None else skill.source.line_span(1)
