"""Which family a source belongs to: path patterns first, then what its text shows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.document import UNKNOWN
from harness_lint.packs.patterns import GlobTable, compile_globs, compile_pattern
from harness_lint.packs.shape import Family, PackSet, Signature

if TYPE_CHECKING:
    from harness_lint.markdown.parser import Markdown


class Verdict(NamedTuple):
    """A family and the reason for it, in words for `harness-lint files`."""

    family: Family
    reason: str


class Classifier:
    """Knows the families of a set of packs by paths and texts."""

    def __init__(self, packs: PackSet) -> None:
        self._packs = packs
        self._numbers: dict[str, tuple[int, ...]] = {}
        """Path → the structured families that it may be of: it is asked for again and again."""

    @cached_property
    def _unknown(self) -> Family:
        """What a document of no family is taken for, with the words for such documents."""
        texts = tuple(text for text in self._packs.texts if text.everywhere)
        return UNKNOWN._replace(texts=texts) if texts else UNKNOWN

    @cached_property
    def _of_markdown(self) -> _Families:
        return _Families(family for family in self._packs.families if not family.is_structured)

    @cached_property
    def _of_data(self) -> _Families:
        return _Families(family for family in self._packs.families if family.is_structured)

    def markdown(self, path: str, markdown: Markdown) -> Verdict:
        """Return the family of a Markdown source.

        A family whose path matches and whose signature holds is a candidate, and so is one whose
        signature decides alone. The highest rank wins; two of the same make it unknown.
        """
        families = self._of_markdown
        by_path = families.at(path)
        candidates: list[Verdict] = []
        for number in sorted(by_path.union(families.alone)):
            family = families.all[number]
            reason = _reason(family, path, markdown, is_at_home=number in by_path)
            if reason:
                candidates.append(Verdict(family, reason))
        if not candidates:
            return Verdict(self._unknown, "no path or signature of a family matches")
        best = max(verdict.family.rank for verdict in candidates)
        winners = [verdict for verdict in candidates if verdict.family.rank == best]
        if len(winners) > 1:
            names = ", ".join(verdict.family.name for verdict in winners)
            return Verdict(self._unknown, f"ambiguous: {names}")
        return winners[0]

    def structured(self, path: str, text: str | None = None) -> Family | None:
        """Return the family of a file that is not Markdown, decided by its path.

        With its *text*, a family that says what the text shows has it only if it does show it:
        what stands for keys of front matter are keys at the top there.
        """
        families = self._of_data
        numbers = self._numbers.get(path)
        if numbers is None:
            numbers = self._numbers[path] = tuple(sorted(families.at(path)))
        found = [one for one in map(families.all.__getitem__, numbers) if _shows(one, text)]
        return max(found, key=lambda family: family.rank) if found else None


class _Families:
    """Families of one sort, in the order of their packs, known by number."""

    def __init__(self, families: Iterable[Family]) -> None:
        self.all = tuple(families)
        self.alone = [
            number
            for number, family in enumerate(self.all)
            if family.signature is not None and family.signature.alone
        ]
        """Those whose signature decides without a path."""
        self._globs = GlobTable(family.paths for family in self.all)

    def at(self, path: str) -> set[int]:
        """Return those whose paths *path* is one of."""
        return {n for n in self._globs.owners(path) if not _is_kept_out(self.all[n], path)}


def classify(path: str, markdown: Markdown, packs: PackSet) -> Verdict:
    """Return the family of one Markdown source: see `Classifier.markdown`."""
    return Classifier(packs).markdown(path, markdown)


def structured_family(path: str, packs: PackSet, text: str | None = None) -> Family | None:
    """Return the family of one file that is not Markdown: see `Classifier.structured`."""
    return Classifier(packs).structured(path, text)


def _shows(family: Family, text: str | None) -> bool:
    signature = family.signature
    if text is None or signature is None:
        return True
    if not all(text.startswith(f"{key}:") or f"\n{key}:" in text for key in signature.front_matter):
        return False
    return not signature.text or compile_pattern(signature.text).search(text) is not None


def _is_kept_out(family: Family, path: str) -> bool:
    return compile_globs(family.not_paths).match(path)


def _reason(family: Family, path: str, markdown: Markdown, *, is_at_home: bool) -> str:
    """Return why *path* is of *family*: is_at_home if its paths match; empty if it is not."""
    signature = family.signature
    if is_at_home and signature is None:
        return "path"
    if signature is None or (not is_at_home and _is_kept_out(family, path)):
        return ""
    if not _holds(signature, markdown):
        return ""
    return "path and text" if is_at_home else "text"


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
