"""The coding agents whose hooks we answer. What is said of each is dated: see `verified_on`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness_lint.agents.agent import Agent, Hook

TIMEOUT_SECONDS = 60
"""So long an agent waits for us: a large project without a cache takes some seconds."""


def _blocked(words: str) -> Mapping[str, Any]:
    """Send *words* back as the reason to go on; what was written stays written."""
    return {"decision": "block", "reason": words}


def _denied(words: str) -> Mapping[str, Any]:
    return {"decision": "deny", "reason": words}


def _in_context(event: str, words: str) -> Mapping[str, Any]:
    """Put *words* beside the result of the tool, which blocking would hide."""
    return {"hookSpecificOutput": {"hookEventName": event, "additionalContext": words}}


def _grouped(hook: Hook, command: str, timeout: int = TIMEOUT_SECONDS) -> Mapping[str, Any]:
    """Return a group of one command, behind the matcher of *hook*."""
    matcher = {"matcher": hook.matcher} if hook.matcher else {}
    return {**matcher, "hooks": [{"type": "command", "command": command, "timeout": timeout}]}


def _in_milliseconds(hook: Hook, command: str) -> Mapping[str, Any]:
    return _grouped(hook, command, TIMEOUT_SECONDS * 1000)


def _cursor_entry(hook: Hook, command: str) -> Mapping[str, Any]:
    matcher = {"matcher": hook.matcher} if hook.matcher else {}
    return {"command": command, **matcher, "timeout": TIMEOUT_SECONDS}


def _copilot_entry(hook: Hook, command: str) -> Mapping[str, Any]:
    matcher = {"matcher": hook.matcher} if hook.matcher else {}
    return {"type": "command", **matcher, "command": command, "timeoutSec": TIMEOUT_SECONDS}


CLAUDE_CODE = Agent(
    name="claude-code",
    title="Claude Code",
    edit=Hook("PostToolUse", _blocked, "Edit|MultiEdit|Write"),
    end=Hook("Stop", _blocked),
    project_file=".claude/settings.json",
    user_file=".claude/settings.json",
    home_variable="CLAUDE_CONFIG_DIR",
    entry=_grouped,
    source="https://code.claude.com/docs/en/hooks",
    verified_on="2026-11-21",
)

CODEX = Agent(
    name="codex",
    title="Codex",
    edit=Hook("PostToolUse", lambda words: _in_context("PostToolUse", words), "apply_patch"),
    end=Hook("Stop", _blocked),
    project_file=".codex/hooks.json",
    user_file=".codex/hooks.json",
    home_variable="CODEX_HOME",
    entry=_grouped,
    source="https://developers.openai.com/codex/hooks",
    verified_on="2026-11-21",
    advice="Codex runs a new hook only once it is trusted: type `/hooks` in it",
)

CURSOR = Agent(
    name="cursor",
    title="Cursor",
    edit=Hook("postToolUse", lambda words: {"additional_context": words}, "Write"),
    end=Hook("stop", lambda words: {"followup_message": words}),
    project_file=".cursor/hooks.json",
    user_file=".cursor/hooks.json",
    entry=_cursor_entry,
    source="https://cursor.com/docs/hooks",
    verified_on="2026-11-21",
    head={"version": 1},
)

GEMINI = Agent(
    name="gemini",
    title="Gemini CLI",
    edit=Hook("AfterTool", lambda words: _in_context("AfterTool", words), "write_file|replace"),
    end=Hook("AfterAgent", _denied),
    project_file=".gemini/settings.json",
    user_file=".gemini/settings.json",
    entry=_in_milliseconds,
    source="https://geminicli.com/docs/hooks/reference",
    verified_on="2026-11-21",
    has_comments=True,
)

COPILOT = Agent(
    name="copilot",
    title="GitHub Copilot",
    edit=Hook("postToolUse", lambda words: {"additionalContext": words}, "create|edit|apply_patch"),
    end=Hook("agentStop", _blocked),
    project_file=".github/hooks/harness-lint.json",
    user_file=".copilot/hooks/harness-lint.json",
    home_variable="COPILOT_HOME",
    entry=_copilot_entry,
    source="https://docs.github.com/en/copilot/reference/hooks-reference",
    verified_on="2026-11-21",
    head={"version": 1},
)

AGENTS = {agent.name: agent for agent in (CLAUDE_CODE, CODEX, CURSOR, GEMINI, COPILOT)}
"""By their names on our command line."""
