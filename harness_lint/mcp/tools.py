"""What the tools do. Each looks at the project anew, as the command of the same purpose does."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from harness_lint.cli.hook_event import project_root
from harness_lint.cli.lint import Arguments, answer_to
from harness_lint.cli.project import Flags, Where, configure, find_files, inputs_of
from harness_lint.cli.traced import items_called
from harness_lint.engine.memory import Memory
from harness_lint.engine.whole_project import WholeProject, over_project, project_of_files
from harness_lint.errors import HarnessLintError, UsageError
from harness_lint.mcp.results import (
    Checked,
    FoundAt,
    LinkTo,
    ReadyTask,
    RulePage,
    Traced,
    TracedItems,
    Uncovered,
    UncoveredItems,
    WorkList,
    WorkLists,
)
from harness_lint.packs.loader import load_packs
from harness_lint.project.index import Project
from harness_lint.project.progress import ListProgress, Task, progress_of

LACKING = ("gap", "violated")
"""States of items that lack something, whatever is known of what."""

Listed = TypeVar("Listed")
M = TypeVar("M")


class Tools:
    """The tools, for the project around the working directory."""

    def __init__(self, *, no_local_code: bool = True) -> None:
        """Make tools that run no code of the project, unless *no_local_code* is false."""
        self._no_local_code = no_local_code

    def check(self, path: str = "", limit: int = 50) -> Checked:
        """Find what is wrong in the documents at *path*, a file or folder; all, if it is empty.

        At most *limit* findings are listed, the rest is counted. A file is held against the whole
        project: its links, its IDs, its siblings.
        """
        answer = answer_to(
            Arguments(
                paths=(self._inside(path),),
                output_format="json",
                jobs=1,  # processes do not go well with threads
                no_local_code=self._no_local_code,
            )
        )
        _refuse_crashes(answer.err if answer.code > 1 else "")
        data = json.loads(answer.out)
        findings, left_out = _first(limit, data["findings"])
        summary = data["summary"]
        return Checked(
            passes=answer.code == 0,
            files=summary["files"],
            errors=summary["errors"],
            warnings=summary["warnings"],
            findings=[_finding(one) for one in findings],
            left_out=left_out,
        )

    def explain(self, rule: str) -> RulePage:
        """Say why a rule is there, with examples and their repair; *rule* is its code or name."""
        _, registry = configure(self._where(), Flags())
        check = registry.get(rule)
        if check is None:
            from harness_lint.config_names import unknown_rule

            raise UsageError(unknown_rule(rule, registry))
        return RulePage(code=check.code, name=check.name, page=registry.page(check))

    def trace(self, identifier: str) -> TracedItems:
        """Show where an ID is defined, everything that leads to it, its state and what is missing.

        *identifier* is an ID as documents write it, such as `FR-001`, or a qualified one.
        """

        def traced(project: Project) -> TracedItems:
            wanted = [item.id for item in items_called(project, identifier)]
            export = _export(project)
            items = {item["id"]: item for item in export["items"]}
            return TracedItems(items=[_traced(items[name], export["links"]) for name in wanted])

        try:
            return self._over_project(traced)
        except UsageError:  # it may be a test that claims nothing
            return traced(self._with_all_tests())

    def uncovered(self, scope: str = "", limit: int = 50) -> UncoveredItems:
        """List requirements and other items that nothing fulfils or proves, and what each lacks.

        *scope* is a folder; at most *limit* items are listed, the rest is counted.
        """
        export = self._over_project(partial(_export, judged=True))
        judged = [
            item
            for item in export["items"]
            if not scope or item["scope"] == scope or item["scope"].startswith(f"{scope}/")
        ]
        lacking = [item for item in judged if item["missing"] or item["state"] in LACKING]
        items, left_out = _first(limit, lacking)
        return UncoveredItems(
            total=len(judged), items=[_uncovered(item) for item in items], left_out=left_out
        )

    def next_tasks(self, path: str = "", limit: int = 5) -> WorkLists:
        """Say which tasks can be begun next, of each task list below *path* that is not done.

        At most *limit* tasks of each list are named; `tasks` and `done` count all of them.
        """
        files = self._files_below(self._inside(path))
        progress = self._over_project(lambda project: progress_of(project, files))
        open_lists = [one for one in progress.lists if one.counts.open]
        return WorkLists(
            lists=[_work_list(one, limit) for one in open_lists],
            done=len(progress.lists) - len(open_lists),
        )

    def _where(self, *paths: str) -> Where:
        return Where(paths, no_local_code=self._no_local_code)

    def _inside(self, path: str) -> str:
        """Return *path*, or the root if it is empty.

        Raises: UsageError if it lies outside the project.
        """
        root = os.path.realpath(project_root())
        if not path:
            return root
        if not Path(os.path.realpath(path)).is_relative_to(root):
            raise UsageError(f"path `{path}` is outside the project")
        return path

    def _files_below(self, place: str) -> frozenset[str]:
        config, _ = configure(self._where(), Flags())
        packs = load_packs(config.root, config.packs)
        return frozenset(find_files(config, packs, (place,)).files)

    def _over_project(self, make: Callable[[Project], M]) -> M:
        """Return what *make* makes of the project, as `check` knows it, and leaves it, too.

        Raises: HarnessLintError if our own code failed on some of its files.
        """
        config, registry = configure(self._where(), Flags())
        packs = load_packs(config.root, config.packs)
        memory = Memory(config, registry, packs, False, False)
        found = find_files(config, packs, (config.root,), memory=memory)
        inputs = inputs_of(found)._replace(memory=memory)
        return over_project(config, registry, inputs, packs, lambda whole: make(_sound(whole)))

    def _with_all_tests(self) -> Project:
        config, registry = configure(self._where(), Flags())
        found = find_files(config, load_packs(config.root, config.packs), (config.root,))
        return _sound(project_of_files(config, registry, inputs_of(found)))


def _sound(whole: WholeProject) -> Project:
    _refuse_crashes("; ".join(crash.cause for crash in whole.crashes))
    return whole.project


def _refuse_crashes(causes: str) -> None:
    """Raise HarnessLintError if there are any *causes*: half an answer would look like a whole."""
    if causes:
        raise HarnessLintError(f"internal error: {causes.strip()}")


def _export(project: Project, *, judged: bool = False) -> Mapping[str, Any]:
    from harness_lint.tracing.export import export

    return export(project, {}, judged=judged)


def _first(limit: int, things: list[Listed]) -> tuple[list[Listed], int]:
    """Return the first *limit* of *things*, and how many are left out."""
    shown = things[: max(limit, 0)]
    return shown, len(things) - len(shown)


def _finding(one: Mapping[str, Any]) -> FoundAt:
    return FoundAt(
        path=one["path"],
        line=one["line"],
        column=one["column"],
        severity=one["severity"],
        code=one["code"],
        name=one["name"],
        message=one["message"],
        repair=one["fix"]["title"] if one["fix"] else "",
    )


def _traced(item: Mapping[str, Any], links: Iterable[Mapping[str, Any]]) -> Traced:
    own = [link for link in links if item["id"] in (link["target"], link["source"])]
    return Traced(
        id=item["id"],
        kind=item["kind"],
        title=item["title"],
        text=item["text"],
        state=item["state"] or "",
        missing=item["missing"],
        path=item["path"],
        line=item["line"],
        links=[_link(link) for link in own if link["target"] == item["id"]],
        leads_to=sorted({link["written"] for link in own if link["source"] == item["id"]}),
    )


def _link(link: Mapping[str, Any]) -> LinkTo:
    return LinkTo(
        role=link["role"],
        source=link["source"],
        status=link["status"],
        outcome=link["outcome"] or "",
        path=link["path"],
        line=link["line"],
    )


def _uncovered(item: Mapping[str, Any]) -> Uncovered:
    return Uncovered(
        id=item["id"],
        kind=item["kind"],
        title=item["title"],
        state=item["state"],
        missing=item["missing"],
        path=item["path"],
        line=item["line"],
    )


def _work_list(one: ListProgress, limit: int) -> WorkList:
    return WorkList(
        path=one.path,
        title=one.title,
        tasks=one.counts.tasks - one.counts.skipped,
        done=one.counts.done,
        begun=[_task(task) for task in one.tasks_in("begun")[:limit]],
        ready=[_task(task) for task in one.tasks_in("ready")[:limit]],
        blocked=one.counts.blocked,
        waiting=one.counts.waiting,
    )


def _task(task: Task) -> ReadyTask:
    return ReadyTask(
        id=task.id or "",
        title=task.title,
        group=task.group,
        parallel=task.is_parallel,
        path=task.path,
        line=task.line,
    )
