"""Work packages as their index lists them: facts to hold against the prompt files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from harness_lint.documents.document import Said
from harness_lint.documents.id_ranges import find_ids
from harness_lint.documents.scopes import scope_of
from harness_lint.documents.task import Dependency, Group
from harness_lint.documents.work_state import GENERATED, is_open
from harness_lint.markdown.nodes import Leaf, ListBlock, Paragraph
from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

if TYPE_CHECKING:
    from harness_lint.documents.task_list import TaskList

_PROMPT = pattern(
    rb"(?i)(?:^[ \t]*(?:[-*+>][ \t]+)*[*_`]*|(?<=[ \t])\*\*)prompt(?:[ \t]+file)?[*_`]*[ \t]*:",
    re.MULTILINE,
)
_TARGET = pattern(rb"(?:\]\(|[`\s(<])((?:[\w.@+-]*/){0,8}[\w.@+-]+\.md)(?=[`\s)>#]|$)")
_LINES = (
    rb"((?:~|\xe2\x89\x88)?[ \t]?(\d{2,5})"
    rb"(?:[ \t]?(?:-|\xe2\x80\x93)[ \t]?(\d{2,5}))?[ \t]+lines)\b"
    rb"(?![ \t]+(?:net|of[ \t]+(?:code|changes?)|code|chang|added|delet|diff))"
)
_SIZE = pattern(
    rb"(?i)\b(?:prompt(?:[ \t]+size)?|est(?:imated|\.)?[ \t]+size)[*_]*[ \t]*:[*_ \t]*"
    rb"[^\n|]{0,24}?" + _LINES
)
"""A length in a field of its own; lines *of code* or *net* are the size of the change."""
_SIZE_BEHIND = pattern(rb"(?i)[`)>\s(\xc2\xb7.,;:-]{1,8}(?:est\.[ \t]*)?" + _LINES)
"""The same right behind the path of the prompt: ``tasks/WP01-lamp.md (~300 lines)``."""
_TITLE = pattern(r"(?i)^[^\w]*(?:work package\s+)?WP\d+[A-Za-z]?\s*[:–—.-]*\s*")

_RETIRED = pattern(
    r"~~|WP\d+[A-Za-z]?[\s:–—.*-]*\(?(?:retired|dropped|removed|cancell?ed|withdrawn|superseded"
    r"|(?:merged|folded) into\b[^\n]*)(?=[\s*]*(?:[–—(),.;:-]|$))",
    re.IGNORECASE | re.MULTILINE,
)
"""What a heading says of a package that is no more."""


Needs: TypeAlias = dict[str, list[Dependency]]


class Size(NamedTuple):
    """A claim about a prompt's length, in lines."""

    least: int
    most: int
    at: Span


def package_facts(document: TaskList) -> Iterator[Said]:
    """Yield each package of *document*, its prompt's path and its size as claimed."""
    if document.shape.group_kind != "package":
        return
    if GENERATED in document.source.data:
        from harness_lint.documents.generated_status import generated_status_facts

        yield from generated_status_facts(document)
    from harness_lint.documents.group_needs import section_needs

    needs, stated = _needs(document), section_needs(document)
    for group in document.groups:
        identifier = group.id.value.upper()
        if _RETIRED.search(document.source.slice(group.section.heading.span)):
            yield Said("package-retired", identifier, group.id.at, {})
            continue
        at = group.id.at
        yield Said("package", identifier, at, _values(document, group, needs, stated))
        yield Said("package-progress", identifier, at, _progress(group))
        prompt = prompt_of(document, group)
        if prompt is not None:
            yield Said("package-prompt", identifier, prompt.at, {"path": prompt.value})
        size = size_of(document, group)
        if size is not None:
            values = {"least": size.least, "most": size.most}
            yield Said("package-size", identifier, size.at, values)


def _values(
    document: TaskList, group: Group, needs: Needs, stated: Mapping[str, tuple[str, ...]]
) -> dict[str, str | list[str]]:
    span = group.section.span
    text = document.source.slice(span)
    subtasks = [task.id.value for task in group.tasks if task.id is not None]
    mentioned = {i for ref in find_ids(text, document.shape.id) for i in ref.ids()}
    others = {i.upper() for ref in find_ids(text, document.shape.group_id) for i in ref.ids()}
    return {
        "title": _TITLE.sub("", group.title).strip(),
        "subtasks": subtasks,
        "mentions": sorted(mentioned.difference(subtasks)),
        "needs": _own_needs(document, group, needs, stated),
        "packages": sorted(others),
        "scope": scope_of(document.path, document.family),
    }


def _progress(group: Group) -> dict[str, bool | int | None]:
    """Return how far the tasks of *group* are, of which a tick makes something else."""
    return {
        "done": group.done,
        "ticked": sum(task.done is True for task in group.tasks),
        "open": sum(is_open(task) for task in group.tasks),
    }


def _needs(document: TaskList) -> Needs:
    """Return the dependencies that are said of one package alone."""
    found: Needs = {}
    for dependency in document.dependencies:
        if len(dependency.dependents) == 1 and not dependency.blocks:
            found.setdefault(dependency.dependents[0], []).append(dependency)
    return found


def _own_needs(
    document: TaskList, group: Group, needs: Needs, stated: Mapping[str, tuple[str, ...]]
) -> list[str]:
    """Return what the section of *group* says it needs: in sentences, and by labels."""
    span, known = group.section.span, document.group_by_id
    names = (
        need.upper()
        for dependency in needs.get(group.id.value, ())
        if span.start <= dependency.span.start < span.end
        for need in dependency.needs
    )
    said = (name for name in names if name in known)
    return list(dict.fromkeys((*said, *stated.get(group.id.value.upper(), ()))))


def prompt_of(document: TaskList, group: Group) -> Located[str] | None:
    """Return the path of the package's prompt file, as written."""
    data = document.source.data
    for leaf in _leaves(group):
        lead = _PROMPT.search(data, leaf.span.start, leaf.span.end)
        if lead is None:
            continue
        newline = data.find(b"\n", lead.end(), leaf.span.end)
        end = leaf.span.end if newline < 0 else newline
        targets = list(_TARGET.finditer(data, lead.end(), end))
        linked = [target for target in targets if target[0].startswith(b"](")]
        for target in linked or targets:
            return Located(target[1].decode("utf-8", "replace"), Span(*target.span(1)))
    return None


def size_of(document: TaskList, group: Group) -> Size | None:
    """Return what the package's section says of its prompt's length."""
    data, prompt = document.source.data, prompt_of(document, group)
    match = _SIZE_BEHIND.match(data, prompt.at.end) if prompt is not None else None
    fields = (_SIZE.search(data, leaf.span.start, leaf.span.end) for leaf in _leaves(group))
    match = match or next(filter(None, fields), None)
    if match is None:
        return None
    least = int(match[2])
    return Size(least, int(match[3] or least), Span(*match.span(1)))


def _leaves(group: Group) -> Iterator[Leaf]:
    """Yield the paragraphs and items right below the package's heading."""
    for block in group.section.blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, ListBlock):
            yield from (item.paragraph for item in block.items if item.paragraph is not None)
