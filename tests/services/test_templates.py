"""The job for GitLab, and the files for services that the manual shows."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from tests.command import COMMAND
from tests.services.judges import judged, valid
from tests.services.offline import ROOT

TEMPLATE = ROOT / "templates" / "harness-lint.yml"
RECIPE = (ROOT / "docs" / "recipes" / "ci.md").read_text(encoding="utf-8")
SHOWN = re.findall(r'(?ms)^```yaml title="([^"]+)"\n(.*?)^```', RECIPE)
SCHEMAS = {
    ".github/workflows/": "github-workflows",
    ".gitlab-ci.yml": "gitlab-ci",
    "azure-pipelines.yml": "azure-pipelines",
}


def job(**given: str) -> dict[str, Any]:
    """Return the job of the template with the inputs *given*."""
    head, body = TEMPLATE.read_text(encoding="utf-8").split("\n---\n")
    inputs = yaml.safe_load(head)["spec"]["inputs"]
    values = {name: one.get("default") for name, one in inputs.items()} | given
    filled = re.sub(r"\$\[\[ inputs\.(\w+) \]\]", lambda match: values[match[1]], body)
    (one,) = yaml.safe_load(filled).values()
    return one


def run(folder: Path, one: dict[str, Any]) -> int:
    """Run the script of a job as a runner does, and return its exit code."""
    path = os.pathsep.join((str(COMMAND.parent), os.environ["PATH"]))
    script = "set -eo pipefail\n" + "\n".join(one["script"])
    environment = {**os.environ, **one["variables"], "PATH": path}
    return subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, check=False
    ).returncode


@pytest.fixture
def lantern(tmp_path: Path) -> Path:
    if shutil.which("bash") is None or not COMMAND.exists():
        pytest.skip("bash or the installed command is not there")
    return shutil.copytree(ROOT / "examples" / "lantern", tmp_path / "lantern")


def test_the_job_leaves_the_reports_that_it_names(lantern):
    one = job(install="x")
    reports = one["artifacts"]["reports"]

    code = run(lantern, one)

    assert code == 1
    assert len(json.loads((lantern / reports["codequality"]).read_text())) == 5
    assert ET.parse(lantern / reports["junit"]).getroot().tag == "testsuites"
    assert [(lantern / path).exists() for path in one["artifacts"]["paths"]] == [True]


def test_the_job_takes_paths_and_options(lantern):
    one = job(install="x", paths="docs specs", options="--select HL205 --exit-zero")

    code = run(lantern, one)

    report = json.loads((lantern / one["artifacts"]["reports"]["codequality"]).read_text())
    assert (code, [issue["check_name"] for issue in report]) == (0, ["HL205"])


def test_gitlab_knows_each_finding_by_a_fingerprint_of_its_own(lantern):
    one = job(install="x", options="--gate full")
    run(lantern, one)
    report = lantern / one["artifacts"]["reports"]["codequality"]
    tasks = lantern / "specs/001-night-watch/tasks.md"
    before = [issue["fingerprint"] for issue in json.loads(report.read_text())]
    tasks.write_text("A line more.\n\n" + tasks.read_text())

    run(lantern, one)

    assert [issue["fingerprint"] for issue in json.loads(report.read_text())] == before
    assert len(set(before)) == len(before)


def test_gitlab_takes_the_job(tmp_path):
    path = tmp_path / ".gitlab-ci.yml"
    path.write_text(yaml.safe_dump({"harness-lint": job(install="x")}))

    valid("gitlab-ci", path)


def test_the_scripts_of_the_job_have_no_mistake_that_shellcheck_knows(tmp_path):
    one = job(install="x")
    script = "\n".join([*one["before_script"], *one["script"]])
    path = tmp_path / "script.sh"
    # Words of paths and options are meant to be split.
    path.write_text(f"#!/usr/bin/env bash\n# shellcheck disable=SC2086,SC2154\n{script}\n")

    judged("shellcheck", path)


@pytest.mark.parametrize("beginning", SCHEMAS)
def test_services_take_the_files_of_the_manual(beginning, tmp_path):
    paths = []
    for number, (name, text) in enumerate(SHOWN):
        if name.startswith(beginning):
            paths.append(tmp_path / f"{number}.yml")
            paths[-1].write_text(text, encoding="utf-8")

    assert paths
    valid(SCHEMAS[beginning], *paths)


def test_the_manual_names_every_input_of_the_action():
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]

    for name, given in inputs.items():
        default = f"`{given['default']}`" if given["default"] else ""
        assert re.search(rf"(?m)^\| `{name}` \| *{re.escape(default)} *\|", RECIPE), name
