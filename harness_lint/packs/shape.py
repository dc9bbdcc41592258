"""The shapes that a pack gives: frozen values, read from YAML by `packs/loader.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from harness_lint.findings import Severity
from harness_lint.packs.field_shapes import NOTHING, FieldShape, StatusBlockShape, StatusDemand
from harness_lint.packs.reference_shape import ReferenceShape
from harness_lint.packs.task_shapes import CountShape, TaskShape
from harness_lint.packs.trace_shapes import ItemKind, TraceShape

MARKDOWN_READERS = frozenset(
    {
        "document",
        "skill",
        "task-list",
        "work-package",
        "dependency-graph",
        "spec",
        "requirement-spec",
        "task-page",
    }
)
"""Readers of Markdown; all others read structured files."""

EVIDENCE_READERS = frozenset({"source-code", "test-results"})
"""Readers of what is read last, and only where there is something to bear witness of."""


class SectionShape(NamedTuple):
    """A section that documents of a family have."""

    name: str
    aliases: tuple[str, ...] = ()
    """Other titles for it, in any language; case, numbering and emoji never count."""
    required: bool = False
    may_be_empty: bool = False
    repeatable: bool = False
    pattern: str = ""
    """Of its title, where sections of one kind have titles of their own: ``^Step \\d+``."""
    content: str = ""
    """``list``, ``ordered-list``, ``checklist``, ``table``, ``fence``, ``prose``, or empty for
    anything."""
    columns: tuple[FieldShape, ...] = ()
    """The columns that its table must have, and what their cells hold."""
    language: str = ""
    """The language of its code fence."""
    fields: tuple[FieldShape, ...] = ()
    """The fields that stand below its heading."""
    sections: tuple[SectionShape, ...] = ()
    """The sections inside it."""

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)


class TextShape(NamedTuple):
    """Words that must stand in a document, or must not: what a team has learned."""

    message: str
    forbid: str = ""
    """A pattern of what must not be written; empty for none."""
    require: str = ""
    """A pattern of what must be written; empty for none."""
    sections: tuple[str, ...] = ()
    """Titles of the sections that it is about; empty for the whole document."""
    families: tuple[str, ...] = ()
    """Names of the families that it is about; empty for all."""
    everywhere: bool = False
    """Whether it is about documents of no family too."""
    within: str = "prose"
    """``prose``, ``code`` or ``all``."""


class Signature(NamedTuple):
    """What the text of a document of a family shows; all that is given must hold."""

    text: str = ""
    """A pattern found somewhere in the text."""
    headings: tuple[str, ...] = ()
    """Titles of sections, each of which is there."""
    front_matter: tuple[str, ...] = ()
    """Keys of the front matter, each of which is there."""
    alone: bool = False
    """Whether it decides by itself, whatever the path."""


class NewShape(NamedTuple):
    """How a document of a family is begun."""

    called: str = ""
    """What `harness-lint new` calls it besides the family's own name: ``skill``."""
    path: str = ""
    """Where it goes: ``skills/{{name}}/SKILL.md``. Empty: made from the first of the paths."""
    text: str = ""
    """Its skeleton; see `setup/skeleton.py` for the gaps in it. Empty: made from the shapes."""
    file: str = ""
    """The file below `rules` that holds the skeleton."""
    after: str = ""
    """The family of which a document must stand first, under the same name."""


class RuleSetting(NamedTuple):
    """How a pack wants a check to judge documents of a family. None leaves the default."""

    severity: Severity | None = None
    enabled: bool = True
    options: Mapping[str, Any] = NOTHING


