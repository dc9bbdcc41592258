"""Work packages: a prompt file with its identity, subtasks and lane in front matter."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from harness_lint.documents.document import Said
from harness_lint.documents.task_list import TaskList
from harness_lint.documents.work_state import Claim, box_facts
from harness_lint.documents.yaml_values import room_in
from harness_lint.markdown.data_tree import DataNode
from harness_lint.source import Located, Span


class WorkPackage(TaskList):
    """The prompt of one work package."""

    @property
    def defines_ids(self) -> bool:
        """Its subtasks are defined in the index of packages."""
        return False

    @cached_property
    def id(self) -> Located[str] | None:
        """``work_package_id`` of the front matter."""
        return self._text("work_package_id")

    @cached_property
    def title(self) -> Located[str] | None:
        """``title`` of the front matter."""
        return self._text("title")

    @cached_property
    def lane(self) -> Located[str] | None:
        """``lane`` of the front matter: older packages state their progress there."""
        return self._text("lane")

    @cached_property
    def subtasks(self) -> tuple[Located[str], ...] | None:
        """IDs under ``subtasks``; None if the key is missing, empty or no list."""
        return self._list("subtasks") or None

    @cached_property
    def depends_on(self) -> tuple[Located[str], ...] | None:
        """IDs under ``dependencies``; None if the key is missing or no list."""
        return self._list("dependencies")

    def facts(self) -> Iterator[Said]:
        """Yield the package and its parts, each at its place, and how far it is."""
        yield from super().facts()
        if self.id is None:
            return
        yield Said("prompt", self.id.value, self.id.at, self._values())
        yield Said("prompt-size", self.id.value, self.id.at, self._size())
        for part, at in self._parts():
            yield Said(f"prompt-{part}", self.id.value, at, {})
        node = self._node("dependencies")
        room = room_in(self.source, node) if node is not None and node.is_sequence else None
        if room is not None:
            values = {"first": room.first, "lead": room.lead, "quote": room.quote}
            yield Said("prompt-dependencies-room", self.id.value, room.at, values)
        if self.lane is not None:
            said = {"lane": self.lane.value, "logged": self._is_logged(self.lane.value)}
            yield Said("prompt-lane", self.id.value, self.lane.at, said)
            yield from box_facts(Claim(self.id.value, self.lane, "package"), self.boxes)

    def _is_logged(self, lane: str) -> bool:
        """Whether the last entry of its own history says how it came into *lane*."""
        history = self._node("history")
        items = history.resolved.items if history is not None and history.is_sequence else ()
        last = items[-1].get("lane") if items else None
        return last is not None and last.resolved.text.strip() == lane

    def _values(self) -> dict[str, str | list[str] | None]:
        return {
            "title": self.title.value if self.title else "",
            "subtasks": _values_of(self.subtasks),
            "dependencies": _values_of(self.depends_on),
        }

    def _size(self) -> dict[str, int]:
        """Return how long it is: apart from the rest, for it is another one after most edits."""
        start = self.front_matter.span.end if self.front_matter else 0
        body = self.source.data[start:].strip()
        lines = len(self.source.data.splitlines())
        return {"lines": lines, "body_lines": len(body.splitlines())}

    def _parts(self) -> Iterator[tuple[str, Span]]:
        """Yield the name and place of each part that the index may contradict."""
        root = self.front_matter.root if self.front_matter else None
        for part in ("title", "subtasks", "dependencies"):
            at = root.key_span(part) if root is not None else None
            if at is not None:
                yield part, at

    def _node(self, key: str) -> DataNode | None:
        front_matter = self.front_matter
        root = front_matter.root if front_matter is not None else None
        return root.get(key) if root is not None else None

    def _text(self, key: str) -> Located[str] | None:
        node = self._node(key)
        if node is None or not node.is_scalar or not node.resolved.text.strip():
            return None
        return Located(node.resolved.text.strip(), node.span)

    def _list(self, key: str) -> tuple[Located[str], ...] | None:
        node = self._node(key)
        if node is None or not node.is_sequence:
            return None
        return tuple(_identified(item) for item in node.resolved.items)


def _identified(item: DataNode) -> Located[str]:
    """Return a list's entry, which is an ID or a mapping with one."""
    inner = item.get("id") or item
    return Located(inner.resolved.text.strip(), inner.span)


def _values_of(entries: tuple[Located[str], ...] | None) -> list[str] | None:
    return None if entries is None else [entry.value for entry in entries]
