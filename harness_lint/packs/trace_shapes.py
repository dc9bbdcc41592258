"""The trace of a family: kinds of items, where they are defined and claimed, what they need."""

from __future__ import annotations

from typing import NamedTuple


class Need(NamedTuple):
    """Links that an item needs: so many, of a role, from items of some kinds."""

    role: str
    sources: tuple[str, ...] = ()
    """Kinds of the items that the links come from; empty for any."""
    least: int = 1
    most: int | None = None
    """None for any number."""


class Clause(NamedTuple):
    """One demand of a coverage policy: it is met if any of its needs is."""

    any: tuple[Need, ...]
    gate: str = "full"
    """``integrity`` if it is demanded always, ``full`` if under that gate only."""
    states: tuple[str, ...] = ()
    """Only of items in one of these states (``passed``); empty for all."""
    levels: tuple[str, ...] = ("must", "should", "")
    """Only of items of these levels; an empty one is an item whose text names none."""


class ItemKind(NamedTuple):
    """A kind of item: what its IDs look like, and what must link to it."""

    name: str
    title: str
    plural: str = ""
    id: str = ""
    """Pattern of an ID in running text; empty for kinds that are named by structured keys alone."""
    distinctive: bool = False
    """Whether nothing else looks like its IDs, so that one in a test's name is meant as one."""
    padded: bool = True
    """Whether ``FR-1`` may mean ``FR-001``."""
    policy: tuple[Clause, ...] = ()
    upward: tuple[str, ...] = ()
    """Roles of which an item should have at least one link to another (HL414)."""
    unwanted: tuple[str, ...] = ()
    """Roles of which it takes no link: ``implements``, where code must not name requirements."""


class DefinitionShape(NamedTuple):
    """Where documents of a family define items of a kind."""

    kind: str
    shapes: tuple[str, ...] = ("heading", "item", "bold", "row")
    """What an ID may lead: a heading, a list item, a bold paragraph lead, a table row."""
    pattern: str = ""
    """Of the text that defines, when the kind's own ID does not do; matched at its start."""
    id: str = ""
    """The ID made of the pattern's groups, of the section's (``{parent}``) and of the item's
    number (``{n}``): ``US{1}``, ``{parent}.{n}``. Empty: the first group, else the whole match."""
    parent: str = ""
    """Kind of the definition whose section it must stand in."""
    under: tuple[str, ...] = ()
    """Titles of the sections that it must stand in; empty for those that do not only refer."""
    anywhere: bool = False
    """Whether even a section such as `Traceability` or `Summary` may define."""
    keys: tuple[str, ...] = ()
    """Of structured files: where the IDs stand, as `data_trace.values_at` reads it."""


class ClaimShape(NamedTuple):
    """Where documents of a family claim items."""

    role: str
    kinds: tuple[str, ...]
    labels: tuple[str, ...] = ()
    """Of a labelled list: ``Covers: FR-001, FR-002``."""
    marker: str = ""
    """Pattern of a claim in the text of a task; group 1 holds the IDs."""
    front_matter: tuple[str, ...] = ()
    """Keys of the front matter that list IDs."""
    columns: tuple[str, ...] = ()
    """Titles of table columns whose cells list IDs."""
    in_tasks: bool = False
    """Whether an ID anywhere in a task's own text claims it."""
    keys: tuple[str, ...] = ()
    """Of structured files: where the IDs stand, as `data_trace.values_at` reads it."""


class TraceShape(NamedTuple):
    """What documents of a family define and claim."""

    defines: tuple[DefinitionShape, ...] = ()
    claims: tuple[ClaimShape, ...] = ()
    required: bool = False
    """Whether a document that defines nothing is reported (HL416)."""

    @property
    def names_keys(self) -> bool:
        """Whether it says at which keys of structured files IDs stand."""
        return any(one.keys for one in self.defines) or any(one.keys for one in self.claims)
