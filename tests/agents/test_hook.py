"""`harness-lint hook` as agents call it: the installed command, with an event on standard input."""

import json
import os
import subprocess
import sys

import pytest

from harness_lint.agents.known import AGENTS
from tests.command import SECONDS, command, run

TASKS = "# Tasks\n\n- [ ] T001 Row\n- [ ] T001 Swim\n"
"""One finding, HL302."""

SETTINGS = {agent.name: agent.project_file for agent in AGENTS.values()}


@pytest.fixture
def project(tmp_path):
    root = tmp_path / "project"
    write(root / "specs/001-ferry/tasks.md", TASKS)
    write(root / "docs/page.md", "# Page\n")
    write(root / "src/ferry.py", "print('ferry')\n")
    git(root, "init", "--quiet")
    return root


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def git(root, *arguments):
    name = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    subprocess.run(["git", *name, *arguments], cwd=root, check=True, capture_output=True)


def hook(agent, event, folder, *options, **environment):
    """Return what `harness-lint hook AGENT` gives for *event*, called in *folder*."""
    return subprocess.run(
        command("hook", agent, *options),
        input=event if isinstance(event, str) else json.dumps(event),
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )


def edit(agent, project, path="specs/001-ferry/tasks.md"):
    """Return what *agent* says when it has written *path*."""
    place = str(project / path)
    if agent == "codex":
        patch = f"*** Begin Patch\n*** Update File: {path}\n*** End Patch"
        tool = {"tool_name": "apply_patch", "tool_input": {"command": patch}}
    elif agent == "copilot":
        return {"cwd": str(project), "toolName": "edit", "toolArgs": {"path": place}}
    else:
        tool = {"tool_name": "Write", "tool_input": {"file_path": place}}
    return {"hook_event_name": AGENTS[agent].edit.event, "cwd": str(project), **tool}


def end(agent, project, **more):
    if agent == "copilot":
        return {"cwd": str(project), "stopReason": "end_turn", **more}
    return {"hook_event_name": AGENTS[agent].end.event, "cwd": str(project), **more}


def words_in(answer):
    """Return what the agent is told, and the rest of the answer."""
    place = answer.get("hookSpecificOutput", answer)
    key = next(key for key, value in place.items() if " HL" in str(value))
    return place.pop(key), key, answer


ANSWERS = {
    "claude-code": ("reason", {"decision": "block"}),
    "codex": ("additionalContext", {"hookSpecificOutput": {"hookEventName": "PostToolUse"}}),
    "cursor": ("additional_context", {}),
    "gemini": ("additionalContext", {"hookSpecificOutput": {"hookEventName": "AfterTool"}}),
    "copilot": ("additionalContext", {}),
}
ENDS = {
    "claude-code": ("reason", {"decision": "block"}),
    "codex": ("reason", {"decision": "block"}),
    "cursor": ("followup_message", {}),
    "gemini": ("reason", {"decision": "deny"}),
    "copilot": ("reason", {"decision": "block"}),
}


@pytest.mark.parametrize("agent", AGENTS)
def test_an_agent_is_told_in_its_own_protocol_what_is_wrong_with_its_edit(project, agent):
    done = hook(agent, edit(agent, project), project.parent)

    assert (done.returncode, done.stderr) == (0, "")
    words, key, rest = words_in(json.loads(done.stdout))
    assert (key, rest) == ANSWERS[agent]
    assert "tasks.md\n  4 HL302 duplicate-task-id: " in words
    assert "repair" in words


@pytest.mark.parametrize("agent", AGENTS)
def test_an_agent_is_told_before_it_ends_what_is_wrong_with_its_changes(project, agent):
    done = hook(agent, end(agent, project), project)

    assert (done.returncode, done.stderr) == (0, "")
    words, key, rest = words_in(json.loads(done.stdout))
    assert (key, rest) == ENDS[agent]
    assert " HL302 " in words


@pytest.mark.covers("AGT-001")
@pytest.mark.parametrize("active", [{"stop_hook_active": True}, {"loop_count": 1}])
def test_an_agent_is_kept_from_ending_only_once(project, active):
    done = hook("claude-code", end("claude-code", project, **active), project)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


