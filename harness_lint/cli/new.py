"""`harness-lint new`: a document of a family, begun."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import click

from harness_lint.cli.crashes import crashes_told
from harness_lint.cli.options import config_options
from harness_lint.cli.project import Flags, Where, configure, find_files, inputs_of
from harness_lint.config import Config
from harness_lint.engine.registry import Registry
from harness_lint.engine.runner import explain_files
from harness_lint.errors import UsageError, did_you_mean, listed
from harness_lint.packs.loader import load_packs
from harness_lint.packs.shape import Family, PackSet
from harness_lint.reporters.terminal import rows
from harness_lint.setup.filling import Gap, answers_for, filled, gaps_in
from harness_lint.setup.kinds import STATUS_BLOCK, BlockKind, Kind, kinds_of
from harness_lint.setup.places import NewPlace, place_of
from harness_lint.setup.skeleton import skeleton_of
from harness_lint.writing import create_text

KNOWN = frozenset({"name", "title", "date", "number"})
"""Gaps that are filled without being asked for."""


class _Wish(NamedTuple):
    """What the command line says of the new document."""

    name: str
    given: Mapping[str, str]
    path: str | None
    to_stdout: bool


@click.command("new")
@click.argument("kind", required=False)
@click.argument("name", required=False)
@click.option("--list", "is_list", is_flag=True, help="Show the kinds of documents.")
@click.option(
    "--set", "pairs", multiple=True, metavar="GAP=TEXT", help="Fill a gap of the skeleton."
)
@click.option("--path", metavar="FILE", help="Write to FILE.")
@click.option("--into", metavar="FILE", help="Put a status block into this document.")
@click.option("--stdout", "to_stdout", is_flag=True, help="Print it, write nothing.")
@config_options
def command(  # noqa: PLR0913, PLR0917  one for each option
    kind: str | None,
    name: str | None,
    is_list: bool,
    pairs: tuple[str, ...],
    path: str | None,
    into: str | None,
    to_stdout: bool,
    config_file: str | None,
    isolated: bool,
    no_local_code: bool,
) -> None:
    """Begin a document of KIND, called NAME, that passes its own check."""
    config, registry = configure(Where((), config_file, isolated, no_local_code), Flags())
    packs = load_packs(config.root, config.packs)
    kinds = kinds_of(packs)
    if is_list or kind is None:
        _show(kinds)
        return
    found = _kind(kind, kinds)
    if isinstance(found, BlockKind):
        from harness_lint.cli.new_block import put_into

        put_into(found.shape, into, _given(pairs), _asker())
        return
    if into is not None:
        raise UsageError(
            "--into takes a status block", f"`harness-lint new {STATUS_BLOCK} --into …`"
        )
    wish = _Wish(name or _asked_name(kind), _given(pairs), path, to_stdout)
    _begin(found.family, wish, config, registry, packs)


def _show(kinds: Mapping[str, Kind | BlockKind]) -> None:
    names: dict[str, str] = {}
    for name, kind in kinds.items():
        names.setdefault(kind.title, name)
    for line in rows((name, title) for title, name in names.items()):
        click.echo(line)


def _kind(word: str, kinds: Mapping[str, Kind | BlockKind]) -> Kind | BlockKind:
    found = kinds.get(word.lower())
    if found is None:
        near = did_you_mean(word.lower(), kinds) or "; `harness-lint new --list` shows the kinds"
        raise UsageError(f"unknown kind of document `{word}`{near}")
    return found


def _given(pairs: tuple[str, ...]) -> dict[str, str]:
    given = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"--set `{pair}` is not GAP=TEXT")
        given[name.strip()] = text
    return given


def _begin(family: Family, wish: _Wish, config: Config, registry: Registry, packs: PackSet) -> None:
    text = skeleton_of(family, packs)
    place = _place(family, wish, config, registry, packs)
    gaps = list(gaps_in(text + place.path))
    open_gaps = [gap.name for gap in gaps if gap.name not in KNOWN]
    unknown = next((name for name in wish.given if name not in {*open_gaps, *KNOWN}), None)
    if unknown is not None:
        known = listed(open_gaps) or "none"
        near = did_you_mean(unknown, open_gaps) or f"; the gaps are {known}"
        raise UsageError(f"--set: {family.title}: there is no gap `{unknown}`{near}")
    answers = answers_for(gaps, {**_known(wish.name, place), **wish.given}, _asker())
    whole = filled(text, answers)
    if wish.to_stdout:
        click.echo(whole, nl=False)
        return
    target = Path(wish.path) if wish.path else Path(config.root, filled(place.path, answers))
    shown = wish.path or _shown(target)
    create_text(target, whole, shown)
    click.echo(f"wrote {shown}")
    left = [name for name in open_gaps if name not in wish.given]
    after = family.new.after if family.new is not None else ""
    for line in _what_next(shown, left, f"{after} {answers['name']}" if after else ""):
        click.echo(line)


def _place(
    family: Family, wish: _Wish, config: Config, registry: Registry, packs: PackSet
) -> NewPlace:
    if wish.path is not None:
        return NewPlace(wish.path, "001")
    files = find_files(config, packs, (config.root,))
    explained = explain_files(config, registry, inputs_of(files))
    taken = [one.path for one in explained.files if one.family == family.name]
    with crashes_told(explained.crashes):  # what could not be read may have the number
        return place_of(family, _slug(wish.name), taken)


def _known(name: str, place: NewPlace) -> dict[str, str]:
    words = re.sub(r"[-_\s]+", " ", name).strip()
    return {
        "name": _slug(name),
        "title": words[:1].upper() + words[1:],
        "date": datetime.now(tz=UTC).astimezone().date().isoformat(),
        "number": place.number,
    }


def _slug(name: str) -> str:
    slug = re.sub(r"[^\w]+|_", "-", name.lower()).strip("-")
    if not slug:
        raise UsageError(f"`{name}` is no name: it holds no letter and no digit")
    return slug


def _is_talk() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _asked_name(kind: str) -> str:
    if not _is_talk():
        raise UsageError("the document needs a name", f"`harness-lint new {kind} NAME`")
    return str(click.prompt("name"))


def _asker() -> Callable[[Gap], str] | None:
    if not _is_talk():
        return None
    return lambda gap: str(click.prompt(gap.name, default=gap.words))


def _what_next(shown: str, left: list[str], needed: str) -> Iterator[str]:
    if needed:
        yield f"it rests on: harness-lint new {needed}"
    if left and not _is_talk():
        yield f"fill in: {', '.join(left)}"
    yield f"then: harness-lint check {shown}"


def _shown(path: Path) -> str:
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
