"""HL328 done-but-missing-file. Its page and its tests are in `done_but_missing_file.md`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from posixpath import basename, dirname, normpath

from harness_lint.check import check
from harness_lint.documents.task_paths import paths_in
from harness_lint.findings import Related, Severity, Violation
from harness_lint.pattern import pattern
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.trace.work import with_progress

_CREATES = pattern(
    r"(?i)(?:\[[^\[\]]{1,16}\]\s*){0,4}(?:create|scaffold|add\s+(?:a\s+)?new|generate)\b"
    r"(?!.{0,80}\b(?:temporary|temp|directory|folders?|if\s+(?:needed|missing))\b)"
)
"""How a task begins that makes a new file; one that updates a file says so."""

_UNCERTAIN = pattern(r"[*<>{}\[\]$~()]|\.\.\.|(?:^|/)(?:X{2,}|N{2,}|x{3,}|path|your)\b")
"""What makes a path a pattern."""

MOST_RELATED = 8


@check(
    "HL328",
    "done-but-missing-file",
    subject=Project,
    since="0.1",
    severity=Severity.INFO,
    needs=("task",),
)
def done_but_missing_file(project: Project) -> Iterator[Violation]:
    """A task that creates a file is ticked, but the project has no such file."""
    missing: dict[str, list[tuple[Fact, str]]] = {}
    files = _Files(project)
    for task in with_progress(project, "task"):
        if task.values.get("done") is True and _CREATES.match(str(task.values["title"])):
            path = files.missing(str(task.values["title"]))
            if path is not None:
                missing.setdefault(task.at.path, []).append((task, path))
    for found in missing.values():
        yield _violation(found)


def _violation(found: list[tuple[Fact, str]]) -> Violation:
    task, path = found[0]
    others = "another task" if len(found) == 2 else f"{len(found) - 1} other tasks"
    more = f", nor what {others} created" if found[1:] else ""
    return Violation(
        task.at,
        f"`{task.key}` is ticked, but `{path}` does not exist{more}; "
        "untick it, or say what became of it",
        related=tuple(
            Related(other.at, f"`{other.key}` creates `{one}`")
            for other, one in found[1 : MOST_RELATED + 1]
        ),
    )


class _Files:
    """The files of the project, and the names and sorts that they have."""

    def __init__(self, project: Project) -> None:
        self._tree = project.tree

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(basename(file).casefold() for file in self._tree.files)

    @cached_property
    def _sorts(self) -> frozenset[tuple[str, str]]:
        return frozenset(_sort_of(file) for file in self._tree.files)

    def missing(self, title: str) -> str | None:
        """Return the one file that a task with *title* creates, if it is certainly not there.

        None where the project lacks its folder, or files of its sort in the top one; where a file
        of its name is elsewhere; and where git would ignore it.
        """
        named = {match[0] for match in paths_in(title) if "/" in match[0]}
        if len(named) != 1:
            return None
        path = normpath(next(iter(named)).lstrip("/"))
        if path.startswith("..") or _UNCERTAIN.search(path) or not self._may_hold(path):
            return None
        tree = self._tree
        is_there = tree.exists(path) or tree.is_opaque(path) or tree.ignored([path])
        return None if is_there else path

    def _may_hold(self, path: str) -> bool:
        """Whether its folder, or the one around that, is there, and files of its sort."""
        folder = dirname(path)
        has_folder = self._tree.is_dir(folder) or self._tree.is_dir(dirname(folder) or "?")
        return has_folder and _sort_of(path) in self._sorts and not self._is_moved(path)

    def _is_moved(self, path: str) -> bool:
        return basename(path).casefold() in self._names


def _sort_of(path: str) -> tuple[str, str]:
    """Return the top folder and the extension of *path*."""
    return path.split("/", 1)[0], path.rpartition(".")[2].lower()
