"""``task_003.md``: one task as Task Master writes it."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.documents.document import Document, Said
from harness_lint.documents.written_task import written_task


class TaskPage(Document):
    """A page with a task."""

    def facts(self) -> Iterator[Said]:
        """Yield the task, besides what every document says."""
        yield from super().facts()
        yield from written_task(self.source)
