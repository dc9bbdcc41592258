"""A correct project and what breaks it: small edits, each with exactly what must be found then.

A file of breaks holds a list. Each break has a `name`, a reason (`because`), `edits` and the
`findings` in the concise format, all of them. An edit is one of

- `in`, `find`, `replace`: the text `find` stands once in the file;
- `add`, `text`: a new file; `delete`: a file that goes; `move`, `to`: a file that goes elsewhere.

With `history: true` the project is a git repository: its work is one commit, whose hash the
hand-offs name (`{commit}` in edits and findings), and what was said of the work is the next.
`commit` is the date of a third one, with the edits; `later` are edits after it. `arguments` are
further arguments of `check`; `notes` are the lines on standard error. `open` says why the findings,
which are right, are not yet those of today.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1] / "fixtures"

KEYS = {
    *("name", "because", "edits", "findings", "history", "commit", "later", "arguments"),
    *("notes", "open"),
}

COMMIT = "5e1f0c27a94bd3608c1e"
"""What the hand-offs name as their commit where there is no repository."""

WORK_DATE = "2025-02-18T12:00:00+00:00"
REPORT_DATE = "2025-02-20T12:00:00+00:00"


@dataclass(frozen=True)
class Break:
    """Edits, and what is found after them."""

    name: str
    because: str
    edits: tuple[Mapping[str, str], ...]
    findings: tuple[str, ...]
    notes: tuple[str, ...]
    arguments: tuple[str, ...]
    has_history: bool
    commit: str | None
    """The date at which the edits are committed; None leaves them in the working tree."""
    later: tuple[Mapping[str, str], ...]
    """Edits after that commit."""
    open: str
    """Why something else is found today; empty if nothing is."""


def breaks_in(folder: Path) -> list[Break]:
    """Return the breaks of all files in *folder*, in order.

    Raises: ValueError for a key that says nothing to us, or a name that is used twice.
    """
    entries = [
        entry
        for path in sorted(folder.glob("*.yaml"))
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    names = [entry["name"] for entry in entries]
    doubled = {name for name in names if names.count(name) > 1}
    if doubled:
        raise ValueError(f"names that are used twice: {sorted(doubled)}")
    return [_break(entry) for entry in entries]


def _break(entry: Mapping[str, Any]) -> Break:
    unknown = entry.keys() - KEYS
    if unknown:
        raise ValueError(f"{entry['name']}: keys that say nothing to us: {sorted(unknown)}")
    return Break(
        entry["name"],
        entry["because"],
        tuple(entry["edits"]),
        tuple(entry.get("findings", ())),
        tuple(entry.get("notes", ())),
        tuple(entry.get("arguments", ())),
        entry.get("history", False),
        entry.get("commit"),
        tuple(entry.get("later", ())),
        entry.get("open", ""),
    )


def copy_project(source: Path, target: Path) -> Path:
    """Copy the project at *source*, without what is said of it, and return *target*."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("project.findings"))
    return target


def apply(edits: Iterable[Mapping[str, str]], project: Path, commit: str = COMMIT) -> None:
    """Apply *edits* to the files of *project*.

    Raises: ValueError if a text stands in its file another number of times than once.
    """
    for edit in edits:
        match edit:
            case {"in": name, "find": old, "replace": new}:
                path, old = project / name, old.replace("{commit}", commit)
                text = path.read_bytes().decode("utf-8")
                if text.count(old) != 1:
                    raise ValueError(f"{name}: {old!r} stands there {text.count(old)} times")
                path.write_bytes(text.replace(old, new).encode("utf-8"))
            case {"add": name, "text": text}:
                if (project / name).exists():
                    raise ValueError(f"{name} is there already")
                (project / name).parent.mkdir(parents=True, exist_ok=True)
                (project / name).write_bytes(text.encode("utf-8"))
            case {"delete": name}:
                (project / name).unlink()
            case {"move": name, "to": other}:
                (project / other).parent.mkdir(parents=True, exist_ok=True)
                (project / name).rename(project / other)
            case _:
                raise ValueError(f"an edit that says nothing to us: {dict(edit)!r}")


def make_repository(project: Path) -> str:
    """Commit *project* in two steps, first the work and then the hand-offs that name its commit.

    Returns the hash of the first.
    """
    git(project, "init", "--quiet", "--initial-branch=main")
    handoffs = sorted(project.rglob("handoffs/*.json"))
    git(project, "add", "--all")
    git(project, "reset", "--quiet", "--", *(str(path.relative_to(project)) for path in handoffs))
    _commit(project, "Build the clock", WORK_DATE)
    work = git(project, "rev-parse", "HEAD").strip()
    for path in handoffs:
        path.write_bytes(path.read_bytes().replace(COMMIT.encode(), work.encode()))
    commit_all(project, REPORT_DATE)
    return work


def commit_all(project: Path, date: str) -> None:
    """Commit everything in *project* at *date*, in ISO 8601."""
    git(project, "add", "--all")
    _commit(project, "Go on", date)


def _commit(project: Path, message: str, date: str) -> None:
    dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    git(project, "commit", "--quiet", "--message", message, **dates)


def git(project: Path, *arguments: str, **environment: str) -> str:
    """Return what git writes in *project*, untouched by the user's own settings.

    Raises: AssertionError with what git says if it fails.
    """
    person = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", "Keeper"), ("EMAIL", "keeper@example.org"))
    }
    nowhere = {"GIT_CONFIG_GLOBAL": str(project / ".git" / "none"), "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", "-c", "core.autocrlf=false", *arguments],
        cwd=project,
        env={**os.environ, **person, **nowhere, **environment},
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise AssertionError(f"git {arguments[0]}: {done.stderr.decode()}")
    return done.stdout.decode()
