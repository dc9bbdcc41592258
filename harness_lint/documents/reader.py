"""From a parsed source and its family to the typed document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Document
from harness_lint.packs.field_shapes import NOTHING, StatusBlockShape
from harness_lint.packs.shape import Family
from harness_lint.packs.trace_shapes import ItemKind
from harness_lint.source import Source

if TYPE_CHECKING:
    from harness_lint.markdown.parser import Markdown


def read_document(
    markdown: Markdown,
    family: Family,
    status_shapes: tuple[StatusBlockShape, ...],
    kinds: Mapping[str, ItemKind] = NOTHING,
) -> Document:
    """Return the document of *family*'s class; an unknown reader gives a plain document."""
    return _document_class(family.reader)(markdown, family, status_shapes, kinds)


def read_data(source: Source, family: Family, kinds: Mapping[str, ItemKind]) -> DataFile:
    """Return the structured file of *family*'s class: reader `feature-list` is `FeatureList`."""
    if family.reader in ("document", "data-file"):
        return DataFile(source, family, kinds)
    return cast("type[DataFile]", _class_of(family.reader))(source, family, kinds)


def _document_class(reader: str) -> type[Document]:
    return Document if reader == "document" else cast("type[Document]", _class_of(reader))


@cache
def _class_of(reader: str) -> type:
    """Return the class of *reader*, `task-list` being `TaskList` of the module `task_list`.

    Imported one by one: a run over skills never loads the grammar of tasks.
    """
    module = import_module(f"harness_lint.documents.{reader.replace('-', '_')}")
    return cast("type", getattr(module, "".join(word.capitalize() for word in reader.split("-"))))
