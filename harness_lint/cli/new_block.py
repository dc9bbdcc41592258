"""A status block put into a document that is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from harness_lint.documents.document import Document
from harness_lint.errors import UndecodableError, UsageError
from harness_lint.markdown.parser import parse
from harness_lint.packs.field_shapes import StatusBlockShape
from harness_lint.setup.filling import Gap, answers_for, filled, gaps_in
from harness_lint.setup.skeleton import status_text
from harness_lint.source import Source
from harness_lint.writing import write_text


def put_into(
    shape: StatusBlockShape,
    into: str | None,
    given: Mapping[str, str],
    ask: Callable[[Gap], str] | None,
) -> None:
    """Put a status block of *shape* below the title of the document *into*; print it if None.

    Raises: UsageError if the document cannot be read or has such a block already.
    """
    text = status_text(shape)
    block = filled(text, answers_for(gaps_in(text), given, ask))
    if into is None:
        click.echo(block)
        return
    path = Path(into)
    source = _read(path, into)
    document = Document(parse(source), status_shapes=(shape,))
    if any(not one.is_template for one in document.status_blocks):
        raise UsageError(f"`{into}` has a status block `{shape.name}` already")
    at = _place(document)
    end = "\r\n" if b"\r\n" in source.data else "\n"
    added = f"{end}{block}{end}".replace("\r\n", "\n").replace("\n", end)
    before, behind = source.data[:at].decode(), source.data[at:].decode()
    gap = "" if before.endswith("\n") or not before else end
    if path.read_bytes() != source.data:
        raise UsageError(f"`{into}` was changed meanwhile; nothing is written")
    write_text(path, before + gap + (added if before else added.lstrip()) + behind, into)
    click.echo(f"put a status block into {into}")


def _read(path: Path, shown: str) -> Source:
    try:
        return Source.from_bytes(shown, path.read_bytes())
    except OSError as error:
        raise UsageError(f"cannot read `{shown}`: {error.strerror}") from error
    except UndecodableError as error:
        raise UsageError(f"`{shown}` is not UTF-8 at byte {error.offset}") from error


def _place(document: Document) -> int:
    """Return the offset of the line below the title, or below the front matter."""
    title = document.outline.title
    if title is not None:
        line = document.source.line_at(max(title.heading.span.end - 1, title.heading.span.start))
        starts = document.source.line_starts
        return starts[line] if line < len(starts) else len(document.source.data)
    return document.front_matter.span.end if document.front_matter is not None else 0
