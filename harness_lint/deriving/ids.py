"""The IDs that documents define, and the lines that cite them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness_lint.deriving.traits import literal
from harness_lint.documents.document import Document
from harness_lint.documents.fields import fields_of
from harness_lint.markdown.nodes import Heading, Item, Paragraph, Table, Visit
from harness_lint.pattern import pattern

LEADING = pattern(
    r"(/?[^\W\d_a-z][^\W\d_a-z]{0,9}(?:[-_.][^\W\d_a-z]{1,9}){0,2}[-_.#]?\d{1,4}[a-z]?/?)(?![\w/])"
)
"""An ID in capital letters with a number at its end: ``REQ-012``, ``LF10``, ``/LF10/``."""

LEAST = 3
"""So many times a form leads a heading, an item or a row before it is taken for an ID."""

ROLES = (
    ("verifies", pattern(r"(?i)verif|test|check|prüf")),
    ("implements", pattern(r"(?i)implement|realis|realiz|umsetz")),
    ("depends", pattern(r"(?i)depend|block|after|needs|wait")),
    ("documents", pattern(r"(?i)document|describe")),
)
"""What a label says of its IDs; all others claim them."""


class IdTrait(NamedTuple):
    """A form of IDs."""

    name: str
    """Of its kind: the letters of the ID in lower case."""
    pattern: str
    shapes: tuple[str, ...]
    """What the IDs lead: ``heading``, ``item``, ``bold``, ``row``."""
    are_tasks: bool
    """Whether they lead items with boxes."""


class ClaimTrait(NamedTuple):
    """A label behind which IDs are cited."""

    label: str
    role: str
    kinds: tuple[str, ...]


class Lead(NamedTuple):
    """An ID at the head of something."""

    id: str
    shape: str
    has_box: bool


def id_traits(documents: Sequence[Document]) -> tuple[IdTrait, ...]:
    """Return the forms of IDs that *documents* define, the most frequent first."""
    leads = [lead for document in documents for lead in leads_of(document)]
    forms: dict[str, list[Lead]] = {}
    for lead in leads:
        forms.setdefault(_form(lead.id), []).append(lead)
    found = []
    for form, members in sorted(forms.items(), key=lambda one: (-len(one[1]), one[0])):
        if len({lead.id for lead in members}) >= LEAST:
            shapes = [shape for shape, _ in Counter(lead.shape for lead in members).most_common()]
            boxed = sum(lead.has_box for lead in members)
            name = re.sub(r"[\W_\d]+", "-", form.replace("#", "")).strip("-").lower()
            found.append(
                IdTrait(name or "item", _pattern(form), tuple(shapes), 2 * boxed > len(members))
            )
    return tuple(found)


def are_shared(documents: Sequence[Document], kinds: Sequence[IdTrait]) -> bool:
    """Whether no ID of *kinds* leads something in two of *documents*."""
    seen: dict[str, str] = {}
    for document in documents:
        for lead in leads_of(document):
            is_known = any(re.fullmatch(kind.pattern, lead.id) for kind in kinds)
            if is_known and seen.setdefault(lead.id, document.path) != document.path:
                return False
    return True


def leads_of(document: Document) -> Iterator[Lead]:
    """Yield the IDs that lead headings, items, bold paragraphs and rows outside examples."""
    for visit in document.visits:
        block = visit.block
        if visit.is_quoted or document.is_example(block.span.start):
            continue
        if isinstance(block, Heading):
            yield from _lead(block.prose.value, "heading")
        elif isinstance(block, Item) and block.paragraph is not None:
            text = re.sub(r"^\[.\]\s*", "", block.paragraph.prose.value)
            yield from _lead(text, "item", has_box=block.box is not None)
        elif isinstance(block, Table):
            for row in block.rows:
                if row.cells:
                    yield from _lead(row.cells[0].prose.value, "row")
        elif isinstance(block, Paragraph) and _is_bold_lead(document, visit):
            yield from _lead(block.prose.value, "bold")


def _is_bold_lead(document: Document, visit: Visit) -> bool:
    """Whether a paragraph of its own begins in bold."""
    is_of_item = bool(visit.parents) and isinstance(visit.parents[-1], Item)
    return not is_of_item and document.source.data.startswith(b"**", visit.block.span.start)


def _lead(text: str, shape: str, *, has_box: bool = False) -> Iterator[Lead]:
    match = LEADING.match(text.lstrip())
    if match is not None:
        yield Lead(match[1], shape, has_box)


def _form(identifier: str) -> str:
    return re.sub(r"\d+[a-z]?", "#", identifier)


def _pattern(form: str) -> str:
    return r"\d{1,4}[a-z]?".join(literal(part) for part in form.split("#"))


def claim_traits(documents: Sequence[Document], kinds: Sequence[IdTrait]) -> tuple[ClaimTrait, ...]:
    """Return the labels of *documents* behind which stands nothing but IDs of *kinds*."""
    found: dict[str, set[str]] = {}
    wrong: set[str] = set()
    for document in documents:
        for visit in document.visits:
            if isinstance(visit.block, Paragraph):
                for field in fields_of(visit.block):
                    cited = _cited(field.value.value, kinds)
                    name = field.name.value
                    found.setdefault(name, set()).update(cited or ())
                    if cited is None:
                        wrong.add(name)
    return tuple(
        ClaimTrait(label, _role(label), tuple(sorted(names)))
        for label, names in sorted(found.items())
        if names and label not in wrong
    )


def _cited(value: str, kinds: Sequence[IdTrait]) -> set[str] | None:
    """Return the kinds of the IDs that *value* is made of; None if it is made of something else."""
    left, names = value, set()
    for kind in kinds:
        left, count = re.subn(kind.pattern, "", left)
        if count:
            names.add(kind.name)
    is_list = not left.strip(" ,;/+&.–-\t") or left.strip().lower() in ("none", "-", "—")
    return names if is_list else None


def _role(label: str) -> str:
    return next((role for role, words in ROLES if words.search(label)), "claims")
