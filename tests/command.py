"""The command as it is installed, run in a folder, and what runs before it."""

import os
import subprocess
import sys
from pathlib import Path
from textwrap import indent

from harness_lint.cli.shell import AGENT_VARIABLES

COMMAND = Path(sys.executable).with_name("harness-lint")
SECONDS = 60


SITE = """\
import {modules}
import harness_lint.engine.file_stage as stage

whole = stage.read_document


def changed(markdown, *rest):
{body}
    return whole(markdown, *rest)


stage.read_document = changed
"""


def before_reading(body, modules="os"):
    """Return a module for `sitecustomize.py`: *body* runs before each document is read."""
    return SITE.format(body=indent(body, "    "), modules=modules)


def command(*arguments):
    """Return the command line of the installed command."""
    start = [str(COMMAND)] if COMMAND.exists() else [sys.executable, "-m", "harness_lint"]
    return [*start, *arguments]


def run(folder, *arguments):
    """Return what *arguments* gave in *folder*, which was no crash."""
    kept = {key: value for key, value in os.environ.items() if key not in AGENT_VARIABLES}
    done = subprocess.run(
        command(*arguments),
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
