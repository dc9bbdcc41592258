"""Skills where their clients keep them: hidden folders, symbolic links, clients that are named."""

import json
import subprocess
import sys

import pytest

PLACES = [
    ".agents/skills/kiln",
    ".claude/skills/kiln",
    ".codex/skills/.system/kiln",
    ".cursor/skills/kiln",
    ".factory/skills/kiln",
    ".gemini/skills/kiln",
    ".github/skills/kiln",
    ".opencode/skills/kiln",
    "plugins/pottery/skills/kiln",
    "skills/.curated/kiln",
    "skills/.experimental/kiln",
    "skills/.system/kiln",
    "skills/kiln",
]

NAMELESS = "---\nname: Kiln\ndescription: Use when pots are fired.\n---\n# Kiln\n"
SOUND = "---\nname: kiln\ndescription: Use when pots are fired.\n---\n# Kiln\n"


def write(root, path, text):
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def git(root, *words):
    subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)


def lint(root, *words):
    command = [sys.executable, "-m", "harness_lint", "check", "--output-format", "json", *words]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    findings = json.loads(result.stdout)["findings"] if result.stdout else []
    return result, [(finding["path"], finding["code"]) for finding in findings]


@pytest.mark.parametrize("tracked", [True, False], ids=["tracked by git", "without git"])
def test_skills_in_hidden_folders_are_read(tmp_path, tracked):
    for place in PLACES:
        write(tmp_path, f"{place}/SKILL.md", NAMELESS)
    if tracked:
        git(tmp_path, "init", "-q")
        git(tmp_path, "add", "-A")

    _, found = lint(tmp_path)

    assert found == [(f"{place}/SKILL.md", "HL501") for place in PLACES]


def test_a_skill_that_is_linked_for_another_client_is_read_once(tmp_path):
    write(tmp_path, ".agents/skills/kiln/SKILL.md", NAMELESS)
    (tmp_path / ".claude/skills/kiln").mkdir(parents=True)
    link = tmp_path / ".claude/skills/kiln/SKILL.md"
    link.symlink_to("../../../.agents/skills/kiln/SKILL.md")
    (tmp_path / ".cursor").mkdir()
    (tmp_path / ".cursor/skills").symlink_to("../.agents/skills")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")

    _, found = lint(tmp_path)

    assert found == [(".agents/skills/kiln/SKILL.md", "HL501")]


def test_a_skill_that_is_linked_out_of_the_project_is_skipped_with_a_finding(tmp_path):
    write(tmp_path, "elsewhere/SKILL.md", NAMELESS)
    project = tmp_path / "project"
    write(project, "skills/kiln/SKILL.md", SOUND)
    (project / "skills/oven").mkdir()
    (project / "skills/oven/SKILL.md").symlink_to(tmp_path / "elsewhere/SKILL.md")
    git(project, "init", "-q")
    git(project, "add", "-A")

    _, found = lint(project)

    assert found == [("skills/oven/SKILL.md", "HL905")]


def test_an_unknown_client_is_a_mistake_at_its_line(tmp_path):
    write(tmp_path, "skills/kiln/SKILL.md", SOUND)
    write(tmp_path, "harness-lint.toml", '# ours\nclients = ["cursor", "claud-code"]\n')

    result, _ = lint(tmp_path)

    assert result.returncode == 2
    assert "harness-lint.toml:2" in result.stderr
    assert "unknown client `claud-code`; did you mean `claude-code`?" in result.stderr


def test_the_clients_that_are_named_say_which_keys_are_read(tmp_path):
    write(tmp_path, ".claude/skills/kiln/SKILL.md", SOUND.replace("---\n#", "shell: bash\n---\n#"))
    write(tmp_path, "harness-lint.toml", 'extend-select = ["HL520"]\nclients = ["factory"]\n')

    _, found = lint(tmp_path)
    (tmp_path / "harness-lint.toml").write_text('extend-select = ["HL520"]\n')
    _, detected = lint(tmp_path)

    assert found == [(".claude/skills/kiln/SKILL.md", "HL520")]
    assert detected == []


def test_an_unknown_skill_is_told_once_however_many_features_name_it(tmp_path):
    features = [{"id": f"f{n}", "description": "d", "skillName": "Kiln"} for n in range(209)]
    write(tmp_path, ".factory/mission/features.json", json.dumps({"features": features}))
    write(tmp_path, ".factory/skills/kiln/SKILL.md", SOUND)

    _, found = lint(tmp_path, "--select", "unknown-skill")

    assert found == [(".factory/mission/features.json", "HL514")]


def test_a_skill_that_git_ignores_is_taken_to_be_installed(tmp_path):
    text = SOUND + "\nLoad the `glaze-pots` skill, then load the `stack-pots` skill.\n"
    write(tmp_path, ".claude/skills/kiln/SKILL.md", text)
    write(tmp_path, ".claude/skills/oven/SKILL.md", SOUND.replace("kiln", "oven"))
    write(tmp_path, "AGENTS.md", "# Pottery\n\nUse the `glaze-pots` skill.\n")
    write(tmp_path, ".gitignore", "/.claude/skills/glaze-*\n")
    write(tmp_path, "harness-lint.toml", "[rules.unknown-skill]\nmentioned = true\n")
    git(tmp_path, "init", "-q")

    result, found = lint(tmp_path, "--select", "unknown-skill")

    assert found == [(".claude/skills/kiln/SKILL.md", "HL514")]
    assert "`stack-pots`" in result.stdout
