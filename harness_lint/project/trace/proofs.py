"""What stands behind the assertions that a validation state calls passed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from posixpath import dirname
from typing import NamedTuple

from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.trace.outcomes import FAILURES, SKIPPED, STALE
from harness_lint.project.trace.rounds import OVERRIDDEN
from harness_lint.project.trace.values import Item, Link, Status

_WITNESSES = ("review", "test", "handoff")


class Proof(NamedTuple):
    """One assertion that is called passed, and all that may bear on it."""

    state: Fact
    """The ``passed-assertion``, at the word that says so."""
    target: str | None
    """ID of the assertion; None where its contract lies elsewhere."""
    witnesses: tuple[Link, ...]
    """Reviews, tests and hand-offs that name it, also those that may mean another one."""
    claims: tuple[Link, ...]
    """Of features."""

    @property
    def is_open(self) -> bool:
        """Whether it is to be judged: nobody decided otherwise."""
        return self.state.values.get("override") is not True and not any(
            link.outcome == OVERRIDDEN for link in self.witnesses
        )

    @property
    def tests(self) -> tuple[Link, ...]:
        """The tests that verify it."""
        return tuple(link for link in self.witnesses if link.source_kind == "test")

    @property
    def passes(self) -> tuple[Link, ...]:
        """What shows it: passed now, or once, or said to have been tested."""
        return tuple(
            link
            for link in self.witnesses
            if link.source_kind == "handoff"
            or link.outcome in ("passed", STALE)
            or (link.source_kind == "test" and link.outcome is None)
        )

    @property
    def failures(self) -> tuple[Link, ...]:
        """What says for certain that it does not hold."""
        return tuple(link for link in self.witnesses if self._fails(link))

    @property
    def is_skipped(self) -> bool:
        """Whether tests verify it, all of which are skipped, and nothing else shows it."""
        return bool(self.tests) and all(link.outcome == SKIPPED for link in self.witnesses)

    def _fails(self, link: Link) -> bool:
        if link.target != self.target or link.status is Status.AMBIGUOUS:
            return False
        if link.source_kind == "test":
            return link.outcome in FAILURES
        return link.outcome in ("failed", "blocked") and self._is_of_same_milestone(link)

    def _is_of_same_milestone(self, review: Link) -> bool:
        """Whether *review* speaks of the milestone that the state rests on, as far as is known."""
        own = str(self.state.values.get("milestone") or "")
        milestone = milestone_of(review)
        if own and milestone:
            return own == milestone
        folder = dirname(dirname(review.at.path))
        return self.target is not None or self.state.at.path.startswith(f"{folder}/")


def milestone_of(review: Link) -> str:
    """Return the milestone that *review* is of; empty if it does not say."""
    return str(review.claim.values.get("milestone") or "")


class Proofs:
    """The proofs of all assertions that are called passed."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.all = tuple(self._proofs())

    @cached_property
    def unproven(self) -> tuple[Proof, ...]:
        """Those that nothing shows, though most of the same file and milestone are shown.

        Where most are not, the evidence lies elsewhere.
        """
        groups: dict[tuple[str, str], list[Proof]] = defaultdict(list)
        for proof in self.all:
            values = proof.state.values
            groups[proof.state.at.path, str(values.get("milestone") or "")].append(proof)
        return tuple(
            proof
            for group in groups.values()
            if 2 * sum(bool(proof.passes) for proof in group) > len(group)
            for proof in group
            if proof.is_open and not proof.witnesses and not proof.state.values.get("explained")
        )

    def waiting(self, proof: Proof) -> Item | None:
        """Return the feature that claims the assertion and is pending, if no other one claims it.

        None where anything else speaks for the assertion, or against it.
        """
        items = self._project.trace.items
        features = [items[link.source] for link in proof.claims if link.source in items]
        live = [feature for feature in features if feature.is_live]
        if not proof.is_open or proof.witnesses or len(live) != 1 or len(proof.claims) != 1:
            return None
        return live[0] if live[0].state == "pending" else None

    def _proofs(self) -> Iterator[Proof]:
        states = self._project.facts("passed-assertion")
        if not states:
            return
        by_key = self._links()
        targets = {
            (link.at.path, link.key): link.target
            for links in by_key.values()
            for link in links
            if link.source_kind == "state"
        }
        for state in states:
            target = targets.get((state.at.path, state.key))
            about = [link for link in by_key[state.key] if _may_mean(link, target)]
            yield Proof(
                state,
                target,
                tuple(link for link in about if link.source_kind in _WITNESSES),
                tuple(link for link in about if link.role == "claims" and link.target == target),
            )

    def _links(self) -> Mapping[str, list[Link]]:
        found: dict[str, list[Link]] = defaultdict(list)
        for link in self._project.trace.links:
            found[link.key].append(link)
        return found


def _may_mean(link: Link, target: str | None) -> bool:
    return link.target == target or link.target is None or link.status is Status.AMBIGUOUS
