"""SARIF, held against the rules of its own validator and of GitHub's code scanning."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.command import run
from tests.services.offline import ROOT

TOOL = Path(__file__).parent / "sarif"
SETTINGS = TOOL / "offline.xml"
VALIDATOR = TOOL / "node_modules" / "@microsoft" / "sarif-multitool-linux" / "Sarif.Multitool"


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SARIF of all that is wrong in the fixtures."""
    folder = shutil.copytree(ROOT / "fixtures", tmp_path_factory.mktemp("sarif") / "fixtures")
    target = folder.parent / "findings.sarif"
    options = ("--isolated", "--select", "ALL", "--exit-zero")
    done = run(folder, "check", *options, "--report", f"sarif={target}")
    assert done.returncode == 0, done.stderr
    return target


@pytest.mark.covers("SVC-001")
def test_sarif_has_no_weakness_that_its_validator_knows(findings):
    if not VALIDATOR.exists():
        pytest.skip("the validator is not installed: npm ci --prefix tests/services/sarif")
    VALIDATOR.chmod(0o755)  # as its install script does, which is not run
    rules = ("--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "--config", SETTINGS)
    kept = {"PATH": os.environ["PATH"], "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}

    done = subprocess.run(
        [VALIDATOR, "validate", *rules, findings],
        cwd=findings.parent,
        env={**kept, "HOME": str(findings.parent)},
        capture_output=True,
        text=True,
        check=False,
    )

    found = [line for line in done.stdout.splitlines() if findings.name in line]
    assert (done.returncode, found) == (0, []), done.stdout + done.stderr
    assert "1 files scanned" in done.stdout
