"""Dependencies between tasks and between groups, as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.arrow_chains import arrow_steps
from harness_lint.documents.clauses import adjoining, clause_end, clause_start, without_remarks
from harness_lint.documents.id_ranges import IdReference, find_ids
from harness_lint.documents.task import Dependency
from harness_lint.markdown.nodes import Leaf
from harness_lint.markdown.outline import title_key
from harness_lint.markdown.prose import Prose
from harness_lint.pattern import pattern
from harness_lint.source import Located

if TYPE_CHECKING:
    from harness_lint.documents.stated_dependencies import Statement
    from harness_lint.documents.task import Group, Task
    from harness_lint.documents.task_list import TaskList

_VERB = pattern(
    r"\b(?P<blocks>(?:blocks?(?!\s+(?:in|of|at|from|within|inside|above|below)\b)"
    r"|must (?:complete|be (?:done|complete|completed|finished)|finish) before))\b"
    r"|\b(?P<depends>depends? (?:only )?on|blocked by)(?=[\s:*])",
    re.IGNORECASE,
)
"""A verb between those that wait and those that are waited for."""

_HINTS = (b"depend", b"block", b"before", b"->", "→".encode())
"""One of these is in every text that has such a verb or an arrow."""

_UNSURE = pattern(
    r"\b(?:not|n't|no longer|never|may|might|could|if|unless|except|previously|was|were|other than|"
    r"instead of|no)\b|\?",
    re.IGNORECASE,
)
"""Words that make a clause something else than a plain statement."""

_NOTHING = pattern(r"(?i)[\s:*_]*(?:none|nothing|n/a|—|–|-)(?![\w-])")

_RENAMED = pattern(
    r"\b(?:old|renamed|renumbered|shifted|formerly|moved|split|merged|becomes?|was)\b",
    re.IGNORECASE,
)

MOST_PAIRS = 200_000
"""Of a task and what it needs, in one document: ranges against ranges would be without bounds."""


class _Operand(NamedTuple):
    ids: tuple[str, ...]
    written: tuple[Located[str], ...]


def read_dependencies(document: TaskList) -> tuple[Dependency, ...]:
    """Return every certain statement of a dependency in *document*, in source order.

    Read are sentences with *depends on*, *blocks*, *blocked by* and *must complete before* between
    IDs, chains of IDs with arrows, and the fields of tasks and groups. A negated or conditional
    clause, and one without IDs on both sides, says nothing to us. Nor does one between ranges with
    which there would be more than `MOST_PAIRS`.
    """
    reader = _Reader(document)
    found = sorted(reader.read(), key=lambda dependency: dependency.span)
    if document.shape.dependencies.is_stated:  # a label may be a sentence too
        found = list({(one.dependents, one.need_spans): one for one in reversed(found)}.values())
        found.reverse()
    return tuple(_within_bounds(found))


def _within_bounds(dependencies: Iterable[Dependency]) -> Iterator[Dependency]:
    room = MOST_PAIRS
    for dependency in dependencies:
        pairs = len(dependency.dependents) * len(dependency.needs)
        if pairs <= room:
            room -= pairs
            yield dependency


class _Reader:
    def __init__(self, document: TaskList) -> None:
        self._document = document
        shape = document.shape
        self._pattern = "|".join(filter(None, (shape.id, shape.group_id)))
        self._task_leaves = {id(task.leaf): task for task in document.tasks}
        self._labels = tuple(title_key(label) for label in shape.dependencies.labels)

    def read(self) -> Iterator[Dependency]:
        shape = self._document.shape
        if not self._pattern or not self._document.tasks:
            return
        if shape.hierarchical and not shape.dependencies.is_stated:
            return
        for task in self._document.tasks:
            yield from self._of_fields(task)
        if shape.dependencies.is_stated:
            from harness_lint.documents.stated_dependencies import statements_of

            for statement in statements_of(self._document, self._task_leaves):
                yield from self._of_statement(statement)
        if shape.dependencies.sentences or shape.dependencies.arrows is not False:
            yield from self._of_text()

    def _of_statement(self, said: Statement) -> Iterator[Dependency]:
        """Yield what a phrase or a label of the pack's own says."""
        prose = said.leaf.prose
        if said.tasks is not None:
            mine = self._operand(prose, self._between(prose.value, *said.tasks))
        else:
            mine = _Operand((said.speaker,) if said.speaker else (), ())
        references = self._between(prose.value, *said.needs)
        theirs = self._operand(prose, references, needed=True)
        if mine.ids and theirs.ids and not set(mine.ids) & set(theirs.ids):
            span = prose.span(min(said.start, references[0].start), references[-1].end)
            yield Dependency(mine.ids, theirs.ids, span, mine.written, theirs.written)

    def _between(self, text: str, start: int, end: int) -> list[IdReference]:
        """Return the IDs between two places; what stands around them may be of the same word."""
        found = find_ids(text[start:end], self._pattern)
        return [one._replace(start=one.start + start, end=one.end + start) for one in found]

    def _of_text(self) -> Iterator[Dependency]:
        for leaf in self._document.leaves_with(*_HINTS):
            if self._document.is_example(leaf.span.start):
                continue
            yield from self._of_leaf(leaf)

    def _of_fields(self, task: Task) -> Iterator[Dependency]:
        for key in self._labels:
            field = task.fields.get(key)
            if field is None or task.id is None or _UNSURE.search(field.value.value):
                continue
            value = field.value.value.split("(", 1)[0]
            prose = field.leaf.prose
            start = prose.value.find(field.value.value)
            needs = self._operand(
                prose, find_ids(prose.value, self._pattern, start, start + len(value))
            )
            if needs.ids:
                yield Dependency((task.id.value,), needs.ids, field.value.at, (), needs.written)

    def _of_leaf(self, leaf: Leaf) -> Iterator[Dependency]:
        prose = leaf.prose
        text = prose.value
        own = self._task_leaves.get(id(leaf))
        grammar = self._document.shape.dependencies
        speaks = grammar.sentences and _VERB.search(text) is not None
        plain = without_remarks(text, find_ids(text, self._pattern)) if speaks else ""
        for verb in _VERB.finditer(plain):
            if not prose.is_code(verb.start()):
                dependency = self._of_verb(prose, plain, verb, own)
                if dependency is not None:
                    yield dependency
        if own is None and grammar.arrows is not False and ("→" in text or "->" in text):
            yield from self._of_arrows(prose)

    def _of_verb(
        self, prose: Prose, text: str, verb: re.Match[str], own: Task | None
    ) -> Dependency | None:
        """Return what the clause around *verb* says; *text* is the prose without remarks."""
        start, end = clause_start(text, verb.start()), clause_end(text, verb.end())
        if _NOTHING.match(text, verb.end()) or _UNSURE.search(text, start, end + 1):
            return None
        left = [] if own is not None else find_ids(text, self._pattern, start, verb.start())
        right = adjoining(text, find_ids(text, self._pattern, verb.end(), end), verb.end())
        mine = self._of_speaker(prose, own, start, left)
        theirs = self._operand(prose, right, needed=not verb["blocks"])
        if not mine.ids or not theirs.ids or (own is None and set(mine.ids) & set(theirs.ids)):
            return None
        first = left[0].start if left else verb.start()
        span = prose.span(first, right[-1].end)
        if verb["blocks"]:
            return Dependency(theirs.ids, mine.ids, span, theirs.written, mine.written, blocks=True)
        return Dependency(mine.ids, theirs.ids, span, mine.written, theirs.written)

    def _of_speaker(
        self, prose: Prose, own: Task | None, start: int, left: list[IdReference]
    ) -> _Operand:
        """Return those that the clause speaks of: the task of the line, the IDs, or the group."""
        if own is not None and own.id is not None:
            return _Operand((own.id.value,), ())
        if left:
            return self._operand(prose, left)
        group = self._group_of(prose, start)
        return _Operand((group.id.value,), ()) if group is not None else _Operand((), ())

    def _group_of(self, prose: Prose, start: int) -> Group | None:
        """Return the group whose dependency section or field *prose* is."""
        if not self._document.shape.group_id:
            return None
        at = prose.span(start, start + 1).start
        section = self._document.outline.section_at(at)
        if section is None:
            return None
        line = prose.value.rfind("\n", 0, start) + 1
        words = prose.value[line : line + 60].lower().lstrip("* ")
        says = title_key(section.title) in self._labels or words.startswith(self._labels)
        if not says:
            return None
        return self._document.group_at(section)

    def _of_arrows(self, prose: Prose) -> Iterator[Dependency]:
        text = prose.value
        references = find_ids(text, self._pattern)
        if len(references) < 2 or _RENAMED.search(text):
            return
        are_orders = self._document.shape.dependencies.arrows is True
        steps = arrow_steps(text, references, are_orders=are_orders)
        for earlier, later in steps:
            before = self._operand(prose, earlier, needed=True)
            after = self._operand(prose, later)
            if before.ids and after.ids:
                span = prose.span(earlier[0].start, later[-1].end)
                yield Dependency(after.ids, before.ids, span, after.written, before.written)

    def _operand(
        self, prose: Prose, references: list[IdReference], *, needed: bool = False
    ) -> _Operand:
        """Return the IDs meant. An open end says who waits; of what is needed, just the first."""
        known = () if needed else self._document.ids
        ids = tuple(dict.fromkeys(i for ref in references for i in ref.members(known)))
        written = tuple(
            Located(
                prose.value[ref.start : ref.end] if ref.is_range else ref.first,
                prose.span(ref.start, ref.end),
            )
            for ref in references
        )
        return _Operand(ids, written)
