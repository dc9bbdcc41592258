"""`harness-lint migrate`: settings and suppressions of other linters, where that is exact."""

from __future__ import annotations

import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from harness_lint.cli import wants_colour
from harness_lint.cli.crashes import crashes_told
from harness_lint.cli.options import config_options
from harness_lint.cli.project import (
    Flags,
    Setup,
    Where,
    configure,
    find_files,
    inputs_of,
    path_from_here,
)
from harness_lint.config import CONFIG_FILE, PYPROJECT
from harness_lint.documents.document import Document
from harness_lint.engine.file_stage import is_markdown
from harness_lint.engine.inputs import Inputs
from harness_lint.engine.report import Crash
from harness_lint.engine.runner import run
from harness_lint.errors import UndecodableError, UsageError
from harness_lint.findings import Severity
from harness_lint.markdown.parser import parse
from harness_lint.migrating.comments import may_hold_suppressions, suppressions_of
from harness_lint.migrating.files import PROGRAMS, kind_of, read_settings, settings_files
from harness_lint.migrating.plan import (
    Carried,
    Change,
    Insertion,
    Known,
    NotCarried,
    agreed,
    carry_settings,
    carry_suppressions,
    is_in_force,
    rewritten,
)
from harness_lint.packs.loader import load_packs
from harness_lint.reporters.terminal import Paint, rows
from harness_lint.source import Source
from harness_lint.writing import create_text, write_text

if TYPE_CHECKING:
    from harness_lint.findings import Finding

MOST_PLACES = 3
"""How many places are named of what is not carried over for one reason."""

A_PROGRAM = "it is a program; write its settings as JSON"


class _Plan(NamedTuple):
    changes: tuple[Change, ...]
    insertions: tuple[Insertion, ...]
    left: tuple[NotCarried, ...]
    crashes: tuple[Crash, ...] = ()
    """What our own code failed on: which suppressions are of use is not known then."""


@click.command("migrate")
@click.argument("paths", nargs=-1)
@click.option("--write", is_flag=True, help="Carry it out; without it, the plan is only shown.")
@click.option(
    "--replace",
    is_flag=True,
    help="Put our suppressions in the place of the others, not beside them.",
)
@config_options
def command(  # noqa: PLR0913, PLR0917  one for each option
    paths: tuple[str, ...],
    write: bool,
    replace: bool,
    config_file: str | None,
    isolated: bool,
    no_local_code: bool,
) -> None:
    """Carry over settings and suppressions of markdownlint, agnix and skillsaw, where exact.

    PATHS are documents, folders, and files of settings; by default the working directory.
    """
    chosen = paths or (".",)
    setup = configure(Where(chosen, config_file, isolated, no_local_code), Flags())
    plan = _plan(setup, chosen, replace=replace)
    target = Path(setup.config.origin or Path(setup.config.root) / CONFIG_FILE)
    with crashes_told(plan.crashes):
        _carry_out(plan, setup.config.root, target, is_wanted=write and not plan.crashes)


def _carry_out(plan: _Plan, root: str, target: Path, *, is_wanted: bool) -> None:
    shown = path_from_here(root)
    paint = Paint(wants_colour(sys.stdout, os.environ))
    for line in _lines(plan, os.path.relpath(target), paint):
        click.echo(line)
    if is_wanted:
        _write(root, target, plan)
    if not (plan.changes or plan.insertions):
        return
    if not is_wanted:
        click.echo("\nnothing is written yet; `--write` carries it out")
        return
    written = {shown(one.path): None for one in plan.insertions}
    names = [*([os.path.relpath(target)] if plan.changes else []), *written]
    click.echo(f"\nwrote {', '.join(names[:MOST_PLACES])}{_more(names)}")


def _plan(setup: Setup, paths: Sequence[str], *, replace: bool) -> _Plan:
    named = tuple(path for path in paths if kind_of(path.replace(os.sep, "/")))
    others = tuple(path for path in paths if path not in named)
    for path in others:
        if Path(path).is_file() and not is_markdown(path):
            hint = "markdownlint, agnix and skillsaw are known, and their suppressions in Markdown"
            raise UsageError(f"`{path}` is no file of settings that can be carried over", hint)
    config = setup.config
    packs = load_packs(config.root, config.packs)
    inputs = inputs_of(find_files(config, packs, others)) if others else None
    settings = list(_carried_settings(setup, named, inputs))
    wanted = (c for one in settings for c in one.changes if isinstance(c, Change))
    agreement = agreed(c for c in wanted if not is_in_force(c, config, _matching(setup)))
    changes = tuple(one for one in agreement.changes if isinstance(one, Change))
    silent = {one.value for one in changes if one.key == "ignore" and not one.paths}
    crashes: list[Crash] = []
    documents = (
        list(_carried_documents(setup, inputs, silent, crashes, replace=replace)) if inputs else []
    )
    return _Plan(
        changes,
        tuple(i for one in documents for i in one.changes if isinstance(i, Insertion)),
        tuple(left for one in (*settings, agreement, *documents) for left in one.left),
        tuple(crashes),
    )


def _carried_settings(
    setup: Setup, named: Iterable[str], inputs: Inputs | None
) -> Iterator[Carried]:
    root = Path(setup.config.root)
    known = _known(setup)
    folders = dict.fromkeys(_folder(root, path) for path in named)
    if inputs is not None:
        folders |= dict.fromkeys(_folders(inputs.files))
    for path, kind, hidden_by in settings_files(root, folders):
        if hidden_by:
            why = f"{kind.peer.name} reads `{hidden_by}` in its place"
            yield Carried((), (NotCarried(path, "all of it", why),))
        elif path.endswith(PROGRAMS):
            yield Carried((), (NotCarried(path, "all of it", A_PROGRAM),))
        else:
            yield carry_settings(kind.peer, path, kind.wishes(read_settings(root, path)), known)


