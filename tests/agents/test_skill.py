"""Our own skill: it passes our own check and that of agentskills.io, and teaches what is there."""

import re
from pathlib import Path

import pytest
from skills_ref import validate

from tests.command import run

ROOT = Path(__file__).parents[2]
SKILL = ROOT / "skills/harness-lint/SKILL.md"
TEXT = SKILL.read_text(encoding="utf-8")
CALLS = sorted(set(re.findall(r"`harness-lint ([a-z][^`]*)`", TEXT)) - {"mcp"})
SUBCOMMANDS = {"trace"}


def test_the_skill_passes_our_own_check_with_every_rule():
    done = run(ROOT, "check", str(SKILL), "--extend-select", "ALL", "--isolated")

    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_the_skill_passes_the_reference_validator():
    assert validate(SKILL.parent) == []


def test_the_skill_costs_few_tokens():
    assert len(TEXT) < 4 * 1000


@pytest.mark.parametrize("call", CALLS)
def test_what_the_skill_teaches_is_there(call):
    words = call.split()
    command = words[: 2 if words[0] in SUBCOMMANDS else 1]
    usage = run(ROOT, *command, "--help").stdout

    assert usage.startswith(f"Usage: harness-lint {' '.join(command)} ")
    assert {word for word in words if word.startswith("--")} <= set(re.findall(r"--[a-z-]+", usage))
