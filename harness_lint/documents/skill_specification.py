"""A skill as the reference validator of agentskills.io takes it: what it would refuse, and where.

Source: skills-ref 0.1.1, `parser.py` and `validator.py` (2026-11-21).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.documents.skill import Skill
from harness_lint.documents.yaml_values import on_lines_of_their_own
from harness_lint.findings import Applicability, Edit, Fix
from harness_lint.markdown.data_tree import DataNode
from harness_lint.source import BYTE_ORDER_MARK, Span

FENCE = b"---"

FIELDS = ("name", "description", "license", "compatibility", "metadata", "allowed-tools")
"""All the keys that may stand in front matter."""

LONGEST_NAME = 64
LONGEST_DESCRIPTION = 1024
LONGEST_COMPATIBILITY = 500
"""Characters."""

_NOT_PLAIN = {
    b"[": "a list in brackets; write each entry behind a dash on a line of its own",
    b"{": "a mapping in braces; write each key on a line of its own",
    b"&": "an anchor; write it without one, or in quotes",
    b"*": "an alias; write out what it stands for, or put it in quotes",
    b"!": "a tag; write it without one, or in quotes",
}
"""First byte of a YAML value → what strictyaml, which the validator reads with, refuses in it."""


class Refusal(NamedTuple):
    """One thing that the validator refuses."""

    at: Span
    message: str
    fix: Fix | None = None


def refusals_of(skill: Skill) -> Iterator[Refusal]:
    """Yield what the reference validator refuses in *skill*; nothing where it takes all.

    Front matter that no reader of YAML could read is left out: that is HL008's.
    """
    source, front_matter = skill.source, skill.front_matter
    if source.data.startswith(BYTE_ORDER_MARK):
        at = Span(0, len(BYTE_ORDER_MARK))
        fix = Fix("Remove the byte order mark", (Edit(at, ""),))
        yield Refusal(at, "a byte order mark hides the front matter", fix)
    if front_matter is None:
        if skill.markdown.misplaced_front_matter is None:
            words = "no front matter; begin with `name` and `description` between two `---` lines"
            yield Refusal(source.line_span(1), words)
        return
    if not front_matter.is_closed or front_matter.error is not None or front_matter.duplicates:
        return
    end = source.data.find(FENCE, front_matter.opens_at + len(FENCE))
    if end == front_matter.content.end:
        yield from _in_front_matter(skill, front_matter.root)
    elif not front_matter.content.start <= end < front_matter.content.end:
        at = Span(front_matter.content.end, front_matter.span.end)
        yield Refusal(at, "the front matter has no end; close it with `---`")
    elif not _is_taken_up_to(skill, end):
        yield Refusal(
            Span(end, end + len(FENCE)),
            "`---` ends the front matter wherever it stands; write what is meant in other words",
        )


def _is_taken_up_to(skill: Skill, end: int) -> bool:
    """Whether the front matter is complete before the ``---`` at *end*, which stands within it."""
    from harness_lint.markdown.yaml_tree import read_yaml

    start = skill.front_matter.content.start if skill.front_matter is not None else 0
    tree = read_yaml(skill.source.data[start:end], start)
    if tree.error is not None or tree.duplicates:
        return False
    return next(_in_front_matter(skill, tree.root), None) is None


def _in_front_matter(skill: Skill, root: DataNode | None) -> Iterator[Refusal]:
    if root is None or not root.is_mapping:
        at = root.span if root is not None else _opening(skill)
        yield Refusal(at, "the front matter is no mapping; write `name: …` and `description: …`")
        return
    yield from _not_plain(skill, root)
    for entry in root.resolved.entries:
        if entry.key.resolved.text not in FIELDS:
            words = f"`{entry.key.resolved.text}` is none of the fields of the specification"
            yield Refusal(entry.key.span, f"{words}; move it below `metadata` or remove it")
    yield from _in_name(skill, root)
    yield from _in_description(skill, root)
    yield from _in_compatibility(root)


def _not_plain(skill: Skill, root: DataNode) -> Iterator[Refusal]:
    """Yield the YAML that strictyaml does not take: the outermost of what stands in each other."""
    data, told = skill.source.data, 0
    own = [entry.value.span for entry in root.entries if entry.key.resolved.text in FIELDS]
    for node in root.walk():
        start = node.span.start
        refused = _NOT_PLAIN.get(data[start : start + 1]) if start >= told else None
        if refused is not None:
            told = node.span.end
            is_own = any(span.start <= start < span.end for span in own)
            edit = on_lines_of_their_own(skill.source, node) if is_own else None
            fix = Fix("Write one on each line", (edit,), Applicability.UNSAFE) if edit else None
            yield Refusal(node.span, f"`{_short(skill, node.span)}` is {refused}", fix)
        elif node.is_mapping:
            yield from _uneven(skill, node)


def _uneven(skill: Skill, node: DataNode) -> Iterator[Refusal]:
    """Yield the first mapping in *node* that is indented otherwise than the one before it."""
    nested = [entry.value for entry in node.entries if entry.value.is_mapping]
    columns = [skill.source.place(value.span).column for value in nested]
    for value, column in zip(nested, columns, strict=True):
        if column != columns[0]:
            words = f"this mapping is indented by {column - 1}, the one before by {columns[0] - 1}"
            yield Refusal(Span(value.span.start, value.span.start), f"{words}; indent them alike")
            return


def _in_name(skill: Skill, root: DataNode) -> Iterator[Refusal]:
    node = root.get("name")
    if node is None:
        yield Refusal(_opening(skill), "`name` is missing; add it")
        return
    if not node.is_scalar or not node.resolved.text.strip():
        yield Refusal(_at(root, "name", node), "`name` is no text; write the name of the folder")
        return
    from unicodedata import normalize

    name = normalize("NFKC", node.resolved.text.strip())
    yield from (Refusal(node.span, words) for words in _faults_of(name))
    folder = skill.folder_name
    if folder and normalize("NFKC", folder) != name:
        yield Refusal(node.span, f"`{name}` is not the name of its folder, `{folder}`")


def _faults_of(name: str) -> Iterator[str]:
    if len(name) > LONGEST_NAME:
        yield f"the name has {len(name)} characters; shorten it to at most {LONGEST_NAME}"
    if name != name.lower():
        yield f"`{name}` has capitals; write `{name.lower()}`"
    if name.startswith("-") or name.endswith("-"):
        yield f"`{name}` begins or ends with a hyphen; write `{name.strip('-')}`"
    if "--" in name:
        yield f"`{name}` has two hyphens in a row; write one"
    odd = next((one for one in name if not (one.isalnum() or one == "-")), None)
    if odd is not None:
        yield f"`{name}` has `{odd}` in it; write letters, digits and hyphens only"


def _in_description(skill: Skill, root: DataNode) -> Iterator[Refusal]:
    node = root.get("description")
    if node is None:
        yield Refusal(_opening(skill), "`description` is missing; add it")
    elif not node.is_scalar or not node.resolved.text.strip():
        words = "`description` is no text; say what the skill does and when to use it"
        yield Refusal(_at(root, "description", node), words)
    elif len(node.resolved.text) > LONGEST_DESCRIPTION:
        length = len(node.resolved.text)
        words = f"the description has {length:,} characters; shorten it to {LONGEST_DESCRIPTION:,}"
        yield Refusal(node.span, words)


def _in_compatibility(root: DataNode) -> Iterator[Refusal]:
    node = root.get("compatibility")
    if node is None:
        return
    if not node.is_scalar:
        yield Refusal(_at(root, "compatibility", node), "`compatibility` is no text; write it so")
    elif len(node.resolved.text) > LONGEST_COMPATIBILITY:
        length = len(node.resolved.text)
        words = f"`compatibility` has {length} characters; shorten it to {LONGEST_COMPATIBILITY}"
        yield Refusal(node.span, words)


def _opening(skill: Skill) -> Span:
    start = skill.front_matter.opens_at if skill.front_matter is not None else 0
    return Span(start, start + len(FENCE))


def _at(root: DataNode, key: str, node: DataNode) -> Span:
    return root.key_span(key) or node.span


def _short(skill: Skill, at: Span) -> str:
    words = " ".join(skill.source.slice(at).split())
    return words if len(words) <= 30 else words[:29] + "…"
