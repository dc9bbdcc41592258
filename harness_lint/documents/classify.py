"""Which family a source belongs to: path patterns first, then what its text shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.document import UNKNOWN
from harness_lint.packs.patterns import compile_globs, compile_pattern
from harness_lint.packs.shape import Family, PackSet, Signature

if TYPE_CHECKING:
    from harness_lint.markdown.parser import Markdown


class Verdict(NamedTuple):
    """A family and the reason for it, in words for `harness-lint files`."""

    family: Family
    reason: str


def classify(path: str, markdown: Markdown, packs: PackSet) -> Verdict:
    """Return the family of a Markdown source.

    A family whose path matches and whose signature holds is a candidate, and so is one whose
    signature decides alone. The highest rank wins; two of the same make it unknown.
    """
    candidates: list[Verdict] = []
    for family in packs.families:
        if family.is_structured:
            continue
        reason = _reason(family, path, markdown)
        if reason:
            candidates.append(Verdict(family, reason))
    if not candidates:
        return Verdict(UNKNOWN, "no path or signature of a family matches")
    best = max(verdict.family.rank for verdict in candidates)
    winners = [verdict for verdict in candidates if verdict.family.rank == best]
    if len(winners) > 1:
        names = ", ".join(verdict.family.name for verdict in winners)
        return Verdict(UNKNOWN, f"ambiguous: {names}")
    return winners[0]


def structured_family(path: str, packs: PackSet, text: str | None = None) -> Family | None:
    """Return the family of a JSON or YAML file, decided by its path.

    With its *text*, a family that says what the text shows has it only if it does show it: what
    stands for keys of front matter are keys at the top there.
    """
    found = [
        family
        for family in packs.families
        if family.is_structured and _path_matches(family, path) and _shows(family, text)
    ]
    return max(found, key=lambda family: family.rank) if found else None


def _shows(family: Family, text: str | None) -> bool:
    signature = family.signature
    if text is None or signature is None:
        return True
    if not all(text.startswith(f"{key}:") or f"\n{key}:" in text for key in signature.front_matter):
        return False
    return not signature.text or compile_pattern(signature.text).search(text) is not None


def _path_matches(family: Family, path: str) -> bool:
    return compile_globs(family.paths).match(path) and not _is_kept_out(family, path)


def _is_kept_out(family: Family, path: str) -> bool:
    return compile_globs(family.not_paths).match(path)


def _reason(family: Family, path: str, markdown: Markdown) -> str:
    """Return why *path* may be of *family*; empty if it may not."""
    signature = family.signature
    if _path_matches(family, path):
        if signature is None:
            return "path"
        return "path and text" if _holds(signature, markdown) else ""
    if signature is None or not signature.alone:
        return ""
    if _is_kept_out(family, path):
        return ""
    return "text" if _holds(signature, markdown) else ""


def _holds(signature: Signature, markdown: Markdown) -> bool:
    if signature.text and not compile_pattern(signature.text).search(markdown.source.text):
        return False
    if signature.front_matter:
        front_matter = markdown.front_matter
        if front_matter is None or front_matter.root is None:
            return False
        if any(front_matter.root.get(key) is None for key in signature.front_matter):
            return False
    return all(markdown.outline.find((title,)) for title in signature.headings)