class Family(NamedTuple):
    """A kind of document: how it is recognised, how it is read, what it must contain."""

    name: str
    title: str
    pack: str
    reader: str = "document"
    """The document class that reads it: a key of `documents.reader.READERS`."""
    paths: tuple[str, ...] = ()
    not_paths: tuple[str, ...] = ()
    signature: Signature | None = None
    precedence: int = 0
    """Where families of several packs match, the highest wins; 0 for the built-in packs."""
    priority: int = 0
    """Where several families of a pack match, the highest wins; equals make the document unknown.
    Below 0, a family of the user's comes behind the built-in ones too."""
    sections: tuple[SectionShape, ...] = ()
    section_level: int = 2
    ordered: bool = False
    strict: bool = False
    """Whether sections that are not named are reported (HL105)."""
    title_required: bool = False
    title_pattern: str = ""
    """Of the titles that its documents may have; empty for any."""
    title_example: str = ""
    """A title that is right, for the message."""
    texts: tuple[TextShape, ...] = ()
    fields: tuple[FieldShape, ...] = ()
    front_matter: Mapping[str, Any] = NOTHING
    """``required``, ``known`` (key → source and date of the fact), ``schema`` …: see the packs."""
    tasks: TaskShape | None = None
    counts: tuple[CountShape, ...] = ()
    """Sentences that state numbers, besides the English ones of task lists."""
    status: StatusDemand | None = None
    """The status block that its documents carry."""
    placeholders: tuple[str, ...] = ()
    """Patterns of template tokens that must not be left."""
    examples: tuple[str, ...] = ()
    """Titles of sections that hold examples: nothing in them defines, claims or misleads."""
    schema: str | Mapping[str, Any] = ""
    """JSON Schema of a structured document: a file of `rules/schemas/`, or the schema itself."""
    embedded: tuple[Mapping[str, Any], ...] = ()
    """Data in fences: ``section`` and ``language`` select them, ``schema`` is what they follow."""
    scope: tuple[str, ...] = ()
    """Globs of the folders whose IDs are their own: ``**/specs/*``. See `documents/scopes.py`."""
    trace: TraceShape | None = None
    references: tuple[ReferenceShape, ...] = ()
    """Where its documents name files that must exist (HL703)."""
    new: NewShape | None = None
    """How a document of it is begun."""
    rules: Mapping[str, RuleSetting] = NOTHING
    data: Mapping[str, Any] = NOTHING
    """Further facts for the family's own checks."""

    @property
    def rank(self) -> tuple[int, int]:
        """What decides between families that match: the highest has the document."""
        return (self.precedence if self.priority >= 0 else 0, self.priority)

    @property
    def wording(self) -> object:
        """What its data say of the words of requirements: see `documents/wording.py`."""
        return self.data.get("wording")

    @property
    def criteria(self) -> object:
        """What its data say of the sections that hold acceptance criteria (HL332)."""
        return self.data.get("criteria")

    @property
    def own_name(self) -> object:
        """What its data say of the fields that hold a document's own file name (HL211)."""
        return self.data.get("own-name")

    @property
    def tested(self) -> object:
        """What its data say of how its stories tell that they are met (HL607)."""
        return self.data.get("tested")

    @property
    def names_fields(self) -> bool:
        """Whether it says of any field that it must be there, or what its value may be."""
        work = list(self.sections)
        fields = list(self.fields)
        while work:
            shape = work.pop()
            work.extend(shape.sections)
            fields.extend((*shape.fields, *shape.columns))
        return any(one.demands_something for one in fields)

    @property
    def is_structured(self) -> bool:
        """Whether documents of the family are JSON or YAML, not Markdown."""
        return self.reader not in MARKDOWN_READERS

    @property
    def is_evidence(self) -> bool:
        """Whether its documents only bear witness: tests and their results."""
        return self.reader in EVIDENCE_READERS


class PackSet(NamedTuple):
    """All packs in force."""

    families: tuple[Family, ...]
    status_blocks: tuple[StatusBlockShape, ...] = ()
    """Shapes of status blocks: see `status_blocks_in`."""
    kinds: tuple[ItemKind, ...] = ()
    """Kinds of items, in the order in which people want to see them."""
    texts: tuple[TextShape, ...] = ()
    """Words that documents of several families, or of none, must or must not hold."""

    @property
    def clients(self) -> tuple[Mapping[str, Any], ...]:
        """What clients of skills read: the groups of keys that families of skills know."""
        known = [
            one.front_matter.get("known", ()) for one in self.families if one.reader == "skill"
        ]
        return tuple(group for groups in known for group in groups)

    def family(self, name: str) -> Family | None:
        """Return the family called *name*."""
        return next((family for family in self.families if family.name == name), None)

    def status_blocks_in(self, family: Family) -> tuple[StatusBlockShape, ...]:
        """Return the shapes of the status blocks that documents of *family* may carry.

        Those are the one that the family names, those that name the family, and those that have a
        lead and name no families.
        """
        named = family.status.block if family.status is not None else ""
        return tuple(
            shape
            for shape in self.status_blocks
            if shape.name == named
            or family.name in shape.families
            or (shape.lead and not shape.families)
        )
