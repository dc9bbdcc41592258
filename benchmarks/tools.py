"""The linters that are measured, their command lines, and their versions."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.rounds import Command, nothing

OWN = "harness-lint"


class Tool(NamedTuple):
    """A linter and its command lines."""

    name: str
    file: tuple[str, ...]
    """Arguments before the path of a single file."""
    everything: tuple[str, ...]
    """Arguments for the working directory, nothing kept from earlier runs."""
    counts: str = ""
    """Pattern of the number of files in its output."""


HARNESS_LINT = Tool(
    OWN,
    ("check", "--isolated", "--no-cache"),
    ("check", "--isolated", "--no-cache", "."),
    r"(?m)^([\d,]+) files? checked",
)
RUMDL = Tool(
    "rumdl",
    ("check", "--no-cache", "--no-config"),
    ("check", "--no-cache", "--no-config", "."),
    r"(?:in|for) (?:[\d,]+/)?([\d,]+) files?\b",
)
CACHED = ("check", "--isolated", ".")
"""Arguments of ours for the working directory, with what earlier runs have found."""
TOOLS = (
    HARNESS_LINT,
    RUMDL,
    Tool("markdownlint-cli2", (), ("**/*.md",), r"Linting: (\d+) file"),
    Tool("agnix", ("--format", "json"), ("--format", "json", "."), r'"files_checked": ?(\d+)'),
    Tool("skillsaw", ("lint",), ("lint", ".")),
)
TRACERS = ("spec-trace", "openspec")
VERSION = re.compile(r"\d+\.\d+(?:\.\d+)?")


class Installed(NamedTuple):
    """A linter that can be run here."""

    tool: Tool
    program: tuple[str, ...]

    def on(
        self,
        arguments: tuple[str, ...],
        folder: Path,
        name: str = "",
        before: Callable[[], None] = nothing,
    ) -> Command:
        """Return its command with *arguments*, called *name* in tables."""
        words = (*self.program, *arguments)
        return Command(name or self.tool.name, words, folder, self.tool.counts, before)


def installed() -> tuple[Installed, ...]:
    """Return the linters that are installed, ours first."""
    found = ((tool, program(tool.name)) for tool in TOOLS)
    return tuple(Installed(tool, words) for tool, words in found if words)


def program(name: str) -> tuple[str, ...]:
    """Return how the tool *name* is called; nothing if it is not installed."""
    if name == OWN:
        script = Path(sys.executable).with_name(OWN)
        return (str(script),) if script.exists() else (sys.executable, "-m", "harness_lint")
    path = shutil.which(name)
    return (path,) if path else ()


def versions() -> dict[str, str | None]:
    """Return the version of each tool, None if it is not installed."""
    return {name: _version(name) for name in (*(tool.name for tool in TOOLS), *TRACERS)}


def _version(name: str) -> str | None:
    words = program(name)
    if not words:
        return None
    done = subprocess.run(
        [*words, "--version"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    match = VERSION.search(done.stdout)
    return match[0] if match else "of unknown version"
