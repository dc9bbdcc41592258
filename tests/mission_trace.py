"""What `trace export` says of the correct mission, on one page that a person can review."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.breaks import ROOT, copy_project

PROJECT = ROOT / "mission" / "harbour-clock"
SNAPSHOT = ROOT / "mission" / "harbour-clock.trace"


def snapshot() -> str:
    """Return the state of each item, the measures and the counts of links, a line for each."""
    folder = Path(tempfile.mkdtemp())
    try:
        return "".join(f"{line}\n" for line in _lines(_export(copy_project(PROJECT, folder / "p"))))
    finally:
        shutil.rmtree(folder)


def _export(project: Path) -> dict:
    command = [sys.executable, "-m", "harness_lint", "trace", "export"]
    done = subprocess.run(command, cwd=project, capture_output=True, check=True)
    return json.loads(done.stdout)


def _lines(export: dict):
    for item in export["items"]:
        if item["state"] is not None:
            flags = f" ({', '.join(item['flags'])})" if item["flags"] else ""
            yield f"{item['state']:<12} {item['id']}{flags}"
    yield ""
    yield from (f"{state:<12} {count}" for state, count in sorted(export["states"].items()))
    yield ""
    for one in export["measures"]:
        yield f"{one['kind']} {one['name']}: {one['numerator']} of {one['denominator']}"
    yield ""
    links = Counter(f"{link['role']} {link['status']}" for link in export["links"])
    yield from (f"{words}: {count}" for words, count in sorted(links.items()))
