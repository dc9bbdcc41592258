"""``task_003.txt``: one task as older versions of Task Master write it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Said
from harness_lint.documents.written_task import written_task

if TYPE_CHECKING:
    from harness_lint.markdown.yaml_tree import Tree


class TaskText(DataFile):
    """A plain text with a task."""

    @property
    def trees(self) -> tuple[Tree, ...]:
        """Nothing: the text is not judged as data."""
        return ()

    def facts(self) -> Iterator[Said]:
        """Yield the task."""
        yield from written_task(self.source)
