"""Task lists made of a few lines, for the tests of their readers."""

from harness_lint.documents.classify import classify
from harness_lint.documents.reader import read_document
from harness_lint.documents.task_list import TaskList
from harness_lint.markdown.parser import parse
from harness_lint.packs.loader import builtin_packs
from harness_lint.source import Source

SPEC_KIT = "specs/001-ferry/tasks.md"
KITTY = "kitty-specs/011-lamp-log/tasks.md"
PROMPT = "kitty-specs/011-lamp-log/tasks/WP01-read-the-lamp.md"
SHEET = "features/ferry/30_tasks_backend.md"
KIRO = ".kiro/specs/ferry/tasks.md"
OPENSPEC = "openspec/changes/add-ferry/tasks.md"

FIRST = "- [ ] T900 Make this a list of tasks\n\n"
"""A line that makes a text of ``specs/*/tasks.md`` a task list by its signature."""


def task_list(text: str, path: str = SPEC_KIT) -> TaskList:
    """Return *text* as the document that it is at *path*."""
    markdown = parse(Source.from_text(path, text), "pyromark")
    document = read_document(markdown, classify(path, markdown, builtin_packs()).family, ())
    assert isinstance(document, TaskList), document.family.name
    return document


def ids_of(text: str, path: str = SPEC_KIT) -> list[str]:
    """Return the IDs of the tasks in *text*."""
    return [task.name for task in task_list(text, path).tasks]
