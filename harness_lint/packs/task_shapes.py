"""The grammar of tasks, and of what a document states about their number."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from harness_lint.packs.field_shapes import NOTHING, FieldShape

STATES: Mapping[str, str] = MappingProxyType(
    {
        "open": "open",
        "done": "done",
        "in-progress": "begun",
        "cancelled": "skipped",
        "blocked": "blocked",
    }
)
"""What packs call the states of tasks, and what facts call them."""

MARKS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys((" ", *"❌⏳🔲⬜☐🟡🚧🔄"), "open"),
        **dict.fromkeys("xX✅☑✔", "done"),
        "-": "skipped",
    }
)
"""What stands in a box or leads a task, with the state that it means.

All else in a box is work that is begun.
"""

DEPENDENCY_LABELS = ("Depends on", "Dependencies", "Blocked by", "Depends", "Dependency")


class DependencyShape(NamedTuple):
    """How tasks of a family say what they wait for."""

    labels: tuple[str, ...] = DEPENDENCY_LABELS
    """Names of the fields that list what a task or a group waits for."""
    phrases: tuple[str, ...] = ()
    """Patterns of statements: the group ``needs`` holds the IDs that are waited for, the group
    ``task`` those that wait. Without it, the task speaks in whose text the statement stands."""
    arrows: bool | None = None
    """Whether ``T001 → T002`` is an order of work. None if the pack does not say: then it is one
    where the numbers rise, or where it is called one."""
    sentences: bool = True
    """Whether English sentences with *depends on* or *blocks* are read."""
    nothing: str = ""
    """Pattern of a value that says that nothing is waited for, besides `none`."""
    is_stated: bool = False
    """Whether the pack says anything of this: then a label leads a line of any task."""


class TaskShape(NamedTuple):
    """The grammar of a family's tasks."""

    id: str = ""
    """Pattern of a task ID; empty for lists whose tasks carry none."""
    carriers: tuple[str, ...] = ("item",)
    """Where tasks are defined: ``item``, ``heading``, ``row``; the first one in use is the one."""
    group: str = ""
    """Pattern of the headings that group tasks (phases, packages); group 1 is the group's ID."""
    group_id: str = ""
    """Pattern of a group's ID in running text, where tasks may depend on whole groups."""
    group_kind: str = "phase"
    """What a group is called: ``phase``, ``package``, ``story``, ``group``."""
    parallel: str = r"\[P\]"
    story: str = r"\[(US\d+)\]"
    fields: tuple[FieldShape, ...] = ()
    hierarchical: bool = False
    """Whether ``1.2`` is a child of ``1``."""
    ordinal_scope: str = "document"
    """Where an ID is unique: ``document`` or ``group``."""
    marks: Mapping[str, str] = MARKS
    """What stands in a box, and the emoji that leads a task, each with its state."""
    own_marks: tuple[str, ...] = ()
    """Those of the marks that the pack itself names."""
    states: Mapping[str, str] = NOTHING
    """Words of a status field or column, each with the state that they mean."""
    columns: Mapping[str, tuple[str, ...]] = NOTHING
    """Titles of the columns of a table of tasks: ``id``, ``title``, ``depends``, ``parallel``,
    ``status``."""
    dependencies: DependencyShape = DependencyShape()

    @property
    def status_names(self) -> tuple[str, ...]:
        """The names of the field that says how far a task is."""
        named = (field.names for field in self.fields if field.name.casefold() == "status")
        return next(named, ("Status",))


class CountShape(NamedTuple):
    """A sentence that states how many of something there are."""

    pattern: str
    """The group ``n`` is the number."""
    of: str
    """``tasks``, ``parallel``, ``done``, ``open``, ``groups``, ``sections``, ``rows``, or the name
    of a kind of item."""
    under: tuple[str, ...] = ()
    """Titles of the section whose sections or rows are counted."""
    scope: str = "document"
    """``document``, or ``section`` for what stands in the section of the sentence."""
    unless: str = ""
    """Pattern of words of the same line that make it no claim: ``about``, ``at least``."""

    @property
    def is_about_its_section(self) -> bool:
        """Whether what is counted stands in the section of the sentence."""
        return self.scope == "section" or (self.of in ("sections", "rows") and not self.under)