def _known(setup: Setup) -> Known:
    selection = setup.config.selection
    default = {c.name for c in setup.registry.checks if c.severity is not Severity.INFO}
    chosen = default if selection.select is None else _names(setup, selection.select)
    on = chosen | _names(setup, selection.extend_select)
    by_name = _names(setup, (*(selection.select or ()), *selection.extend_select))
    return Known(lambda name: name not in on, by_name.__contains__)


def _matching(setup: Setup) -> Callable[[str], set[str]]:
    return lambda word: _names(setup, (word,))


def _names(setup: Setup, words: Iterable[str]) -> set[str]:
    """Return the names of the rules that *words* select."""
    return {check.name for word in words for check in setup.registry.matching(word)}


def _folder(root: Path, path: str) -> str:
    if not Path(path).is_file():
        raise UsageError(f"`{path}` does not exist")
    folder = os.path.relpath(os.path.realpath(Path(path).parent), os.path.realpath(root))
    if folder.startswith(".."):
        raise UsageError(f"`{path}` is outside the project `{root}`")
    return "" if folder == "." else folder.replace(os.sep, "/")


def _folders(files: Iterable[str]) -> list[str]:
    """Return the root, and the folders that hold *files*, or folders of them."""
    found = {""}
    for path in files:
        folder = path.rpartition("/")[0]
        while folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(found)


def _carried_documents(
    setup: Setup, inputs: Inputs, silent: set[str], crashes: list[Crash], *, replace: bool
) -> Iterator[Carried]:
    """Yield what becomes of suppressions; those of *silent* rules are of no use any more."""
    documents = [document for path in inputs.files for document in _marked(inputs, path)]
    if not documents:
        return
    packs = load_packs(setup.config.root, setup.config.packs)
    report = run(setup.config, setup.registry, inputs, packs=packs)
    crashes += report.crashes
    found = _lines_by_rule(report.findings)
    for document in documents:
        suppressions = tuple(suppressions_of(document))
        reported = found.get(document.path, {})
        lines = {rule: there for rule, there in reported.items() if rule not in silent}
        yield carry_suppressions(document.path, suppressions, lines, replace=replace)


def _marked(inputs: Inputs, path: str) -> Iterator[Document]:
    """Yield the document at *path*, if another linter is spoken to in it."""
    if not is_markdown(path):
        return
    try:
        data = inputs.read(path)
        if may_hold_suppressions(data):
            yield Document(parse(Source.from_bytes(path, data)))
    except (OSError, UndecodableError):  # a finding of `check`, and nothing to read
        return


def _lines_by_rule(findings: Iterable[Finding]) -> Mapping[str, Mapping[str, list[int]]]:
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for one in findings:
        found[one.path][one.name].append(one.place.line)
    return found


def _lines(plan: _Plan, target: str, paint: Paint) -> Iterator[str]:
    if not (plan.changes or plan.insertions or plan.left):
        yield "no settings or suppressions of markdownlint, agnix or skillsaw stand here"
        return
    if plan.changes:
        yield paint.bold(target)
        yield from rows((f"  {_words(c)}", f"{c.origin}: {c.because}") for c in plan.changes)
    if plan.insertions:
        yield from ("",) if plan.changes else ()
        yield paint.bold("suppressions")
        yield from rows((f"  {i.path}:{i.line}", i.text, i.because) for i in plan.insertions)
    if plan.left:
        yield from ("",) if plan.changes or plan.insertions else ()
        yield paint.bold("not carried over")
        yield from _left(plan.left)


def _words(change: Change) -> str:
    where = f"for {', '.join(change.paths)}: " if change.paths else ""
    value = f"{change.value} = {change.level}" if change.level else change.value
    return f"{where}{change.key} {value}"


def _left(left: Iterable[NotCarried]) -> Iterator[str]:
    """Yield one line for all of one file that has one reason, then those of documents."""
    groups: dict[tuple[str, str], list[NotCarried]] = defaultdict(list)
    for one in left:
        path, _, line = one.place.rpartition(":")
        groups["" if path and line.isdigit() else one.place, one.why].append(one)
    table = []
    for (path, why), those in groups.items():
        what = list(dict.fromkeys(one.what for one in those))
        places = [path] if path else list(dict.fromkeys(one.place for one in those))
        where = ", ".join(places[:MOST_PLACES]) + _more(places)
        table.append((f"  {where}", f"{', '.join(what)}: {why}"))
    yield from rows(table)


def _more(places: Sequence[str]) -> str:
    rest = len(places) - MOST_PLACES
    return f" and {rest} more" if rest > 0 else ""


def _write(root: str, target: Path, plan: _Plan) -> None:
    """Write the configuration first: if it cannot be changed, nothing is."""
    if plan.changes:
        from harness_lint.migrating.config_text import changed_config

        in_pyproject = target.name == PYPROJECT
        exists = target.is_file()
        before = target.read_bytes().decode("utf-8") if exists else ""
        text = changed_config(before, plan.changes, in_pyproject=in_pyproject)
        shown = os.path.relpath(target)
        (write_text if exists else create_text)(target, text, shown)
    by_path: dict[str, list[Insertion]] = defaultdict(list)
    for one in plan.insertions:
        by_path[one.path].append(one)
    for path, insertions in by_path.items():
        file = Path(root) / path
        data = rewritten(file.read_bytes(), insertions)
        write_text(file, data.decode("utf-8"), path)
