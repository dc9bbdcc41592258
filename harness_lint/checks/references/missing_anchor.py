"""HL702 missing-anchor. Its page and its tests are in `missing_anchor.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.findings import Applicability, Edit, Fix, Related, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.missing_anchors import MissingAnchor, missing_anchors


class Options(NamedTuple):
    """When many links of a document have the same fault."""

    habit: int = 3
    """This many links to headings of one document, nothing like which is there, give a single
    finding at the first: the text that they are a list of stands elsewhere."""


@check(
    "HL702", "missing-anchor", subject=Project, since="0.1", needs=("anchor-link",), options=Options
)
def missing_anchor(project: Project, options: Options) -> Iterator[Violation]:
    """A link leads to a heading that its document does not have."""
    lost: dict[tuple[str, str], list[MissingAnchor]] = defaultdict(list)
    for missing in missing_anchors(project):
        if missing.near:
            yield _misspelt(missing)
        else:
            lost[missing.link.at.path, missing.link.key].append(missing)
    for group in lost.values():
        if len(group) >= options.habit:
            yield _lost_together(group)
        else:
            for missing in group:
                yield Violation(missing.link.at, f"{_words(missing)}; correct it or drop it")


def _words(missing: MissingAnchor) -> str:
    where = f"in `{missing.link.key}`" if missing.link.key else "here"
    return f"no heading {where} gives the anchor `#{missing.fragment}`"


def _misspelt(missing: MissingAnchor) -> Violation:
    fix = _fix(missing.link, missing.fragment, missing.near)
    return Violation(
        missing.link.at, f"{_words(missing)}; did you mean `#{missing.near}`?", fix=fix
    )


def _lost_together(group: Sequence[MissingAnchor]) -> Violation:
    first, *others = group
    words = f"{_words(first)}, nor {len(others)} more that are linked to"
    related = tuple(Related(one.link.at, f"nor `#{one.fragment}`") for one in others)
    return Violation(first.link.at, f"{words}; link to where they are, or drop them", related)


def _fix(link: Fact, fragment: str, near: str) -> Fix | None:
    written = link.at.text
    if not written.endswith(f"#{fragment}"):
        return None
    text = written.removesuffix(fragment) + near
    return Fix(f"Link to `#{near}`", (Edit(link.at, text),), Applicability.UNSAFE)