SILENT = {
    "a page without findings": "docs/page.md",
    "a file that is no document": "src/ferry.py",
    "a file that is gone": "docs/gone.md",
    "a folder": "docs",
    "a file outside of the project": "../tasks.md",
    "another project": "../other/tasks.md",
}


@pytest.mark.parametrize("path", SILENT.values(), ids=SILENT)
def test_there_is_nothing_to_say_of(project, path):
    write(project.parent / "tasks.md", TASKS)
    write(project.parent / "other/tasks.md", TASKS)
    write(project.parent / "other/harness-lint.toml", "")

    done = hook("claude-code", edit("claude-code", project, path), project)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_project_without_documents_keeps_nobody_from_ending(tmp_path):
    write(tmp_path / "ferry.py", "print('ferry')\n")

    done = hook("claude-code", end("claude-code", tmp_path), tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_was_wrong_before_keeps_nobody_from_ending(project):
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "Begin")
    write(project / "docs/page.md", "# Page\n\nMore.\n")

    done = hook("claude-code", end("claude-code", project), project)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_document_that_is_gone_is_missed_by_others_before_the_agent_ends(project):
    write(project / "docs/page.md", "# Page\n\n[More](more.md)\n")
    write(project / "docs/more.md", "# More\n")
    write(project / "specs/001-ferry/tasks.md", "# Tasks\n\n- [ ] T001 Row\n")
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "Begin")
    (project / "docs/more.md").unlink()

    done = hook("claude-code", end("claude-code", project), project)

    assert " HL701 broken-link: " in json.loads(done.stdout)["reason"]


@pytest.mark.covers("AGT-001")
@pytest.mark.parametrize(
    ("event", "words"),
    [
        ("", "the event of Claude Code is no JSON"),
        ("[]", "the event of Claude Code is no JSON object"),
    ],
)
def test_an_event_that_cannot_be_read_holds_no_agent_up(project, event, words):
    done = hook("claude-code", event, project)

    assert done.returncode == 1  # 2 would stop the agent
    assert done.stdout == ""
    assert words in done.stderr


def test_a_person_who_calls_it_is_told_who_should(project):
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")
    terminal, end = pty.openpty()

    done = subprocess.run(
        command("hook", "codex"),
        cwd=project,
        stdin=end,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    os.close(terminal)
    os.close(end)

    assert done.returncode == 1
    assert "`harness-lint hook install codex` tells it to" in done.stderr


@pytest.mark.covers("AGT-001")
def test_a_wrong_configuration_holds_no_agent_up_and_is_told_to_its_user(project):
    write(project / "harness-lint.toml", "selekt = []\n")

    done = hook("claude-code", edit("claude-code", project), project)

    assert (done.returncode, done.stdout) == (1, "")
    assert "unknown key `selekt`" in done.stderr


CRASH = """\
import harness_lint.engine.file_stage as stage

def crash(*_):
    raise KeyError("ours")

stage.read_document = crash
"""


@pytest.mark.covers("AGT-001")
@pytest.mark.parametrize("agent", AGENTS)
def test_a_fault_of_ours_holds_no_agent_up(project, agent, tmp_path):
    write(tmp_path / "site/sitecustomize.py", CRASH)
    path = os.pathsep.join((str(tmp_path / "site"), *sys.path))

    done = hook(agent, edit(agent, project), project, PYTHONPATH=path)

    assert (done.returncode, done.stdout) == (1, "")
    assert "internal error" in done.stderr


def test_an_answer_is_never_longer_than_agents_read(project):
    paths = [f"specs/{'far' * 20}/{number}/tasks.md" for number in range(70)]
    for path in paths:
        write(project / path, TASKS)
    patch = "".join(f"*** Add File: {path}\n" for path in paths)

    done = hook("codex", {**edit("codex", project), "tool_input": {"patch": patch}}, project)

    words = words_in(json.loads(done.stdout))[0]
    assert 7000 < len(words) < 9000
    assert words.endswith("… and more: run `harness-lint check` when these are repaired.")


NOT_NEEDED = {"click", "difflib", "inspect", "jsonschema", "rich", "subprocess", "tomlkit", "yaml"}
PROGRAM = """
import sys
from harness_lint.cli import main
main(["hook", "claude-code"])
print(*sys.modules)
"""


def test_an_agent_that_edits_code_waits_for_next_to_nothing(project):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(edit("claude-code", project, "src/ferry.py")),
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    )

    assert not NOT_NEEDED & set(done.stdout.split())


