"""What instructions for agents send to: files to read and to import, commands to run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.instructed_paths import instructed_facts
from harness_lint.documents.links import is_sample
from harness_lint.pattern import pattern

if TYPE_CHECKING:
    from harness_lint.documents.document import Document, Said

_IMPORTS = pattern(r"(?:^|/)(?:(?:AGENTS|CLAUDE)(?:\.\w+)?|GEMINI|QWEN)\.md$")
"""Paths of instructions in which ``@path`` stands for what is in that file."""

_OWN = pattern(
    r"(?:^|/)(?:(?:AGENTS|CLAUDE)(?:\.\w+)?|GEMINI|QWEN|CRUSH|copilot-instructions)\.md$"
    r"|(?:^|/)\.[a-z]+/rules/"
)
"""Paths of instructions for one project: skills, agents and commands may be made for many."""

_COMMAND = pattern(rb"(?:make|npm|pnpm|yarn|bun|just) ")


def instruction_facts(document: Document) -> Iterator[Said]:
    """Yield what *document*, which tells an agent what to do, sends it to."""
    if is_sample(document.path):
        return
    data = document.source.data
    yield from instructed_facts(document)
    if b"@" in data and _IMPORTS.search(document.path):
        from harness_lint.documents.imports import import_facts

        yield from import_facts(document)
    if _OWN.search(document.path) and _COMMAND.search(data):
        from harness_lint.documents.commands import command_facts

        yield from command_facts(document)
