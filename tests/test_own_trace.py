"""Our own specification is held together by our own command, under the strictest gate."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
OWN = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs", "skills")


def ours(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "harness_lint", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_this_repository_has_no_finding_under_the_gate_full():
    done = ours("check", "--gate", "full", "--output-format", "concise", *OWN)

    assert done.stdout.count("\n") == 1, done.stdout
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_promise_is_claimed_and_tested():
    data = json.loads(
        ours("trace", "matrix", "--kind", "promise", "--output-format", "json").stdout
    )

    assert len(data["rows"]) >= 20
    assert not [row["id"] for row in data["rows"] if not (row["claims"] and row["verifies"])]
