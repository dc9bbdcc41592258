"""`harness-lint derive`: a pack from documents that exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from harness_lint.cli.crashes import crashes_told
from harness_lint.cli.options import config_options
from harness_lint.cli.project import Flags, Where, configure, find_files, inputs_of
from harness_lint.config import Config
from harness_lint.deriving.derive import derive, globs_of
from harness_lint.documents.document import Document
from harness_lint.engine.file_stage import is_markdown
from harness_lint.engine.inputs import Inputs
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Crash
from harness_lint.engine.runner import run
from harness_lint.errors import UndecodableError, UsageError, listed
from harness_lint.findings import Finding
from harness_lint.markdown.parser import parse
from harness_lint.packs.loader import load_packs, packs_over
from harness_lint.source import Source
from harness_lint.writing import create_text

PACK = "derived.yaml"
"""What the pack is called while it is tried."""


@click.command("derive")
@click.argument("paths", nargs=-1, required=True)
@click.option("--name", help="What the family is called; by default after its folder.")
@click.option("--output", metavar="FILE", help="Write the pack to FILE, which must be new.")
@config_options
def command(  # noqa: PLR0913, PLR0917  one for each option
    paths: tuple[str, ...],
    name: str | None,
    output: str | None,
    config_file: str | None,
    isolated: bool,
    no_local_code: bool,
) -> None:
    """Write a pack that the documents at PATHS (files, folders, globs) pass."""
    chosen = tuple(_expanded(paths))
    where = Where(chosen, config_file, isolated, no_local_code)
    config, registry = configure(where, Flags())
    packs = load_packs(config.root, config.packs)
    inputs = inputs_of(find_files(config, packs, chosen))
    documents = list(_documents(inputs))
    if not documents:
        raise UsageError(f"no Markdown document stands at {listed(paths)}")
    files = [document.path for document in documents]
    called = _name(name or _folder_name(files))
    crashes: list[Crash] = []
    with crashes_told(crashes):
        judge = _judge(config, registry, inputs, crashes)
        text = derive(called, globs_of(files), documents, judge)
        if output is None:
            click.echo(text, nl=False)
            return
        create_text(Path(output), text, output)
        count = "1 document" if len(files) == 1 else f"{len(files)} documents"
        click.echo(f"wrote {output}, which {count} pass")
        click.echo(f"next: add it to `packs` in the configuration, `packs = [{output!r}]`")


def _expanded(paths: Iterable[str]) -> Iterator[str]:
    """Yield *paths*, globs by the files that they match.

    Raises: UsageError for a glob that matches nothing.
    """
    for path in paths:
        if not any(sign in path for sign in "*?[") or Path(path).exists():
            yield path
            continue
        anchor = Path(path).anchor
        found = sorted(Path(anchor or ".").glob(path.removeprefix(anchor)))
        if not found:
            raise UsageError(f"`{path}` matches no file")
        yield from (str(one) for one in found if one.is_file())


def _documents(inputs: Inputs) -> Iterator[Document]:
    for path in inputs.files:
        if is_markdown(path):
            try:
                yield Document(parse(Source.from_bytes(path, inputs.read(path))))
            except (OSError, UndecodableError):  # a finding of `check`, and nothing to learn from
                continue


def _judge(
    config: Config, registry: Registry, inputs: Inputs, crashes: list[Crash]
) -> Callable[[str], Iterable[Finding]]:
    """Return what checks the documents with a pack, and gives what the pack alone has found.

    What our own code fails on is added to *crashes*.
    """
    plain = run(config, registry, inputs, packs=load_packs(config.root, config.packs))
    crashes += plain.crashes
    known = {(one.path, one.place.line, one.code) for one in plain.findings}

    def judge(text: str) -> Iterable[Finding]:
        packs = packs_over((PACK,), {PACK: text.encode()}.__getitem__)
        report = run(config, registry, inputs, packs=packs)
        crashes.extend(report.crashes)
        return [f for f in report.findings if (f.path, f.place.line, f.code) not in known]

    return judge


def _folder_name(files: list[str]) -> str:
    folders = [part for part in Path(files[0]).parts[:-1] if part not in (".", "docs")]
    name = folders[-1] if folders else "house"
    return name.removesuffix("s") if len(name) > 3 else name


def _name(text: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    if not slug[:1].isalpha():
        raise UsageError(f"`{text}` is no name for a pack", "--name gives one: `--name house`")
    return slug
