"""Programs of others that judge files of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def judged(program: str, *arguments: object) -> None:
    """Run *program*, which must find nothing; skip the test where it is not installed."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    found = shutil.which(program, path=path)
    if found is None:
        pytest.skip(f"{program} is not installed")
    command = [found, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def valid(schema: str, *files: Path) -> None:
    """Hold *files* against a schema that check-jsonschema comes with."""
    options = ("--regex-variant", "nonunicode", "--builtin-schema", f"vendor.{schema}")
    judged("check-jsonschema", *options, *files)
