"""What agents send, as their documentation shows it, and what we make of it."""

import json
from datetime import date

import pytest

from harness_lint.agents.agent import Moment
from harness_lint.agents.events import read_event
from harness_lint.agents.known import AGENTS
from harness_lint.errors import UsageError

PATCH = """\
*** Begin Patch
*** Update File: specs/001-ferry/tasks.md
@@
-- [ ] T001 Row
+- [x] T001 Row
*** Add File: docs/new page.md
+# New
*** Update File: docs/old.md
*** Move to: docs/moved.md
*** Delete File: docs/gone.md
*** End Patch
"""
PATCHED = ("specs/001-ferry/tasks.md", "docs/new page.md", "docs/old.md", "docs/moved.md")

EDITS = [
    pytest.param(
        "claude-code",
        {
            "session_id": "abc123",
            "cwd": "/project",
            "hook_event_name": "PostToolUse",
            "tool_name": "Write",
            "tool_input": {"file_path": "/project/tasks.md", "content": "- [ ] T001"},
            "tool_response": {"filePath": "/project/tasks.md", "success": True},
        },
        ("/project/tasks.md",),
        id="Claude Code writes a file",
    ),
    pytest.param(
        "codex",
        {
            "cwd": "/project",
            "hook_event_name": "PostToolUse",
            "tool_name": "apply_patch",
            "tool_input": {"command": PATCH},
            "tool_response": "Exit code: 0",
        },
        PATCHED,
        id="Codex applies a patch to several files",
    ),
    pytest.param(
        "cursor",
        {
            "hook_event_name": "postToolUse",
            "workspace_roots": ["/project"],
            "tool_name": "Write",
            "tool_input": {"file_path": "/project/tasks.md"},
        },
        ("/project/tasks.md",),
        id="Cursor writes a file",
    ),
    pytest.param(
        "cursor",
        {
            "hook_event_name": "afterFileEdit",
            "workspace_roots": ["/project"],
            "file_path": "/project/tasks.md",
            "edits": [{"old_string": "a", "new_string": "b"}],
        },
        ("/project/tasks.md",),
        id="Cursor has edited a file",
    ),
    pytest.param(
        "gemini",
        {
            "cwd": "/project",
            "hook_event_name": "AfterTool",
            "tool_name": "replace",
            "tool_input": {"file_path": "/project/tasks.md", "old_string": "a"},
            "tool_response": {"llmContent": "done"},
        },
        ("/project/tasks.md",),
        id="Gemini CLI replaces words",
    ),
    pytest.param(
        "copilot",
        {"cwd": "/project", "toolName": "create", "toolArgs": {"path": "tasks.md"}},
        ("tasks.md",),
        id="GitHub Copilot creates a file",
    ),
    pytest.param(
        "copilot",
        {"cwd": "/project", "toolName": "edit", "toolArgs": '{"path": "tasks.md"}'},
        ("tasks.md",),
        id="GitHub Copilot once sent its arguments as text",
    ),
    pytest.param(
        "copilot",
        {"cwd": "/project", "toolName": "apply_patch", "toolArgs": PATCH},
        PATCHED,
        id="GitHub Copilot applies a patch",
    ),
    pytest.param(
        "copilot",
        {
            "hook_event_name": "PostToolUse",
            "cwd": "/project",
            "tool_name": "Edit",
            "tool_input": {"path": "tasks.md"},
        },
        ("tasks.md",),
        id="GitHub Copilot with the event names of VS Code",
    ),
]


@pytest.mark.parametrize(("agent", "sent", "paths"), EDITS)
def test_the_files_that_an_agent_wrote_are_read_from_its_event(agent, sent, paths):
    event = read_event(AGENTS[agent], json.dumps(sent))

    assert event.moment is Moment.EDIT
    assert event.folder == "/project"
    assert event.paths == paths


ENDS = [
    ("claude-code", {"hook_event_name": "Stop", "stop_hook_active": False}, False),
    ("claude-code", {"hook_event_name": "Stop", "stop_hook_active": True}, True),
    ("codex", {"hook_event_name": "Stop", "stop_hook_active": True}, True),
    ("cursor", {"hook_event_name": "stop", "status": "completed", "loop_count": 0}, False),
    ("cursor", {"hook_event_name": "stop", "status": "completed", "loop_count": 1}, True),
    ("gemini", {"hook_event_name": "AfterAgent", "stop_hook_active": True}, True),
    ("copilot", {"stopReason": "end_turn", "stop_hook_active": False}, False),
    ("copilot", {"stopReason": "end_turn", "stop_hook_active": True}, True),
]


@pytest.mark.parametrize(("agent", "sent", "is_repeated"), ENDS)
def test_an_agent_that_goes_on_because_of_us_is_told_from_one_that_ends(agent, sent, is_repeated):
    event = read_event(AGENTS[agent], json.dumps(sent))

    assert event.moment is Moment.END
    assert event.is_repeated is is_repeated
    assert event.paths == ()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"hook_event_name": "SessionStart"},
        {"hook_event_name": None},
        {"hook_event_name": ["Stop"], "cwd": 3, "workspace_roots": "no"},
    ],
)
@pytest.mark.parametrize("agent", AGENTS)
def test_other_events_are_none_of_our_business(agent, sent):
    assert read_event(AGENTS[agent], json.dumps(sent)).moment is None


@pytest.mark.parametrize("status", ["aborted", "error"])
def test_an_agent_that_was_stopped_is_not_sent_on(status):
    sent = {"hook_event_name": "stop", "status": status, "loop_count": 0}

    assert read_event(AGENTS["cursor"], json.dumps(sent)).moment is None


@pytest.mark.parametrize(
    "tool_input",
    [None, 3, [], "", {"file_path": 3}, {"path": ""}, {"command": ["ls"]}, {"command": "ls"}, "{"],
)
def test_a_tool_that_wrote_no_file_leaves_nothing_to_check(tool_input):
    sent = {"hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_input": tool_input}

    assert read_event(AGENTS["claude-code"], json.dumps(sent)).paths == ()


@pytest.mark.parametrize("text", ["", "{", "3", "[]", '"Stop"', "[" * 100_000])
def test_what_is_no_event_is_said_to_be_none(text):
    with pytest.raises(UsageError, match="the event of Claude Code is no JSON"):
        read_event(AGENTS["claude-code"], text)


@pytest.mark.parametrize("agent", AGENTS.values(), ids=lambda agent: agent.name)
def test_what_is_said_of_an_agent_is_dated_and_has_a_source(agent):
    assert agent.source.startswith("https://")
    assert date.fromisoformat(agent.verified_on)
