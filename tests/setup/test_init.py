"""`harness-lint init`: a configuration that fits, and changes nothing of what is found."""

import json
import shutil
import subprocess
import sys
import tomllib

import pytest

from harness_lint.setup.proposal import configuration
from harness_lint.setup.survey import RESULT_FILE, Chain, Survey
from tests.fixtures import fixtures

SKILL = "---\nname: lamps\ndescription: Lights lamps. Use at dusk.\n---\n\n# Lamps\n"
BROKEN = SKILL.replace("lamps", "Lamps", 1)

NOTHING = Survey({}, {}, 0, {}, (), (), ())


def run(folder, *arguments):
    command = [sys.executable, "-m", "harness_lint", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path):
    """Return a function that writes files and gives the project's folder."""

    def project(files):
        (tmp_path / ".git").mkdir(exist_ok=True)
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return project


def test_it_writes_a_configuration_and_a_first_report(project):
    folder = project(
        {
            "skills/lamps/SKILL.md": BROKEN,
            "specs/001-lamps/spec.md": "# Feature Specification: Lamps\n\n"
            "## User Scenarios & Testing\n\n### User Story 1 - Light\n\nSomebody.\n\n"
            "## Requirements\n\n- **FR-001**: The lamp MUST burn.\n",
            "specs/001-lamps/tasks.md": "# Tasks\n\n- [ ] T001 Wire `src/lamp.py` (FR-001)\n",
            "notes.md": "# Notes\n",
        }
    )

    made = run(folder, "init")

    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout == (
        "wrote harness-lint.toml\n"
        "\n"
        "    1  agent-skill     agent skill\n"
        "    1  spec-kit-spec   spec-kit feature specification\n"
        "    1  spec-kit-tasks  spec-kit task list\n"
        "    1  unknown         Markdown without a family\n"
        "\n"
        "4 files checked (3 of a known family): 1 error; "
        "1 fixable with --fix --unsafe-fixes\n"
        "1  HL501  error  invalid-skill-name\n"
        "\n"
        "harness-lint check                   every finding at its place\n"
        "harness-lint check --write-baseline  know these, and fail on new ones alone\n"
        "harness-lint trace matrix            each requirement with its tasks and tests\n"
        "harness-lint explain RULE            why, and how to repair it\n"
    )
    text = (folder / "harness-lint.toml").read_text()
    assert "#   1 requirement: 1 claimed by tasks\n" in text
    assert tomllib.loads(text) == {"version": "0.1", "gate": "integrity"}


def test_vendored_folders_and_documents_with_a_status_block_are_named(project):
    block = "> Mission status\n> Agent: a\n> Status: complete\n> Current code differences: none\n"
    block += "> Todo: none\n> Fully implemented: yes\n"
    folder = project(
        {
            "vendor/tool/skills/lamps/SKILL.md": BROKEN,
            "docs/lamps.md": f"# Lamps\n\n{block}",
            "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "--junitxml=out/junit.xml"\n',
        }
    )

    made = run(folder, "init")
    text = (folder / "harness-lint.toml").read_text()

    assert "1 file checked" in made.stdout
    assert "nothing to report" in made.stdout
    assert tomllib.loads(text)["exclude"] == ["vendor/"]
    assert tomllib.loads(text)["status-documents"] == ["docs/lamps.md"]
    assert '# results = ["out/junit.xml"]\n' in text


def test_the_same_repository_gives_the_same_bytes_and_a_dry_run_writes_none(project):
    folder = project({"skills/lamps/SKILL.md": SKILL})

    first, second = run(folder, "init", "--dry-run"), run(folder, "init", "--dry-run")

    assert first.stdout == second.stdout
    assert not (folder / "harness-lint.toml").exists()
    run(folder, "init")
    assert (folder / "harness-lint.toml").read_text() == first.stdout


def test_an_empty_repository_is_told_how_to_begin(project):
    made = run(project({}), "init")

    assert made.stdout == (
        "wrote harness-lint.toml\n\n"
        "no document stands here yet; `harness-lint new --list` shows what to begin\n"
    )


def test_below_the_root_it_goes_to_the_root(project):
    folder = project({"apps/web/skills/lamps/SKILL.md": SKILL})

    made = run(folder / "apps/web", "init")

    assert made.returncode == 0
    assert (folder / "harness-lint.toml").exists()


