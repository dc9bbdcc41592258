"""From a parsed source and its family to the typed document."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, cast

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Document
from harness_lint.packs.field_shapes import NOTHING, StatusBlockShape
from harness_lint.packs.shape import Family, ItemKind
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
    module = import_module(f"harness_lint.documents.{family.reader.replace('-', '_')}")
    name = "".join(word.capitalize() for word in family.reader.split("-"))
    return cast("type[DataFile]", getattr(module, name))(source, family, kinds)


def _document_class(reader: str) -> type[Document]:
    # Imported one by one: a run over skills never loads the grammar of tasks.
    match reader:
        case "task-list":
            from harness_lint.documents.task_list import TaskList

            return TaskList
        case "work-package":
            from harness_lint.documents.work_package import WorkPackage

            return WorkPackage
        case "skill":
            from harness_lint.documents.skill import Skill

            return Skill
        case "dependency-graph":
            from harness_lint.documents.dependency_graph import DependencyGraph

            return DependencyGraph
        case "spec":
            from harness_lint.documents.spec import Spec

            return Spec
        case "requirement-spec":
            from harness_lint.documents.requirement_spec import RequirementSpec

            return RequirementSpec
    return Document
