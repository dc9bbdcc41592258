"""The MCP server as an agent meets it: through the client of the official SDK, over stdio."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.shared.exceptions import MCPError

LANTERN = Path(__file__).parents[2] / "examples/lantern"
SECONDS = 60
TOOLS = {"check", "explain", "trace", "uncovered", "next_tasks"}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("mcp") / "lantern"
    shutil.copytree(LANTERN, root)
    (root / "harness-lint.toml").write_text("", encoding="utf-8")
    (root.parent / "outside.md").write_text("# Outside\n", encoding="utf-8")
    return root


CALLS = {
    "all": ("check", {}),
    "one file": ("check", {"path": "docs/tracking.md"}),
    "few": ("check", {"limit": 1}),
    "outside": ("check", {"path": "../outside.md"}),
    "far outside": ("check", {"path": "/etc"}),
    "missing": ("check", {"path": "docs/gone.md"}),
    "no number": ("check", {"limit": "many"}),
    "rule": ("explain", {"rule": "HL302"}),
    "no rule": ("explain", {"rule": "duplicate-task-ids"}),
    "item": ("trace", {"identifier": "FR-001"}),
    "no item": ("trace", {"identifier": "FR-01"}),
    "uncovered": ("uncovered", {}),
    "elsewhere": ("uncovered", {"scope": "docs"}),
    "next": ("next_tasks", {}),
    "next below": ("next_tasks", {"path": "docs"}),
}


@pytest.fixture(scope="module")
def answers(project):
    """Return what a server gives, all asked in one session: it takes its time to begin."""

    async def session():
        server = StdioServerParameters(
            command=sys.executable,
            args=["-m", "harness_lint", "mcp"],
            env=dict(os.environ),
            cwd=str(project),
        )
        with anyio.fail_after(SECONDS):
            async with Client(stdio_client(server)) as client:
                return await asked(client, project / "harness-lint.toml")

    return anyio.run(session)


async def asked(client, config):
    answers = {name: await client.call_tool(*call) for name, call in CALLS.items()}
    answers["tools"] = (await client.list_tools()).tools
    answers["page"] = await client.read_resource("harness-lint://rules/duplicate-task-id")
    try:
        await client.read_resource("harness-lint://rules/none")
    except MCPError as error:
        answers["no page"] = str(error)
    config.write_text("selekt = []\n", encoding="utf-8")
    answers["wrong configuration"] = await client.call_tool("check", {})
    config.write_text("", encoding="utf-8")
    answers["repaired configuration"] = await client.call_tool("check", {})
    return answers


def data(answers, name):
    result = answers[name]
    assert not result.is_error, result.content
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


def test_the_tools_say_what_they_take_and_give_and_that_they_only_read(answers):
    tools = answers["tools"]

    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert tool.description
        assert tool.annotations.read_only_hint
        assert tool.output_schema["type"] == "object"
        assert tool.output_schema["required"]
        assert tool.input_schema["properties"].keys() <= {
            "path",
            "limit",
            "rule",
            "identifier",
            "scope",
        }


def test_check_finds_what_the_command_finds(answers):
    found = data(answers, "all")

    assert [one["code"] for one in found["findings"]] == "HL205 HL309 HL401 HL307 HL311".split()
    assert (found["passes"], found["files"]) == (False, 6)
    assert (found["errors"], found["warnings"], found["left_out"]) == (3, 2, 0)
    assert found["findings"][0] == {
        "path": "docs/tracking.md",
        "line": 5,
        "column": 11,
        "severity": "error",
        "code": "HL205",
        "name": "invalid-status-value",
        "message": "status `done` is not one of `not-started`, `in-progress`, `partial`, "
        "`complete`; did you mean `complete`?",
        "repair": "Write `complete`",
    }


def test_check_looks_at_one_file_and_lists_no_more_than_is_wanted(answers):
    assert [one["code"] for one in data(answers, "one file")["findings"]] == ["HL205"]
    assert len(data(answers, "few")["findings"]) == 1
    assert data(answers, "few")["left_out"] == 4


def test_explain_gives_the_page_of_a_rule(answers):
    page = data(answers, "rule")

    assert (page["code"], page["name"]) == ("HL302", "duplicate-task-id")
    assert page["page"].startswith("# HL302 duplicate-task-id\n")


def test_trace_shows_an_item_and_what_leads_to_it(answers):
    (item,) = data(answers, "item")["items"]

    assert item["id"].endswith("FR-001")
    assert item["path"] == "specs/001-night-watch/spec.md"
    assert {link["role"] for link in item["links"]} >= {"verifies"}
    assert all(link["path"] and link["line"] for link in item["links"])


def test_uncovered_lists_what_lacks_something(answers):
    found = data(answers, "uncovered")

    assert 0 < len(found["items"]) < found["total"]
    assert all(item["missing"] or item["state"] in ("gap", "violated") for item in found["items"])
    assert data(answers, "elsewhere") == {"total": 0, "items": [], "left_out": 0}


def test_next_tasks_names_what_can_be_begun(answers):
    (work,) = data(answers, "next")["lists"]

    assert work["path"] == "specs/001-night-watch/tasks.md"
    assert (work["tasks"], work["done"], work["blocked"], work["waiting"]) == (7, 4, 1, 1)
    assert [task["id"] for task in work["ready"]] == ["T004"]
    assert data(answers, "next below") == {"lists": [], "done": 0}


@pytest.mark.covers("AGT-003")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("outside", "path `../outside.md` is outside the project"),
        ("far outside", "path `/etc` is outside the project"),
        ("missing", "path `docs/gone.md` does not exist"),
        ("no number", "limit"),
        ("no rule", "unknown rule `duplicate-task-ids`; did you mean `duplicate-task-id`?"),
        ("no item", "no item is called `FR-01`; did you mean"),
    ],
)
def test_a_mistake_is_told_in_words(answers, name, words):
    result = answers[name]

    assert result.is_error
    assert words in result.content[0].text


def test_the_page_of_each_rule_is_a_resource(answers):
    assert answers["page"].contents[0].text == data(answers, "rule")["page"]
    assert "unknown rule `none`" in answers["no page"]


def test_a_configuration_that_is_wrong_is_told_and_survived(answers):
    wrong = answers["wrong configuration"]

    assert wrong.is_error
    assert "unknown key `selekt`" in wrong.content[0].text
    assert len(data(answers, "repaired configuration")["findings"]) == 5


def test_without_the_sdk_the_command_says_what_to_install(tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['mcp'] = None\n")
    path = os.pathsep.join((str(tmp_path), *sys.path))

    done = subprocess.run(
        [sys.executable, "-m", "harness_lint", "mcp"],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert done.returncode == 2
    assert "install `harness-spec-lint[mcp]`" in done.stderr
