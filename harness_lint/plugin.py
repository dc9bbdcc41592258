"""All that a check of a plug-in is written with: names that stay. See `docs/plugins.md`."""

from __future__ import annotations

from harness_lint.check import Check, check
from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Document, Said
from harness_lint.documents.fact_reader import FactReader, facts
from harness_lint.documents.fields import Field, fields_of
from harness_lint.documents.skill import Skill
from harness_lint.documents.spec import Spec
from harness_lint.documents.task import Task
from harness_lint.documents.task_list import TaskList
from harness_lint.documents.work_package import WorkPackage
from harness_lint.findings import Applicability, Edit, Fix, Related, Severity, Violation
from harness_lint.markdown.outline import Section
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.source import Located, Location, Place, Source, Span

__all__ = [
    "Applicability",
    "Check",
    "DataFile",
    "Document",
    "Edit",
    "Fact",
    "FactReader",
    "Field",
    "Fix",
    "Located",
    "Location",
    "Place",
    "Project",
    "Related",
    "Said",
    "Section",
    "Severity",
    "Skill",
    "Source",
    "Span",
    "Spec",
    "Task",
    "TaskList",
    "Violation",
    "WorkPackage",
    "check",
    "facts",
    "fields_of",
]
