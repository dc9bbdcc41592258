"""Titles that tell sections which define items from those which speak about them."""

from __future__ import annotations

from collections.abc import Sequence

from harness_lint.markdown.outline import Section
from harness_lint.pattern import pattern

_SUBJECT = (
    r"(?:traceab\w*|coverage|matrix|mapping|summary|index|overview|change ?log|history|ledger"
    r"|glossary|notes?|references?|risks?|dependenc\w+|reviews?|revisions?|clarifications?"
    r"|open questions?|decision log|out of scope|examples?|appendix|amendments?)"
)
_REFERRING = pattern(
    rf"(?i)^(?:{_SUBJECT}(?:\W+(?:and|&|of|to|table|log|matrix|{_SUBJECT}))*$"
    r"|(?:risks|out of scope|open (?:\w+ )?(?:questions|items|issues)|resolved decisions"
    r"|scope change)\b)"
)
"""Titles of sections that speak about IDs which are defined elsewhere."""

_LISTING = pattern(
    r"(?i)^(?:\w+\W+){1,3}(?:traceab\w*|coverage|matrix|mapping|index|ledger|change ?log)$"
)
"""Titles of lists of IDs; below a title that defines, an index may be what is to be built."""

_OF_ITEMS = pattern(
    r"(?i)\b(?:requirements?|specs?|specifications?|stor(?:y|ies)|assertions?|criteria|acceptance|tests?"
    r"|ids?|[a-z]{1,3}rs?|traceab\w*)\b"
)

_DEFINING = pattern(
    r"(?i)\b(?:requirements?|constraints?|criteri(?:a|on)|outcomes?|assertions?|user stor(?:y|ies)"
    r"|anforderung(?:en)?|kriterien|exigences?|requisitos?)\b|\w*kriterien\b|要件|要求|需求|基準|标准|標準|成果"
)
"""Words in titles of sections that hold definitions."""


def refers(chain: Sequence[Section]) -> bool:
    """Whether text of the first section of *chain* speaks about IDs that are defined elsewhere.

    *chain* holds the section and those around it, innermost first. The title of the document never
    tells.
    """
    for index, section in enumerate(chain):
        if section.level <= 1:
            continue
        if _REFERRING.match(section.key) is not None:
            return True
        if _LISTING.match(section.key) is not None and (
            _OF_ITEMS.search(section.key) is not None
            or not any(_is_defining(one) for one in chain[index + 1 :])
        ):
            return True
    return False


def defines(section: Section | None) -> bool:
    """Whether the title of *section*, or of one around it, says that items are defined there."""
    if section is None:
        return False
    return any(_is_defining(one) for one in (section, *section.ancestors()))


def _is_defining(section: Section) -> bool:
    return section.level > 1 and _DEFINING.search(section.key) is not None
