"""A project of many files, and the command in it as a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from harness_lint.cli.shell import AGENT_VARIABLES
from tests.command import before_reading, command

ROOT = Path(__file__).parents[2]

SLOW = before_reading("time.sleep(0.015)", "time")
"""A module for `sitecustomize.py`: each document takes its time."""


def project(folder: Path) -> Path:
    """Put all fixtures into *folder* as one project, with files that are no text, and return it."""
    shutil.copytree(ROOT / "fixtures", folder, ignore=shutil.ignore_patterns("*.py"))
    (folder / "harness-lint.toml").write_text("", encoding="utf-8")
    for name in ("a", "n", "z"):
        (folder / f"{name}.md").write_bytes(b"# Title\n\nna\xefve\n")
    return folder


def environment(site: str = "", folder: Path | None = None, **variables: str) -> dict[str, str]:
    """Return the environment of a person; *site* is run first, as a module in *folder*."""
    kept = {key: value for key, value in os.environ.items() if key not in AGENT_VARIABLES}
    if folder is not None:
        folder.mkdir(exist_ok=True)
        (folder / "sitecustomize.py").write_text(site, encoding="utf-8")
        paths = (str(folder), kept.get("PYTHONPATH", ""))
        kept["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    return {**kept, **variables}


def lint(folder: Path, *arguments: str, env: dict[str, str] | None = None, code: int = 1) -> str:
    """Return what `check` with *arguments* prints in *folder* on both streams."""
    done = subprocess.run(
        command("check", *arguments),
        cwd=folder,
        env=env or environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def living(group: int) -> Iterator[int]:
    """Yield the processes of the process group *group* that have not ended."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[2]) == group and words[0] not in "ZX":
            yield int(folder.name)
