"""Hooks in the settings of agents: put there once, and taken out without a trace."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness_lint.agents.agent import Moment
from harness_lint.agents.known import AGENTS
from harness_lint.agents.settings import call_of, uninstalled
from harness_lint.agents.settings import installed as installed_with
from harness_lint.errors import ConfigError


def installed(agent, data, shown, moments=tuple(Moment), **options):
    return installed_with(agent, data, shown, call_of(agent, **options), moments)


TEXTS = {
    "there is no file": None,
    "an empty object": b"{}",
    "an empty object and a line end": b"{}\n",
    "an empty object on two lines": b"{\n}\n",
    "empty hooks": b'{"hooks": {}}',
    "empty hooks on lines": b'{\n  "a": [1, 2],\n  "hooks": {\n  }\n}\n',
    "an empty list of our event": b'{\n  "hooks": {\n    "Stop": [],\n    "stop": [ ]\n  }\n}\n',
    "one line": b'{"a": 1, "hooks": {"x": 1}}',
    "no more than a version, on lines": b'{\n  "version": 1\n}\n',
    "no more than a version": b'{"version": 1}\n',
    "a version behind": b'{\n  "hooks": {},\n  "version": 1\n}\n',
    "a byte order mark": b'\xef\xbb\xbf{"version": 1}',
    "tabs": b'{\n\t"a": {\n\t\t"b": null\n\t}\n}',
    "Windows": b'{\r\n    "a": "\xc3\xa4",\r\n    "hooks": {\r\n        "x": []\r\n    }\r\n}\r\n',
    "hooks of others": b"""\
{
    "permissions": {"allow": ["Bash(ls:*)"]},
    "hooks": {
        "PostToolUse": [
            {
                "matcher": "Write",
                "hooks": [{"type": "command", "command": "ruff check"}]
            }
        ],
        "Stop": [ {"hooks": []} ],
        "postToolUse": [
            {"command": "./format.sh"}],
        "AfterTool": [
            {"hooks": [{"type": "command", "command": "hook gemini"}]}
        ]
    },
    "model": "opus"
}
""",
}
COMMENTED = b"""\
// Settings
{
  /* "hooks": {} */
  "a": "// none", // why
  "hooks": {
    "AfterTool": [
      {"hooks": []} // ours: [
      /* the last, */
    ] // list
  }
  // end
}
"""
COMMENTS = {
    "comments": COMMENTED,
    "a comment alone in the hooks": b'{\n\t"hooks": {\n\t\t// none\n\t}\n}\n',
    "a comment behind an opening brace": b'{ // mine\n  "hooks": { // none\n  }\n}\n',
    "a comment behind the last of one line": b'{"a": 1, "b": 2 // two\n}\n',
    "a comment behind hooks on one line": b'{"hooks": {"x": [] // none\n}}\n',
    "a comment inside of one line": b'{"hooks": {"AfterTool": [{"hooks": []} /* // */ ]}}\n',
    "comments alone": b"// mine\n{\n  // none\n}\n",
}
EVERY = [
    pytest.param(agent, text, id=f"{agent.name}: {name}")
    for agent in AGENTS.values()
    for name, text in TEXTS.items()
] + [pytest.param(AGENTS["gemini"], text, id=f"gemini: {name}") for name, text in COMMENTS.items()]


@pytest.mark.covers("AGT-002")
@pytest.mark.parametrize(("agent", "before"), EVERY)
def test_the_settings_are_the_same_bytes_when_the_hooks_are_taken_out(agent, before):
    after = installed(agent, before, "settings")

    assert after != before
    assert installed(agent, after, "settings") == after
    assert uninstalled(agent, after, "settings") == before


@pytest.mark.parametrize(("agent", "before"), EVERY)
def test_a_hook_for_edits_alone_leaves_no_trace_either(agent, before):
    after = installed(agent, before, "settings", [Moment.EDIT])

    assert after.count(b"harness-lint hook") == 1
    assert uninstalled(agent, after, "settings") == before


@pytest.mark.parametrize(("agent", "before"), EVERY)
def test_a_hook_for_each_event_is_added_behind_those_of_others(agent, before):
    if before in COMMENTS.values():
        return
    old = json.loads(before.decode("utf-8-sig")) if before else {}
    new = json.loads(installed(agent, before, "settings").decode("utf-8-sig"))

    for hook in (agent.edit, agent.end):
        entry = agent.entry(hook, f"harness-lint hook {agent.name}")
        assert new["hooks"][hook.event] == [*old.get("hooks", {}).get(hook.event, []), entry]
        del new["hooks"][hook.event]
    others = {key: value for key, value in new["hooks"].items() if value}
    assert others == {key: value for key, value in old.get("hooks", {}).items() if key in others}
    assert {**new, "hooks": 0} == {**(agent.head if "hooks" not in old else {}), **old, "hooks": 0}


def test_comments_stay_where_they_are():
    after = installed(AGENTS["gemini"], COMMENTED, "settings").decode()

    assert after.startswith('// Settings\n{\n  /* "hooks": {} */\n  "a": "// none", // why\n')
    assert '{"hooks": []}, // ours: [\n      /* the last, */\n      {\n' in after
    assert after.endswith("  // end\n}\n")


values = st.recursive(
    st.none() | st.booleans() | st.integers(0, 9) | st.text('ab{}[],:/*"\\ \n', max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz"), inner, max_size=3),
    max_leaves=8,
)
groups = st.lists(st.fixed_dictionaries({"hooks": st.lists(values, max_size=2)}), max_size=2)
objects = st.fixed_dictionaries(
    {},
    optional={
        "a": values,
        "version": st.just(1),
        "hooks": st.dictionaries(st.sampled_from(["PostToolUse", "Stop", "stop", "x"]), groups),
        "z": values,
    },
)


@settings(max_examples=150, deadline=None)
@given(objects, st.sampled_from([None, 1, 2, "\t"]), st.sampled_from(["", "\n"]))
def test_any_settings_are_the_same_bytes_afterwards(value, indent, end):
    before = (json.dumps(value, indent=indent) + end).encode()

    for agent in AGENTS.values():
        after = installed(agent, before, "settings")
        assert uninstalled(agent, after, "settings") == before


@pytest.mark.parametrize("program", ["uvx --from harness-spec-lint harness-lint", "./harness.sh"])
def test_another_program_may_be_called(program):
    agent = AGENTS["codex"]
    after = installed(agent, b"{}", "settings", program=program, no_local_code=True)

    assert f'"command": "{program} hook codex --no-local-code"'.encode() in after
    assert installed(agent, after, "settings") == after
    assert uninstalled(agent, after, "settings") == b"{}"


def test_hooks_that_somebody_has_laid_out_anew_are_taken_out_with_what_is_left_empty():
    agent = AGENTS["claude-code"]
    after = json.loads(installed(agent, b'{"a": 1}', "settings"))
    anew = json.dumps(after, indent=7).encode()

    assert json.loads(uninstalled(agent, anew, "settings")) == {"a": 1}


def test_a_file_that_held_our_hooks_alone_is_to_go_even_if_it_was_laid_out_anew():
    agent = AGENTS["cursor"]
    after = json.loads(installed(agent, None, "settings"))

    assert uninstalled(agent, json.dumps(after).encode(), "settings") is None


def test_a_hook_that_came_later_stays():
    agent = AGENTS["claude-code"]
    after = json.loads(installed(agent, None, "settings"))
    later = {"hooks": [{"type": "command", "command": "ruff check"}]}
    after["hooks"]["Stop"].append(later)

    left = uninstalled(agent, json.dumps(after).encode(), "settings")

    assert json.loads(left) == {"hooks": {"Stop": [later]}}


@pytest.mark.parametrize("number", [0, 1])
def test_a_hook_that_somebody_has_put_into_our_group_stays(number):
    agent = AGENTS["claude-code"]
    after = json.loads(installed(agent, None, "settings"))
    other = {"type": "command", "command": "ruff check"}
    after["hooks"]["PostToolUse"][0]["hooks"].insert(number, other)

    for indent in (None, 2):
        left = json.loads(uninstalled(agent, json.dumps(after, indent=indent).encode(), "settings"))
        assert left == {
            "hooks": {"PostToolUse": [{"matcher": "Edit|MultiEdit|Write", "hooks": [other]}]}
        }


def test_settings_without_our_hooks_stay_as_they_are():
    assert uninstalled(AGENTS["codex"], b'{ "hooks":{} }', "settings") == b'{ "hooks":{} }'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "f.json:1:1: the text is empty"),
        (b'{\n  "a": 1,\n}\n', "f.json:2:9: a comma"),
        (b"{\n  // no\n}\n", "f.json:2:3: "),
        (b"[]", "f.json:1:1: it is no object"),
        (b'{"a": 1, "a": 2}', "f.json:1:10: key `a` stands there twice"),
        (b'{"hooks": []}', "f.json:1:11: `hooks` is no object"),
        (b'{"hooks": {"Stop": {}}}', "f.json:1:20: `Stop` is no array"),
        (b'{"a": "\xff"}', "f.json: byte 0xff is not UTF-8 at byte 7"),
    ],
)
def test_settings_that_are_none_are_refused_with_the_place(text, message):
    with pytest.raises(ConfigError) as raised:
        installed(AGENTS["claude-code"], text, "f.json")

    assert raised.value.message.startswith(message)
    assert raised.value.hint
