"""What the surroundings say: an agent's shell, the width of the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

AGENT_VARIABLES = (
    "AGENT",  # Goose and others, by convention
    "AI_AGENT",
    "AUGMENT_AGENT",
    "CLAUDECODE",  # Claude Code
    "CLAUDE_CODE",
    "CLINE_ACTIVE",
    "CODEX_SANDBOX",  # Codex
    "CODEX_SANDBOX_NETWORK_DISABLED",
    "CODEX_THREAD_ID",
    "CURSOR_AGENT",
    "GEMINI_CLI",
    "GOOSE_TERMINAL",
    "OPENCODE",
    "OPENCODE_CLIENT",
)
"""Set by coding agents in the shells that they open."""

DEFAULT_WIDTH = 100
"""Columns where there is no terminal: the same output on every machine."""


def default_format(environment: Mapping[str, str], *, is_terminal: bool) -> str:
    """Return the format to use when none is asked for."""
    return "agent" if not is_terminal and is_agent(environment) else "full"


def is_agent(environment: Mapping[str, str]) -> bool:
    """Return whether a coding agent has opened the shell."""
    return any(environment.get(name) for name in AGENT_VARIABLES)


def terminal_width() -> int:
    """Return the columns of the terminal behind standard output."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or DEFAULT_WIDTH
    except (OSError, ValueError, AttributeError):
        return DEFAULT_WIDTH


def is_terminal() -> bool:
    """Return whether standard output is a terminal."""
    return sys.stdout is not None and sys.stdout.isatty()


def has_onlooker(environment: Mapping[str, str]) -> bool:
    """Return whether a person looks at standard error, where lines can be taken away again."""
    is_terminal = sys.stderr is not None and sys.stderr.isatty()
    return is_terminal and environment.get("TERM") != "dumb" and not is_agent(environment)