@pytest.mark.parametrize("agent", AGENTS)
def test_hooks_are_put_into_the_settings_of_a_project_and_taken_out_again(project, agent):
    path = project / SETTINGS[agent]

    first = run(project, "hook", "install", agent)
    text = path.read_text(encoding="utf-8")
    second = run(project / "docs", "hook", "install", agent)

    assert (first.returncode, second.returncode) == (0, 0)
    assert f"`{SETTINGS[agent]}`" in first.stderr
    assert "holds the hooks already" in second.stderr
    assert path.read_text(encoding="utf-8") == text
    assert f"harness-lint hook {agent}" in text

    gone = run(project, "hook", "uninstall", agent)

    assert gone.returncode == 0
    assert not path.exists()
    assert not path.parent.exists()


@pytest.mark.covers("SAF-005")
@pytest.mark.parametrize("options", [("--no-local-code",), ("--no-local-code", "--no-local-code")])
def test_hooks_of_the_user_run_no_code_of_a_project(project, tmp_path, monkeypatch, options):
    write(project / "harness-lint.toml", 'local-checks = ["checks/*.py"]\n')
    write(project / "checks/local.py", f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    run(project, "hook", "install", "claude-code", "--user")
    settings = (tmp_path / ".claude/settings.json").read_text(encoding="utf-8")

    done = hook("claude-code", edit("claude-code", project), project, *options)

    assert settings.count('"harness-lint hook claude-code --no-local-code"') == 2
    assert (done.returncode, done.stdout) == (1, "")
    assert "`local-checks` runs code of this project" in done.stderr
    assert not (tmp_path / "ran").exists()


def test_the_command_in_the_settings_answers(project):
    run(project, "hook", "install", "claude-code")
    settings = json.loads((project / ".claude/settings.json").read_text(encoding="utf-8"))
    called = settings["hooks"]["PostToolUse"][0]["hooks"][0]["command"]

    done = hook(called.split()[-1], edit("claude-code", project), project)

    assert called == "harness-lint hook claude-code"
    assert " HL302 " in done.stdout


def test_hooks_may_be_for_edits_alone(project):
    run(project, "hook", "install", "claude-code", "--edits-only")
    settings = json.loads((project / ".claude/settings.json").read_text(encoding="utf-8"))

    assert [*settings["hooks"]] == ["PostToolUse"]


def test_a_change_can_be_looked_at_first(project):
    done = run(project, "hook", "install", "codex", "--diff")

    assert done.stdout.startswith("--- /dev/null\n+++ .codex/hooks.json\n@@ -0,0 +1,")
    assert '+            "command": "harness-lint hook codex",\n' in done.stdout
    assert not (project / ".codex").exists()


@pytest.mark.parametrize(
    ("agent", "variable"), [("claude-code", "CLAUDE_CONFIG_DIR"), ("codex", "CODEX_HOME")]
)
def test_the_settings_of_a_user_may_lie_elsewhere(project, tmp_path, monkeypatch, agent, variable):
    monkeypatch.setenv(variable, str(tmp_path / "moved"))

    run(project, "hook", "install", agent, "--user")

    assert [path.suffix for path in (tmp_path / "moved").iterdir()] == [".json"]


def test_the_settings_of_a_user_keep_their_rights_and_everything_else(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    path = tmp_path / ".gemini/settings.json"
    before = '{\r\n\t"theme": "Ö", // mine\r\n\t"hooks": {}\r\n}'
    path.parent.mkdir()
    path.write_bytes(before.encode())
    path.chmod(0o600)

    run(tmp_path, "hook", "install", "gemini", "--user")
    between = path.read_bytes()
    run(tmp_path, "hook", "uninstall", "gemini", "--user")

    assert b"harness-lint hook gemini" in between
    assert path.read_bytes() == before.encode()
    assert path.stat().st_mode & 0o777 == 0o600


def test_settings_that_cannot_be_read_are_refused_with_the_place(project):
    write(project / ".cursor/hooks.json", '{\n  "hooks": {,}\n}\n')

    done = run(project, "hook", "install", "cursor")

    assert done.returncode == 2
    assert "error: .cursor/hooks.json:2:13: " in done.stderr
    assert "nothing was changed" in done.stderr
