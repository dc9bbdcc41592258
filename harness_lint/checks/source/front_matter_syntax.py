"""HL008 front-matter-syntax. Its page and its tests are in `front_matter_syntax.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.document import UNKNOWN, Document
from harness_lint.findings import Applicability, Edit, Fix, Related, Violation
from harness_lint.markdown.front_matter import FrontMatter
from harness_lint.packs.patterns import compile_globs
from harness_lint.pattern import pattern
from harness_lint.source import Span

FENCE = "---"


class Options(NamedTuple):
    """Where front matter may be wrong."""

    fixtures: tuple[str, ...] = ("**/fixtures/**", "**/__fixtures__/**", "**/testdata/**")
    """Paths of documents that tests read, some of them wrong on purpose."""
    tests: tuple[str, ...] = ("**/test/**", "**/tests/**", "**/__tests__/**", "**/invalid/**")
    """Paths where a document is one of those unless it is of a family."""


@check("HL008", "front-matter-syntax", subject=Document, since="0.1", options=Options)
def front_matter_syntax(document: Document, options: Options) -> Iterator[Violation]:
    """Front matter cannot be read: wrong YAML, a key twice, not closed, or not at the start."""
    found = list(_problems(document))
    if found and not _is_sample(document, options):
        yield from found


def _problems(document: Document) -> Iterator[Violation]:
    front_matter = document.front_matter
    if front_matter is None:
        yield from _misplaced(document)
    elif not front_matter.is_closed:
        yield _not_closed(front_matter)
    else:
        yield from _unreadable(front_matter, document)


def _is_sample(document: Document, options: Options) -> bool:
    samples = options.fixtures
    if document.family.name == UNKNOWN.name:
        samples += options.tests
    return compile_globs(samples).match(document.path)


def _misplaced(document: Document) -> Iterator[Violation]:
    at = document.markdown.misplaced_front_matter
    if at is not None:
        yield Violation(
            Span(at.start, at.start + len(FENCE)),
            "front matter is read only at the very start of the file; move it to the first line",
        )


def _has_plain_lines(front_matter: FrontMatter) -> bool:
    """Whether each line is a key with its value, or belongs to the key above it.

    Some clients take such a value as it stands, whatever YAML makes of a ``: `` or ``*`` in it:
    Cursor (`globs: *.ts`), and Claude Code, which quotes the values and tries again. Source:
    reports of both, and what their own commands write (2026-11-21).
    """
    data = front_matter.source.data
    text = data[front_matter.content.start : front_matter.content.end]
    return all(_PLAIN_LINE.match(line) for line in text.splitlines())


_PLAIN_LINE = pattern(rb"[A-Za-z_][\w-]*:(?:[ \t]|$)|[ \t]|- |#|\Z")


def _not_closed(front_matter: FrontMatter) -> Violation:
    wrong = front_matter.wrong_fence
    if wrong is None:
        at = Span(front_matter.opens_at, front_matter.opens_at + len(FENCE))
        return Violation(at, "front matter is not closed; end it with a line `---`")
    words = front_matter.source.slice(wrong)
    return Violation(
        wrong,
        f"`{words}` does not close the front matter; write `---`",
        fix=Fix("Close the front matter", (Edit(wrong, FENCE),)),
    )


def _unreadable(front_matter: FrontMatter, document: Document) -> Iterator[Violation]:
    error = front_matter.error
    if error is not None:
        if document.family.front_matter.get("line-by-line") and _has_plain_lines(front_matter):
            return
        words = front_matter.source.slice(error.at)
        reason = error.message
        if words.startswith(FENCE) and not words.strip("-"):
            reason = f"`{words}` is no fence; a line `---` opens and closes front matter"
        yield Violation(error.at, f"front matter is not YAML: {reason}", fix=_quotes(front_matter))
        return
    for double in front_matter.duplicates:
        yield Violation(
            double.at,
            f"front matter has the key `{double.name}` twice; readers differ on which one counts",
            related=(Related(double.first, "first here"),),
        )
    root = front_matter.root
    if root is not None and not root.is_mapping:
        at = Span(front_matter.opens_at, front_matter.opens_at + len(FENCE))
        yield Violation(at, "front matter holds no keys; write each as `key: value`")


def _quotes(front_matter: FrontMatter) -> Fix | None:
    from harness_lint.documents.yaml_values import quoted_values

    edits = quoted_values(front_matter)
    return Fix("Put it in quotes", edits, Applicability.UNSAFE) if edits else None
