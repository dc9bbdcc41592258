"""From a parsed source and its family to the typed document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness_lint.documents.document import Document
from harness_lint.packs.shape import Family, StatusBlockShape

if TYPE_CHECKING:
    from harness_lint.markdown.parser import Markdown


def read_document(
    markdown: Markdown, family: Family, status_shapes: tuple[StatusBlockShape, ...]
) -> Document:
    """Return the document of *family*'s class; an unknown reader gives a plain document."""
    return _document_class(family.reader)(markdown, family, status_shapes)


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
        case "spec":
            from harness_lint.documents.spec import Spec

            return Spec
    return Document
