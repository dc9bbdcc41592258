"""Installing the project as others do, with pip, and without any network.

What the project needs is found among the packages that the tests run with.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[2]
BUILT_FROM = ("harness_lint", "rules", "README.md", "LICENSE", "pyproject.toml", "constraints.txt")
NOWHERE = "http://127.0.0.1:9"

_OURS = re.compile(r"_?harness|_editable|pip\b|__pycache__|.*\.pth$")


def offline(folder: Path) -> dict[str, str]:
    """Return variables for programs that may install the project; *folder* becomes their home."""
    packages = folder / "packages"
    packages.mkdir()
    paths = sysconfig.get_paths()
    for site in {paths["purelib"], paths["platlib"]}:
        for path in Path(site).iterdir():
            if not _OURS.match(path.name):
                (packages / path.name).symlink_to(path)
    kept = {key: os.environ[key] for key in ("LANG", "TMPDIR") if key in os.environ}
    return {
        **kept,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PYTHONPATH": str(packages),
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it as the value of `build_isolation`
        "http_proxy": NOWHERE,
        "https_proxy": NOWHERE,
    }


def copied(folder: Path, *further: str) -> Path:
    """Copy what the project is built from, and *further* files of it, to *folder*."""
    for name in (*BUILT_FROM, *further):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def run(folder: Path, environment: dict[str, str], *command: str) -> tuple[int, str]:
    """Return the exit code of *command* in *folder*, and all that it said."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout
