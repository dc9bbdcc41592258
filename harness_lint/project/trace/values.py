"""Items and links: what the trace graph is made of."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from harness_lint.project.facts import Fact
from harness_lint.source import Location


class Status(StrEnum):
    """What became of a link. Each has exactly one status: the first that applies, in this order."""

    MALFORMED = "malformed"
    """Not as its target spells itself: ``FR-1`` for ``FR-001``."""
    UNDEFINED = "undefined"
    OUT_OF_SCOPE = "out-of-scope"
    """Defined, but only in another scope, and the link does not name that."""
    AMBIGUOUS = "ambiguous"
    RETIRED = "retired"
    PREDATED = "predated"
    """It names a revision that is still to come."""
    OUTDATED = "outdated"
    """It names a revision that was."""
    SUSPECT = "suspect"
    """Its target reads otherwise than when the link was reviewed."""
    UNWANTED = "unwanted"
    """The kind of its target takes no links of this role."""
    EXCESS = "excess"
    """One more than its target may have."""
    REDUNDANT = "redundant"
    """The same source claims the same target in the same role a second time."""
    OK = "ok"


REACHING = frozenset(
    {Status.MALFORMED, Status.OUTDATED, Status.PREDATED, Status.SUSPECT, Status.EXCESS, Status.OK}
)
"""With these the link reaches its target: what is wrong is said once, and not again as a gap."""


class Item(NamedTuple):
    """Something with an ID, where it is defined."""

    id: str
    """Qualified and unique in the project: ``specs/001-login/FR-001``."""
    kind: str
    local: str
    """The ID as its own document writes it."""
    scope: str
    at: Location
    title: str
    text: str
    """Its wording without markup: what the fingerprint is made of."""
    level: str | None
    state: str | None
    """As its documents say: ``passed``, ``completed``; None if they do not."""
    done: bool | None
    """Whether the definition of a piece of work says that it is done; see `is_done` for others."""
    is_live: bool
    """Whether it counts: neither cancelled nor rejected."""
    is_retired: bool
    revision: int | None
    values: Mapping[str, object]
    """All that its fact says."""

    @property
    def is_gone(self) -> bool:
        """Whether its document says that it is no more."""
        return self.is_retired or not self.is_live


class Link(NamedTuple):
    """A claim and what it leads to."""

    source: str
    """ID of the item that claims, or the path of a document."""
    source_kind: str
    target: str | None
    """ID of the item; of a malformed or ambiguous link the one that may be meant."""
    key: str
    """The ID as the claim has it, ranges expanded."""
    role: str
    status: Status
    claim: Fact
    is_foreign: bool = False
    """Undefined, and nothing of its kind is defined where it looks: its contract lies elsewhere."""
    outcome: str | None = None
    """Of the test that verifies: ``passed``, ``failed``, ``skipped``; None if none is known."""

    @property
    def at(self) -> Location:
        """Where it is claimed."""
        return self.claim.at

    @property
    def reaches(self) -> bool:
        """Whether it counts for its target."""
        return self.target is not None and self.status in REACHING


class Duplicate(NamedTuple):
    """An ID that is defined a second time."""

    first: Fact
    second: Fact
