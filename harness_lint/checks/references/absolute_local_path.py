"""HL706 absolute-local-path. Its page and its tests are in `absolute_local_path.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.local_paths import homes_in
from harness_lint.findings import Severity, Violation
from harness_lint.packs.patterns import compile_globs


class Options(NamedTuple):
    """Which documents are read by others, and whose homes are everywhere."""

    paths: tuple[str, ...] = (
        "{SKILL,AGENTS,CLAUDE,GEMINI}.md",
        "**/copilot-instructions.md",
        "*.mdc",
        "**/.{claude,cursor,opencode,factory,roo,windsurf}/{agents,commands,command,rules,droids}/**",
        "**/.{windsurf,agent,codex,roo}/{workflows,prompts,modes}/**",
        "**/.github/{prompts,instructions,agents,chatmodes}/**",
    )
    """Globs of the documents that are judged: instructions that are shared with others."""
    homes: tuple[str, ...] = ()
    """Names of further homes that exist wherever the document is read."""


@check(
    "HL706",
    "absolute-local-path",
    subject=Document,
    since="0.1",
    severity=Severity.WARNING,
    options=Options,
)
def absolute_local_path(document: Document, options: Options) -> Iterator[Violation]:
    """Instructions name a path in somebody's home, which exists on one machine only."""
    if not compile_globs(options.paths).match(document.path):
        return
    for home in homes_in(document, options.homes):
        message = (
            f"`{home.value}` is there on one machine only; write a path below the project or `~`"
        )
        yield Violation(home.at, message)
