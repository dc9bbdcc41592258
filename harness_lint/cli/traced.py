"""What the commands of `harness-lint trace` look at: the project read as a whole, and its items."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from harness_lint.cli import note
from harness_lint.cli.crashes import crashes_told
from harness_lint.cli.project import Flags, Where, configure, find_files, inputs_of
from harness_lint.engine.report import Provenance
from harness_lint.errors import UsageError
from harness_lint.packs.loader import load_packs
from harness_lint.project.index import Project
from harness_lint.project.trace.values import Item

MEANT = 3
"""So many IDs are proposed for one that is not there."""


class Options(NamedTuple):
    """What the subcommands are given; each has some of it."""

    output_format: str = ""
    scope: str = ""
    kind: str = ""
    state: str = ""
    output_file: str | None = None
    config_file: str | None = None
    isolated: bool = False
    no_local_code: bool = False
    results: tuple[str, ...] = ()


class Traced(NamedTuple):
    """A project, what its trace rests on, and where it lies."""

    project: Project
    provenance: Mapping[str, Any]
    root: str
    is_whole: bool
    """Whether our own code failed on none of its files."""

    def export(self, *, judged: bool = False) -> dict[str, Any]:
        """Return the graph as plain data; with *judged*, only the items that have a state."""
        from harness_lint.tracing.export import export

        return export(self.project, self.provenance, judged=judged)


@contextmanager
def read_traced(options: Options, *, mentions: bool = False) -> Iterator[Traced]:
    """Give the project around the working directory; what it lacks is told behind what is said."""
    from harness_lint.engine.whole_project import project_of_files

    where = Where((), options.config_file, options.isolated, options.no_local_code)
    config, registry = configure(where, Flags(results=options.results))
    packs = load_packs(config.root, config.packs)
    found = find_files(config, packs, (config.root,))
    whole = project_of_files(config, registry, inputs_of(found), mentions=mentions)
    with crashes_told(whole.crashes):
        for words in whole.project.trace.notes:
            note(words)
        provenance = _provenance(whole.provenance)
        yield Traced(whole.project, provenance, config.root, is_whole=not whole.crashes)


def _provenance(origin: Provenance) -> dict[str, Any]:
    return {
        "files": origin.files_read,
        "skipped": origin.files_skipped,
        "digest": origin.digest,
        "gate": origin.gate,
    }


def selected_export(traced: Traced, options: Options, *, judged: bool = False) -> dict[str, Any]:
    """Return the export with the items that *options* choose; with *judged*, no others.

    Raises: UsageError for a scope, a kind or a state that there is not.
    """
    from harness_lint.tracing.matrix import MARKS
    from harness_lint.tracing.rows import selected

    export = traced.export(judged=judged)
    _check_choice("scope", options.scope, (one["id"] for one in export["scopes"]))
    _check_choice("kind", options.kind, (one["name"] for one in export["kinds"]))
    _check_choice("state", options.state, MARKS)
    return selected(export, scope=options.scope, kind=options.kind, state=options.state)


def items_called(project: Project, identifier: str) -> list[Item]:
    """Return the items that *identifier* may mean.

    Raises: UsageError if there is none, with those that are spelled alike.
    """
    found = project.trace.named(identifier)
    if found:
        return found
    from difflib import get_close_matches

    names = {item.local for item in project.trace.items.values()}
    near = get_close_matches(identifier, sorted(names), n=MEANT)
    hint = f"did you mean {' or '.join(f'`{name}`' for name in near)}?" if near else ""
    raise UsageError(f"no item is called `{identifier}`", hint)


def starts_of(traced: Traced, changed: str) -> list[str]:
    """Return what *changed*, an ID or a path as seen from here, stands for in the graph."""
    path = os.path.relpath(Path.cwd() / changed, os.path.realpath(traced.root))
    path = path.replace(os.sep, "/")
    if path in traced.project.sources:
        return [path]
    return [item.id for item in items_called(traced.project, changed)]


def _check_choice(option: str, value: str, choices: Iterable[str]) -> None:
    known = [one for one in choices if one]
    if value and value not in known:
        from difflib import get_close_matches

        near = get_close_matches(value, known, n=1)
        hint = (
            f"did you mean `{near[0]}`?" if near else f"there are {', '.join(known[:8]) or 'none'}"
        )
        raise UsageError(f"no {option} is called `{value}`", hint)
