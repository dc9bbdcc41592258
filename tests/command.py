"""The command as it is installed, run in a folder."""

import os
import subprocess
import sys
from pathlib import Path

from harness_lint.cli.shell import AGENT_VARIABLES

COMMAND = Path(sys.executable).with_name("harness-lint")
SECONDS = 60


def run(folder, *arguments):
    """Return what *arguments* gave in *folder*, which was no crash."""
    kept = {key: value for key, value in os.environ.items() if key not in AGENT_VARIABLES}
    command = [str(COMMAND)] if COMMAND.exists() else [sys.executable, "-m", "harness_lint"]
    done = subprocess.run(
        [*command, *arguments],
        cwd=folder,
        env=kept,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr
    return done
