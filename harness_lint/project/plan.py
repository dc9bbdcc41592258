"""The files of a project as an earlier run has listed them, and what that rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from harness_lint.config import git_root
from harness_lint.project.facts import json_text
from harness_lint.project.listing import Listing
from harness_lint.project.stamps import Stamp
from harness_lint.project.watch import Stamps, is_unchanged, stamps_for
from harness_lint.source import made


class Plan(NamedTuple):
    """What a project consists of."""

    top: str
    """The git root that holds the project; empty if none does."""
    stamps: Stamps
    """What the listing rests on: see `stamps_for`."""
    listed: tuple[str, str, Mapping[str, str]]
    """The files that are no documents and the folders, joined, and the links: see `Listing`."""
    documents: tuple[str, ...]
    """Those of the files that are checked, in the order in which they are."""
    digest: str
    """Of all that the tree can be asked: see `FileTree.digest`."""

    @property
    def listing(self) -> Listing:
        """All files of the project, made anew each time."""
        others, folders, links = self.listed
        files = frozenset((*self.documents, *_apart(others)))
        return Listing(files, frozenset(_apart(folders)), links)

    @property
    def links(self) -> Mapping[str, str]:
        """The symbolic links: see `Listing`."""
        return self.listed[2]

    def holds(self, root: str) -> bool:
        """Whether the project at the real path *root* still consists of this."""
        return self.top == _top(root) and is_unchanged(root, self.stamps)

    def text(self) -> str:
        """Return the plan as JSON."""
        stamps = [_joined(self.stamps), [*self.stamps.values()]]
        return json_text([self.top, stamps, self.listed, _joined(self.documents), self.digest])


def plan_in(text: str) -> Plan:
    """Return the plan that *text* holds.

    Raises: ValueError or TypeError if it holds none.
    """
    top, (paths, stamps), (others, folders, links), documents, digest = json.loads(text)
    known = (made(Stamp, stamp) if stamp else None for stamp in stamps)
    by_path = dict(zip(_apart(paths), known, strict=True))
    return Plan(top, by_path, (others, folders, links), tuple(_apart(documents)), digest)


def plan_for(
    root: str, listing: Listing, documents: tuple[str, ...], digest: str, began: int
) -> Plan | None:
    """Return the plan of what was listed at and after the time *began*, in nanoseconds.

    None if nobody could tell that it does not hold any more: something has just been changed, or
    a link among the documents leads to where nothing was listed.
    """
    leads_away = any(target not in listing.files for target in listing.links.values())
    stamps = None if leads_away else stamps_for(root, listing)
    if stamps is None or not all(one is None or one.is_settled(began) for one in stamps.values()):
        return None
    others = _joined(sorted(listing.files.difference(documents)))
    listed = (others, _joined(sorted(listing.folders)), {**listing.links})
    return Plan(_top(root), stamps, listed, documents, digest)


def _joined(paths: Iterable[str]) -> str:
    """Return *paths* as one text, which is read ten times as fast as a list of them."""
    return "\0".join(paths)


def _apart(text: str) -> list[str]:
    return text.split("\0") if text else []


def _top(root: str) -> str:
    top = git_root(Path(root))
    return "" if top is None else str(top)
