"""Distributions, installed for real: into an environment of their own, or onto the path."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "fixtures" / "plugin-example"

FOREIGN = ("COV_", "PYTHONPATH", "HARNESS_LINT_")
"""Beginnings of variables that must not reach a command under test."""


class Done(NamedTuple):
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def found(self) -> list[tuple[str, str]]:
        """Code and path of each finding in JSON output."""
        return [(one["code"], one["path"]) for one in json.loads(self.out)["findings"]]


class Environment(NamedTuple):
    """A virtual environment with the linter and the example in it, from their wheels."""

    bin: Path

    def lint(self, folder: Path, *arguments: str, **variables: str) -> Done:
        """Run the installed command in *folder*."""
        return run(folder, self.bin / "harness-lint", *arguments, **variables)


def make_environment(folder: Path) -> Environment:
    """Make an environment in *folder*: our dependencies from here, all else from wheels."""
    home = folder / "environment"
    quiet("venv", "--without-pip", home)
    wheels = folder / "wheels"
    options = ("-q", "--disable-pip-version-check", "--no-deps", "--no-index")
    quiet("pip", "wheel", *options, "--no-build-isolation", "-w", wheels, ROOT, EXAMPLE)
    python = home / "bin" / "python"
    quiet("pip", "--python", python, "install", *options, *wheels.glob("*.whl"))
    (site,) = home.glob("lib/python*/site-packages")
    paths = sysconfig.get_paths()
    shared = dict.fromkeys((paths["purelib"], paths["platlib"]))
    (site / "dependencies.pth").write_text("".join(f"{path}\n" for path in shared))
    return Environment(python.parent)


def quiet(*arguments: object) -> None:
    command = [sys.executable, "-m", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def run(folder: Path, *command: object, **variables: str) -> Done:
    """Run *command* in *folder*."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(FOREIGN)}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={**kept, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def lint(folder: Path, *arguments: str, site: Path | None = None, **variables: str) -> Done:
    """Run the linter of this checkout in *folder*, with the distributions in *site*."""
    program = "import sys; from harness_lint.cli import main; raise SystemExit(main())"
    if site is not None:
        variables["PYTHONPATH"] = str(site)
    return run(folder, sys.executable, "-P", "-c", program, *arguments, **variables)


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write *files*, path → text, below *folder*, and return it."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def install(site: Path, name: str, points: str, files: Mapping[str, str]) -> Path:
    """Put the distribution *name* with *files* and entry *points* into the folder *site*."""
    info = f"{name.replace('-', '_')}-1.0.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    entries = f"[harness_lint.checks]\n{points}\n"
    return write(site, {**files, f"{info}/METADATA": metadata, f"{info}/entry_points.txt": entries})


def check_module(code: str, name: str, body: str = "yield from ()", subject: str = "Document"):
    """Return the text of a module with one check."""
    return (
        f"from harness_lint.plugin import *\n\n\n"
        f'@check("{code}", "{name}", subject={subject}, since="1.0")\n'
        f"def {name.replace('-', '_')}(subject):\n"
        f'    """Something is found."""\n'
        f"    {body}\n"
    )


AT_START = 'yield Violation(Span(0, 1), "the first character is here")'
"""The body of a check that finds something in every document."""
