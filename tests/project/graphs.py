"""Projects made of texts, for tests of the trace graph."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from harness_lint.config import Config
from harness_lint.engine.inputs import Inputs
from harness_lint.engine.registry import Registry
from harness_lint.engine.whole_project import project_of_files
from harness_lint.project.index import Project
from harness_lint.testing import MemoryTree

SPEC_HEAD = "# Feature Specification: Lamp\n\n**Feature Branch**: `001-lamp`\n\n"


def project_of_texts(texts: Mapping[str, str], *, mentions: bool = False) -> Project:
    """Return the project whose files are *texts*, read in the order given."""
    inputs = Inputs(
        files=tuple(texts),
        siblings=lambda: tuple(texts),
        tree=MemoryTree.of(texts),
        read=lambda path: texts[path].encode(),
        today=date(2026, 1, 15),
    )
    return project_of_files(Config(), Registry.load(), inputs, mentions=mentions).project


def spec(*lines: str) -> str:
    """Return a spec-kit specification with *lines*."""
    return SPEC_HEAD + "\n".join(lines) + "\n"