@pytest.mark.parametrize("name", ["harness-lint.toml", "pyproject.toml"])
def test_it_never_overwrites(project, name):
    text = "[tool.harness-lint]\n" if name == "pyproject.toml" else "gate = 'full'\n"
    folder = project({name: text, "a/b.md": ""})

    for where in (folder, folder / "a"):
        made = run(where, "init")
        assert made.returncode == 2
        assert "is there already\n" in made.stderr
    assert (folder / name).read_text() == text


@pytest.mark.parametrize("name", ["harness-lint.toml", "pyproject.toml"])
def test_a_dry_run_proposes_beside_a_configuration_and_names_it(project, name):
    text = "[tool.harness-lint]\n" if name == "pyproject.toml" else "gate = 'full'\n"
    folder = project({name: text, "a/b.md": "# B\n", "skills/lamps/SKILL.md": SKILL})

    made = run(folder / "a", "init", "--dry-run")

    assert made.returncode == 0
    assert tomllib.loads(made.stdout) == {"version": "0.1", "gate": "integrity"}
    assert "#   agent-skill  " in made.stdout
    place = (folder / name).as_posix()
    assert made.stderr == f"note: `{place}` is there already; init never overwrites\n"
    assert (folder / name).read_text() == text


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_table_is_added_to_pyproject_when_asked_for(project, end):
    before = f'[project]{end or chr(10)}name = "lamps"{end}'
    folder = project({"skills/lamps/SKILL.md": SKILL})
    (folder / "pyproject.toml").write_bytes(before.encode())

    made = run(folder, "init", "--pyproject")

    whole = (folder / "pyproject.toml").read_bytes().decode()
    assert made.stdout.startswith("wrote the table `[tool.harness-lint]` of pyproject.toml\n")
    assert whole.startswith(before)
    assert tomllib.loads(whole)["tool"]["harness-lint"]["gate"] == "integrity"
    if end == "\r\n":
        assert "\n" not in whole.replace("\r\n", "")
    assert run(folder, "check").returncode == 0


def test_without_a_pyproject_there_is_nothing_to_add_to(project):
    made = run(project({}), "init", "--pyproject")

    assert made.returncode == 2
    assert made.stderr.splitlines()[1] == (
        "hint: without --pyproject, init writes `harness-lint.toml`"
    )


def test_a_folder_that_is_none(project):
    made = run(project({}), "init", "nowhere")

    assert (made.returncode, made.stderr) == (2, "error: `nowhere` is no folder\n")


@pytest.mark.parametrize("fixture", fixtures(), ids=lambda fixture: fixture.name)
def test_what_it_writes_finds_what_is_found_without_it(tmp_path, fixture):
    for path, data in fixture.contents().items():
        if path not in ("harness-lint.toml", "pyproject.toml", "harness-lint-baseline.json"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(data)
    shutil.rmtree(tmp_path / ".git", ignore_errors=True)
    (tmp_path / ".git").mkdir()

    before = found(tmp_path)
    made = run(tmp_path, "init")

    assert made.returncode == 0, made.stderr
    assert found(tmp_path) == before


def found(folder):
    data = json.loads(run(folder, "check", "--output-format", "json").stdout)
    return [(one["path"], one["line"], one["code"], one["message"]) for one in data["findings"]]


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("pytest --junitxml=build/a.xml", "build/a.xml"),
        ("pytest --junit-xml build/a.xml -q", "build/a.xml"),
        ("outputFile: 'build/a.xml'", "build/a.xml"),
        ('"outputFile": "build/a.xml"', "build/a.xml"),
        ("pytest -q", None),
    ],
)
def test_settings_of_test_runners_say_where_results_go(text, file):
    match = RESULT_FILE.search(text)

    assert (match[1] if match else None) == file


def test_a_long_list_of_families_is_cut_and_the_chain_is_said():
    survey = NOTHING._replace(
        families={f"family-{n}": 20 - n for n in range(15)},
        titles={f"family-{n}": "a title" for n in range(15)},
        chain=(Chain("assertions", 4, {}), Chain("stories", 2, {("claims", "task"): 1})),
        status_documents=tuple(f"docs/product/number-{n}.md" for n in range(9)),
    )

    text = configuration(survey)

    assert "#   …             21  of 3 more families\n" in text
    assert (
        "#   4 assertions: nothing leads to them yet\n#   2 stories: 1 claimed by tasks\n" in text
    )
    assert len(tomllib.loads(text)["status-documents"]) == 9
    assert max(map(len, text.splitlines())) < 100
