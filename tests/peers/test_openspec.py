"""Our verdicts on OpenSpec projects, held against those of OpenSpec's own validator.

What the tool says of the cases of `openspec.md` is written there. Where it is at hand it is asked:
the environment variable `OPENSPEC` names it, or `openspec` is found on the path.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tests.peers.openspec_projects import Generator, cases

ROOT = Path(__file__).parents[2]

MAPPED = re.compile(r"\[(HL\d{3})\]")

TOOL = os.environ.get("OPENSPEC") or shutil.which("openspec")
live = pytest.mark.skipif(
    TOOL is None, reason="OpenSpec is not installed; set OPENSPEC to its path"
)

CORPUS = ROOT.parent / "shared" / "corpus"

Verdicts = dict[tuple[str, str], bool]


def mapped_codes() -> set[str]:
    """Return the codes that the manual says stand for rules of the tool."""
    text = (ROOT / "docs" / "openspec.md").read_text(encoding="utf-8")
    table = text.partition("## What stands for what")[2].partition("\n## ")[0]
    return set(MAPPED.findall(table))


def write(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    return root


def our_verdicts(root: Path, wanted: Verdicts) -> Verdicts:
    """Return for each of *wanted* whether no finding that stands for one of the tool's is there."""
    command = [sys.executable, "-m", "harness_lint", "check", "--isolated"]
    done = subprocess.run(
        [*command, "--output-format", "json"], cwd=root, capture_output=True, text=True, check=False
    )
    found = defaultdict(list)
    codes = mapped_codes()
    for finding in json.loads(done.stdout)["findings"]:
        if finding["code"] in codes and finding["severity"] != "info":
            found[subject_of(finding)].append(finding)
    return {key: key not in found for key in wanted}


def subject_of(finding) -> tuple[str, str]:
    """Return what the tool would say of: a spec or a change. Proposals are not read by it."""
    _, folder, *names = finding["path"].split("/")
    if folder == "specs":
        return "spec", "/".join(names[:-1])
    is_read = finding["code"] == "HL612" or names[1] not in ("proposal.md", "design.md")
    return ("change", names[0]) if is_read and names[0] != "archive" else ("", "")


def their_verdicts(root: Path) -> Verdicts:
    words = [str(TOOL), "validate", "--all", "--strict", "--json", "--no-interactive"]
    quiet = {**os.environ, "OPENSPEC_TELEMETRY": "0", "DO_NOT_TRACK": "1"}
    done = subprocess.run(words, cwd=root, env=quiet, capture_output=True, text=True, check=False)
    items = json.loads(done.stdout)["items"]
    return {(item["type"], item["id"]): item["valid"] for item in items}


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """The cases, all in one project."""
    files = {path: text for case in cases() for path, text in case.files.items()}
    return write(tmp_path_factory.mktemp("openspec"), files)


@pytest.fixture(scope="module")
def ours(project) -> Verdicts:
    return our_verdicts(project, {key: True for case in cases() for key in case.verdicts})


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_case_gets_the_verdict_that_the_tool_gives_it(case, ours):
    said = {key: valid != case.differs for key, valid in case.verdicts.items()}

    assert {key: ours[key] for key in said} == said


@live
def test_the_verdicts_of_the_cases_are_those_of_the_tool(project):
    wanted = {key: valid for case in cases() for key, valid in case.verdicts.items()}

    assert their_verdicts(project) == wanted


@live
@pytest.mark.parametrize("seed", range(3))
def test_generated_projects_get_the_verdicts_of_the_tool(tmp_path, seed):
    root = write(tmp_path, Generator(seed).project(size=120))
    theirs = their_verdicts(root)

    assert our_verdicts(root, theirs) == theirs


def real_projects() -> list[Path]:
    return sorted(folder.parent for folder in CORPUS.glob("*/openspec")) if CORPUS.is_dir() else []


@live
@pytest.mark.skipif(not CORPUS.is_dir(), reason="there are no real projects beside the checkout")
@pytest.mark.parametrize("real", real_projects(), ids=lambda path: path.name)
@pytest.mark.parametrize("unarchived", [False, True], ids=["as-it-is", "unarchived"])
def test_real_projects_get_the_verdicts_of_the_tool(tmp_path, real, unarchived):
    shutil.copytree(real / "openspec", tmp_path / "openspec")
    archive = tmp_path / "openspec" / "changes" / "archive"
    if unarchived and archive.is_dir():
        for change in sorted(archive.iterdir()):
            change.rename(archive.parent / change.name)
        archive.rmdir()
    theirs = their_verdicts(tmp_path)
    ours = our_verdicts(tmp_path, theirs)

    differing = {key for key in theirs if ours[key] != theirs[key]}

    assert not [key for key in differing if not in_own_words(tmp_path, key)]


def in_own_words(root: Path, key: tuple[str, str]) -> bool:
    """Whether a change is written in Chinese, and says what it demands in Chinese."""
    kind, name = key
    texts = (root / "openspec" / f"{kind}s" / name).rglob("spec.md")
    return any(re.search("必须|应", path.read_text(encoding="utf-8")) for path in texts)
