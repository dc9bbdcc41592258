"""HL612 change-without-delta. Its page and its tests are in `change_without_delta.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from posixpath import basename

from harness_lint.check import check
from harness_lint.findings import Severity, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project


@check(
    "HL612",
    "change-without-delta",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("change", "change-without-specs"),
)
def change_without_delta(project: Project) -> Iterator[Violation]:
    """A proposed change does not say what it changes in which spec."""
    without = {fact.key: fact for fact in project.facts("change-without-specs")}
    filled = _with_files(project.tree.files, without)
    for folder, fact in without.items():
        if folder in filled:
            words = "`skip_specs` says that there are no deltas, but files stand in `specs/`"
            yield Violation(fact.at, f"{words}; remove the one or the other")
    deltas = {fact.key for fact in project.facts("delta-document")}
    first: dict[str, Fact] = {}
    for fact in project.facts("change"):
        if fact.key not in first or basename(fact.at.path).startswith("proposal."):
            first[fact.key] = fact
    read = _with_deltas(project.tree.files, first)
    for folder, fact in first.items():
        if folder not in deltas and folder not in without and folder not in read:
            yield Violation(
                fact.at,
                f"change `{basename(folder)}` has no delta; say under `specs/` what it changes, "
                "or set `skip_specs: true` in `.openspec.yaml`",
            )


def _with_deltas(files: Iterable[str], folders: Iterable[str]) -> set[str]:
    """Return those of *folders* that hold the delta of a capability."""
    folders = frozenset(folders)
    deltas = (path for path in files if path.endswith("/spec.md"))
    return {folder for path in deltas for folder in _owners(path) if folder in folders}


def _with_files(files: Iterable[str], folders: Iterable[str]) -> set[str]:
    """Return those of *folders* with anything but hidden files under `specs/`."""
    folders = frozenset(folders)
    if not folders:
        return set()
    return {
        folder
        for path in files
        for folder in _owners(path)
        if folder in folders and "/." not in path[len(folder) :]
    }


def _owners(path: str) -> Iterator[str]:
    """Yield every folder whose `specs/` *path* lies in."""
    at = path.find("/specs/")
    while at >= 0:
        yield path[:at]
        at = path.find("/specs/", at + 1)
