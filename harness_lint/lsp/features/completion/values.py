"""Names and values of fields, and keys and values of front matter."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol.types import CompletionItemKind

from harness_lint.lsp.features.completion.ids import items_near, offer_of
from harness_lint.lsp.features.completion.place import Offer, Place
from harness_lint.lsp.features.fields import field_at
from harness_lint.lsp.features.keys import LINE, Key, known_keys
from harness_lint.packs.field_shapes import FieldShape, StatusBlockShape
from harness_lint.pattern import pattern

_KEY_BEGUN = pattern(r"[\w.$@-]*$")
_ENTRY = pattern(r"[ \t]*-[ \t]+")
_WORD = pattern(r"[\"']?([\w./-]*)$")
_NAME_BEGUN = pattern(r"(?P<lead>[ \t]*(?:[>|][ \t]*)*(?:[-*+][ \t]+)?\**)(?P<name>[\w -]*)$")
_MOST_LINES = 100
"""Lines of front matter above the cursor in which the key of a list is looked for."""


def offered_values(place: Place) -> Iterator[Offer] | None:
    """Return the values of the field on the line; None if the cursor is not behind its colon."""
    field = field_at(place.document, place.offset)
    if field is None or place.offset < field.value.start - 1:
        return None
    typed = place.source.slice(field.value)[: max(0, place.offset - field.value.start)]
    return _values(place, field.shape.values, typed, f"value of {field.shape.name}")


def offered_names(place: Place) -> Iterator[Offer]:
    """Yield the fields that the status block at *place* lacks, where a name may be typed."""
    begun = _NAME_BEGUN.fullmatch(place.before)
    if begun is None or place.behind.strip("* \t"):
        return
    for shape, lacking in _blocks_at(place):
        bold = "" if "*" in begun["lead"] or shape.form in ("quote", "table") else "**"
        for field in lacking:
            if field.name.casefold().startswith(begun["name"].casefold()):
                text = f"{bold}{field.name}{bold or _closing(begun['lead'])}: "
                at = place.typed(len(begun["name"]))
                kind = CompletionItemKind.Field
                yield Offer(text, at, kind, "field", ", ".join(field.values), field.name)


def _closing(lead: str) -> str:
    return "*" * (len(lead) - len(lead.rstrip("*")))


def _blocks_at(place: Place) -> Iterator[tuple[StatusBlockShape, list[FieldShape]]]:
    """Yield the shapes of the status blocks around the cursor, with the fields that they lack."""
    here = place.source.line_at(place.offset)
    for block in place.document.status_blocks:
        ends = [block.lead.start, *(field.value.at.end for field in block.fields)]
        first, last = place.source.line_at(min(ends)), place.source.line_at(max(ends))
        if block.shape.form != "front-matter" and first < here <= last + 1:
            there = {field.shape.name for field in block.fields if field.shape is not None}
            yield block.shape, [one for one in block.shape.fields if one.name not in there]


def offered_in_front_matter(place: Place) -> Iterator[Offer]:
    """Yield keys that are not there yet, or the values of the key on the line."""
    known = known_keys(place.document)
    line = LINE.match(place.before)
    if line is not None and not line["indent"]:
        key, begin = known.get(line["key"]), line.end()
    elif (entry := _ENTRY.match(place.before)) is not None:
        key, begin = known.get(_key_above(place)), entry.end()
    elif _KEY_BEGUN.fullmatch(place.before):
        yield from _keys(place, known)
        return
    else:
        return
    if key is not None:
        yield from _values_of_key(place, key, place.before[begin:])


def _keys(place: Place, known: dict[str, Key]) -> Iterator[Offer]:
    there = _keys_there(place)
    for key in sorted(known.values(), key=lambda key: not key.is_required):
        if key.name not in there and key.name.startswith(place.before):
            about = "required" if key.is_required else ", ".join(key.readers)
            at, kind = place.typed(len(place.before)), CompletionItemKind.Property
            yield Offer(f"{key.name}: ", at, kind, about, label=key.name)


def _keys_there(place: Place) -> set[str]:
    """Return the keys of the front matter, read by lines: half typed, it is no YAML."""
    front_matter = place.document.front_matter
    text = place.source.slice(front_matter.content) if front_matter is not None else ""
    matches = (LINE.match(line) for line in text.splitlines())
    return {match["key"] for match in matches if match is not None and not match["indent"]}


def _key_above(place: Place) -> str:
    """Return the key whose list the line is an entry of; empty if none is near."""
    number = place.source.line_at(place.offset)
    for line in range(number - 1, max(0, number - _MOST_LINES), -1):
        match = LINE.match(place.source.slice(place.source.line_span(line)))
        if match is not None and not match["indent"]:
            return match["key"]
    return ""


def _values_of_key(place: Place, key: Key, typed: str) -> Iterator[Offer]:
    yield from _values(place, key.values, typed.lstrip(), f"value of {key.name}")
    if key.roles:
        word = _WORD.search(typed)
        begun = word[1] if word is not None else ""
        for item in items_near(place):
            if item.local.casefold().startswith(begun.casefold()):
                yield offer_of(place, item, len(begun))


def _values(place: Place, values: tuple[str, ...], typed: str, about: str) -> Iterator[Offer]:
    blank = " " if place.before.endswith(":") else ""
    for value in values:
        if value.casefold().startswith(typed.strip().casefold()):
            at, kind = place.typed(len(typed)), CompletionItemKind.EnumMember
            yield Offer(f"{blank}{value}", at, kind, about, label=value)
