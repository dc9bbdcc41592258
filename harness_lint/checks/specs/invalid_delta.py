"""HL608 invalid-delta. Its page and its tests are in `invalid_delta.md`."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, dirname

from harness_lint.check import check
from harness_lint.documents.delta import (
    ADDED,
    MODIFIED,
    REMOVED,
    RENAMED,
    Delta,
    Entry,
    folded,
)
from harness_lint.documents.requirement_spec import Grammar, Head, RequirementSpec
from harness_lint.findings import Fix, Related, Violation, replacement
from harness_lint.source import Located, Span


@check("HL608", "invalid-delta", subject=RequirementSpec, since="0.1", needs=("grammar",))
def invalid_delta(spec: RequirementSpec) -> Iterator[Violation]:
    """A delta contradicts itself or is not read, or a main spec is laid out like one."""
    grammar = spec.grammar
    if grammar is None:
        return
    if spec.delta is None:
        yield from _main_spec(spec, grammar)
    elif not spec.delta.target:
        yield from _unread(spec, spec.delta)
    else:
        yield from _layout(spec, spec.delta, grammar)
        yield from _twice(spec.delta)
        yield from _contradictions(spec, spec.delta)


def _main_spec(spec: RequirementSpec, grammar: Grammar) -> Iterator[Violation]:
    """Yield headings of deltas, requirements that no tool reads, and names that stand twice."""
    section = f"{'#' * (grammar.level - 1)} {grammar.section}"
    titles = {title.casefold() for title in spec.family.data.get("delta-titles", ())}
    first: dict[str, Located[str]] = {}
    outside: list[Located[str]] = []
    inside, seen = False, False
    for head in spec.heads:
        name = grammar.name_of(head)
        if head.level == grammar.level - 1:
            title = head.title.value.casefold()
            inside = title == grammar.section.casefold() and not seen
            seen = seen or inside
            if title in titles:
                yield Violation(
                    head.title.at,
                    f"`{head.title.value}` belongs in the delta of a change; "
                    f"write the requirements under `{section}`",
                    fix=_retitled(spec, head, grammar),
                )
        elif name is not None and not inside:
            outside.append(name)
        elif name is not None:
            earlier = first.setdefault(name.value, name)
            if earlier is not name:
                yield _again(name, earlier, "is there twice; join the two, or rename one")
    yield from _outside(outside, section)
    yield from _hollow(spec, grammar)


def _retitled(spec: RequirementSpec, head: Head, grammar: Grammar) -> Fix | None:
    """Return the fix that makes *head* the section of requirements, if nothing else could be it."""
    titles = {*spec.family.data.get("delta-titles", ()), grammar.section}
    folded_titles = {title.casefold() for title in titles}
    alike = [one for one in spec.heads if one.title.value.casefold() in folded_titles]
    written, at = head.title
    if len(alike) != 1 or written.casefold().startswith(_GONE):
        return None
    return replacement(at, spec.source.slice(at), written, grammar.section)


_GONE = ("removed", "renamed")


def _outside(names: list[Located[str]], section: str) -> Iterator[Violation]:
    """Yield that requirements stand where they are not read, at the first of them."""
    if names:
        name, *others = names
        more = f", and {len(others)} more," if others else ""
        verb = "stand" if others else "stands"
        yield Violation(
            name.at,
            f"requirement `{name.value}`{more} {verb} outside `{section}`, where none is read; "
            f"move {'them' if others else 'it'} there",
            related=tuple(Related(other.at, "another one") for other in others[:MOST]),
        )


MOST = 12
"""How many others are related."""


def _hollow(spec: RequirementSpec, grammar: Grammar) -> Iterator[Violation]:
    """Yield that the section of requirements holds text and no requirement."""
    if spec.section is None or spec.requirements:
        return
    start, end = spec.start_of(spec.section), spec.end_of(spec.section, 6)
    if any(spec.lines(start, end)):
        title = spec.heads[spec.section].title
        sign = "#" * grammar.level
        words = f"section `{title.value}` holds no `{sign} Requirement: …`; write one for each"
        yield Violation(title.at, words)


def _again(name: Located[str], earlier: Located[str], what: str) -> Violation:
    related = (Related(earlier.at, "the first one"),)
    return Violation(name.at, f"requirement `{name.value}` {what}", related)


def _unread(spec: RequirementSpec, delta: Delta) -> Iterator[Violation]:
    """Yield that a delta stands where nothing reads it; a note beside one may."""
    right = str(spec.family.data["delta"].get("example", ""))
    name = basename(spec.path)
    if not delta.sections and name != basename(right):
        return
    at = delta.sections[0].title.at if delta.sections else _top(spec)
    folder = basename(dirname(spec.path))
    yield Violation(
        at,
        f"`{folder}/{name}` is not read as a delta; move it to a path like `{right}`",
    )


def _layout(spec: RequirementSpec, delta: Delta, grammar: Grammar) -> Iterator[Violation]:
    """Yield what stands where it is not read, and that nothing is read."""
    titles = [f"`{title}`" for title in delta.titles.values()]
    right = f"{', '.join(titles[:-1])} or {titles[-1]}"
    for stray in delta.strays if delta.sections else ():
        where = f"under `{stray.section}`" if stray.section else "above all sections"
        yield Violation(
            stray.name.at,
            f"requirement `{stray.name.value}` stands {where}, where it is not read; "
            f"move it under {right}",
        )
    for half in delta.halves:
        other = "TO" if half.side == "FROM" else "FROM"
        where = "behind" if half.side == "FROM" else "before"
        yield Violation(
            half.name.at,
            f"`{half.side}: {half.name.value}` has no `{other}:` line {where} it; "
            "write both, one right behind the other",
        )
    if not delta.sections:
        yield Violation(
            _top(spec),
            f"the delta changes nothing: no section is titled {right}",
        )
    elif not delta.entries:
        sign = "#" * grammar.level
        yield Violation(
            delta.sections[0].title.at,
            f"`{delta.sections[0].title.value}` holds no `{sign} Requirement: …`; "
            "write what it is about, or remove the section",
        )


def _top(spec: RequirementSpec) -> Span:
    return spec.heads[0].title.at if spec.heads else spec.source.line_span(1)


def _names(delta: Delta, operation: str) -> dict[str, Entry]:
    """Return name → the first entry of *operation* for it."""
    found: dict[str, Entry] = {}
    for entry in delta.entries:
        if entry.operation == operation:
            found.setdefault(entry.name.value, entry)
    return found


def _twice(delta: Delta) -> Iterator[Violation]:
    """Yield what one section names twice."""
    first: dict[tuple[str, str], Located[str]] = {}
    for entry in delta.entries:
        title = delta.titles[entry.operation]
        earlier = first.setdefault((entry.operation, entry.name.value), entry.name)
        if earlier is not entry.name:
            yield _again(entry.name, earlier, f"stands twice under `{title}`; keep one")
        if entry.new_name is not None:
            earlier = first.setdefault(("", entry.new_name.value), entry.new_name)
            if earlier is not entry.new_name:
                words = "is the new name of two; give each its own"
                yield _again(entry.new_name, earlier, words)


PAIRS = ((MODIFIED, REMOVED), (MODIFIED, ADDED), (ADDED, REMOVED))


def _contradictions(spec: RequirementSpec, delta: Delta) -> Iterator[Violation]:
    """Yield requirements with which two sections do different things."""
    names = {operation: _names(delta, operation) for operation in (ADDED, MODIFIED, REMOVED)}
    for one, other in PAIRS:
        for name, entry in names[one].items():
            if name in names[other]:
                yield _both(entry.name, names[other][name], f"`{name}`", delta)
    removed = {folded(name): entry for name, entry in names[REMOVED].items()}
    for entry in _names(delta, RENAMED).values():
        old, new = entry.name, entry.new_name
        if new is None:
            continue
        if old.value in names[MODIFIED]:
            at = names[MODIFIED][old.value].name.at
            is_free = not any(new.value in named for named in names.values())
            fix = replacement(at, spec.source.slice(at), old.value, new.value) if is_free else None
            words = f"`{old.value}` is modified under the name that it loses; write `{new.value}`"
            yield Violation(at, words, (Related(old.at, "it is renamed here"),), fix)
        if new.value in names[ADDED]:
            yield _both(new, names[ADDED][new.value], f"`{new.value}`", delta)
        if folded(old.value) in removed:
            yield _both(old, removed[folded(old.value)], f"`{old.value}`", delta)


def _both(name: Located[str], other: Entry, what: str, delta: Delta) -> Violation:
    title = delta.titles[other.operation]
    return Violation(
        name.at,
        f"requirement {what} stands under `{title}` too; one delta does one thing with it",
        related=(Related(other.name.at, f"under `{title}`"),),
    )
