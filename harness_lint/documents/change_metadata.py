"""What a proposed change says of itself, in a file beside its documents."""

from __future__ import annotations

from collections.abc import Iterator

from harness_lint.documents.changes import folder_of
from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Said


class ChangeMetadata(DataFile):
    """The file in which a change says what it is: `.openspec.yaml`."""

    def facts(self) -> Iterator[Said]:
        """Yield that the change says of itself that it changes no spec."""
        yield from super().facts()
        root = self.tree.root
        folder = folder_of(self.path, self.family)
        if root is None or not folder:
            return
        for key, value in root.resolved.entries:
            if key.resolved.value == "skip_specs" and value.resolved.value is True:
                yield Said("change-without-specs", folder, key.span, {})
