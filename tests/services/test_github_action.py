"""The GitHub Action: its file, and its steps run by bash as a runner would run them."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.services.judges import judged, valid
from tests.services.offline import ROOT, copied, offline, run

PATH = ROOT / "action.yml"
ACTION: dict[str, Any] = yaml.safe_load(PATH.read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SCRIPTS = [step["run"] for step in STEPS if "run" in step]
DEFAULTS = {name: str(given["default"]) for name, given in ACTION["inputs"].items()}

EXPRESSION = re.compile(r"\$\{\{ (.*?) \}\}")


class Job(NamedTuple):
    """What a run of the steps left behind."""

    code: int
    log: str
    summary: str
    outputs: dict[str, str]
    """Of the step that checks."""
    used: list[dict[str, str]]
    """What was handed to each action of others that would have run."""


class Runner:
    """Runs steps in a folder: values of expressions go nowhere but into variables."""

    def __init__(self, folder: Path, environment: dict[str, str], action: Path) -> None:
        self.values = {
            "steps.python.outputs.python-path": sys.executable,
            "github.action_path": str(action),
        }
        self._temporary = folder / "runner"
        self._temporary.mkdir(exist_ok=True)
        self._environment = environment

    def install(self, **inputs: str) -> tuple[int, str]:
        """Run the step that installs, and keep what it says for those behind it."""
        self._take(inputs)
        (step,) = (step for step in STEPS if step.get("id") == "install")
        return self._run(step, self._temporary)

    def job(self, folder: Path, **inputs: str) -> Job:
        """Run all steps behind the one that installs in *folder*."""
        self._take(inputs)
        (self._temporary / "summary").write_text("")
        code, log = 0, ""
        used: list[dict[str, str]] = []
        position = [step.get("id") for step in STEPS].index("install")
        for step in STEPS[position + 1 :]:
            if code or not self._holds(step.get("if", "")):
                continue
            if "uses" in step:
                used.append({"uses": step["uses"], **self._filled(step["with"])})
                continue
            code, said = self._run(step, folder)
            log += said
        return Job(code, log, (self._temporary / "summary").read_text(), self._outputs(), used)

    def _take(self, inputs: dict[str, str]) -> None:
        given = {name.replace("_", "-"): text for name, text in inputs.items()}
        assert set(given) <= set(DEFAULTS)
        for name, text in {**DEFAULTS, **given}.items():
            self.values[f"inputs.{name}"] = text
        for name in [name for name in self.values if name.startswith("steps.check.")]:
            del self.values[name]

    def _run(self, step: dict[str, Any], folder: Path) -> tuple[int, str]:
        files = {"GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "summary"}
        places = {name: str(self._temporary / file) for name, file in files.items()}
        (self._temporary / "output").write_text("")
        (self._temporary / "script.sh").write_text(step["run"])
        variables = {**places, "RUNNER_TEMP": str(self._temporary), **self._filled(step["env"])}
        shell = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
        done = run(
            folder,
            {**self._environment, **variables},
            *shell,
            str(self._temporary / "script.sh"),
        )
        for line in (self._temporary / "output").read_text().splitlines():
            name, _, value = line.partition("=")
            self.values[f"steps.{step['id']}.outputs.{name}"] = value
        return done

    def _filled(self, texts: dict[str, Any]) -> dict[str, str]:
        return {
            name: EXPRESSION.sub(lambda one: self.values.get(one[1], ""), str(text))
            for name, text in texts.items()
        }

    def _holds(self, condition: str) -> bool:
        inner = "".join(EXPRESSION.findall(condition))
        return all(self._is_true(one) for one in inner.split(" && ") if one)

    def _is_true(self, one: str) -> bool:
        name, _, wanted = one.partition(" == ")
        value = self.values.get(name, "")
        return value == wanted.strip("'") if wanted else bool(value)

    def _outputs(self) -> dict[str, str]:
        return {
            name: EXPRESSION.sub(lambda one: self.values.get(one[1], ""), given["value"])
            for name, given in ACTION["outputs"].items()
        }


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    folder = tmp_path_factory.mktemp("runner")
    action = tmp_path_factory.mktemp("action")
    one = Runner(folder, offline(folder), copied(action))
    code, said = one.install()
    assert code == 0, said
    return one


@pytest.fixture
def lantern(tmp_path: Path) -> Path:
    """A project with findings and a trace."""
    return shutil.copytree(ROOT / "examples" / "lantern", tmp_path / "lantern")


def test_findings_are_annotations_and_fail_the_job(runner, lantern):
    job = runner.job(lantern)

    assert (job.code, job.outputs["exit-code"], job.used) == (1, "1", [])
    assert "::error file=docs/tracking.md,line=5," in job.log


def test_the_summary_shows_findings_and_trace(runner, lantern):
    summary = runner.job(lantern).summary.splitlines()

    assert summary[:3] == ["## harness-lint", "", "~~~~~~~~text"]
    assert ": 3 errors, 2 warnings" in summary[3]
    assert summary[4].startswith("docs/tracking.md:5:11: HL205 ")
    assert "- requirements: claimed 4 of 5 (80 %), covered 2 of 5 (40 %)" in "\n".join(summary)
    assert "| Item | Title | State | Claims | Verifies |" in summary


def test_findings_are_uploaded_if_that_is_wanted(runner, lantern):
    job = runner.job(lantern, upload_sarif="true", category="documents")

    (upload,) = job.used
    assert upload["uses"].startswith("github/codeql-action/upload-sarif@")
    assert (upload["sarif_file"], upload["category"]) == (job.outputs["sarif"], "documents")
    (sarif,) = json.loads(Path(upload["sarif_file"]).read_text())["runs"]
    assert len(sarif["results"]) == 5


def test_nothing_found_is_a_job_that_passed(runner, lantern):
    job = runner.job(lantern, options="--select=HL302\n", summary="false")

    assert (job.code, job.outputs["exit-code"], job.summary) == (0, "0", "")


def test_paths_and_options_stand_on_lines_of_their_own(runner, lantern):
    (lantern / "my notes.md").write_text("# Notes\n\nSee [this](no-such.md).\n")

    job = runner.job(
        lantern,
        paths="my notes.md\n\ndocs\n",
        options="--select=HL205,HL701\n--fail-on=error\n",
    )

    assert ": 2 errors" in job.summary.splitlines()[3]


def test_wrong_use_fails_the_job_without_an_upload(runner, lantern):
    job = runner.job(lantern, options="--fail-on=never", upload_sarif="true")

    assert (job.code, job.used, job.summary) == (2, [], "")


@pytest.mark.covers("SVC-003")
@pytest.mark.parametrize("name", ["paths", "options", "category"])
def test_an_input_is_never_a_command(runner, lantern, name):
    hostile = '"; touch evil; $(touch evil) `touch evil` ${{ env }}\n--help; touch evil'

    runner.job(lantern, **{name: hostile})

    assert list(lantern.parent.rglob("evil*")) == []


@pytest.mark.covers("SVC-003")
def test_a_document_cannot_end_the_block_of_findings(runner, tmp_path):
    (tmp_path / "~~~~~~~~.md").write_text("# Notes\n\nSee [this](no-such.md).\n")

    summary = runner.job(tmp_path).summary.splitlines()

    assert [line for line in summary if re.fullmatch(r" {0,3}~{8,}\s*", line)] == ["~~~~~~~~"]


def test_no_script_holds_an_expression():
    assert [script for script in SCRIPTS if "${{" in script] == []


def test_actions_of_others_are_named_by_their_commit():
    lines = [line for line in PATH.read_text().splitlines() if "uses:" in line]

    assert len(lines) == sum("uses" in step for step in STEPS)
    assert [one for one in lines if not re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", one)] == []


def test_every_input_has_a_description_and_a_default():
    assert all({"description", "default"} <= set(given) for given in ACTION["inputs"].values())


def test_the_action_is_what_the_schema_of_actions_demands():
    valid("github-actions", PATH)


def test_the_action_has_no_weakness_that_zizmor_knows():
    judged("zizmor", "--offline", "--persona", "pedantic", PATH)


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_scripts_have_no_mistake_that_shellcheck_knows(script, tmp_path):
    path = tmp_path / "script.sh"
    path.write_text(f"#!/usr/bin/env bash\n# shellcheck disable=SC2154\nset -eo pipefail\n{script}")

    judged("shellcheck", path)


def test_the_program_of_ci_has_no_mistake_that_shellcheck_knows():
    judged("shellcheck", ROOT / ".ci" / "run")
