"""Feature lists of missions: the features, and the assertions that each is to fulfil."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from harness_lint.documents.assertion_states import VALIDATORS, folded, is_override
from harness_lint.documents.data_file import DataFile
from harness_lint.documents.data_ids import (
    Claimant,
    IdsAt,
    assertion_grammar,
    entries_of,
    ids_in,
    inner_span,
    name_of,
    said_claims,
    words_of,
)
from harness_lint.documents.document import Said
from harness_lint.documents.scopes import scope_of
from harness_lint.markdown.data_tree import DataNode
from harness_lint.source import Located, Span

_DONE = frozenset({"completed", "complete", "done", "merged", "implemented", "passing", "passed"})
_DROPPED = frozenset(
    {"cancelled", "canceled", "rejected", "dropped", "removed", "wont-do", "superseded"}
)

_LIST = "features"
_CLAIMS = "fulfills"
_IDS = ("id", "featureId", "feature_id")
_TITLES = ("title", "name", "description")
_SKILLS = ("skillName", "skill", "skill_name")
_LONGEST_TITLE = 160


class Feature(NamedTuple):
    """A feature of the list."""

    id: Located[str]
    node: DataNode
    title: str
    state: str | None
    """As written; ``completed`` or ``pending`` where the list only says whether it passes."""
    milestone: str
    skill: Located[str] | None

    @property
    def done(self) -> bool | None:
        """Whether it is done; None if the list does not say."""
        return None if self.state is None else folded(self.state) in _DONE

    @property
    def is_validator(self) -> bool:
        """Whether it only looks at the work of others."""
        skill = self.skill.value if self.skill is not None else ""
        return self.id.value.startswith(VALIDATORS) or skill in VALIDATORS

    @property
    def is_live(self) -> bool:
        """Whether it is still meant to be done."""
        return folded(self.state or "") not in _DROPPED


class FeatureList(DataFile):
    """A list of features: ``{"features": [...]}``, a bare list, or lists below milestones."""

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """Every feature that has an ID, in source order."""
        root = self.tree.root
        if root is None:
            return ()
        if root.is_sequence:
            return tuple(self._features_of(root, ""))
        return tuple(self._nested(root))

    def facts(self) -> Iterator[Said]:
        """Yield the features, what each claims and what it waits for."""
        yield from super().facts()
        scope = scope_of(self.path, self.family)
        grammar = assertion_grammar(self.kinds)
        known = {feature.id.value for feature in self.features}
        fulfils = any(feature.node.get(_CLAIMS) is not None for feature in self.features)
        for feature in self.features:
            yield self._definition(feature, scope, exempt=not fulfils or feature.is_validator)
            yield from self._claims(feature, scope, grammar)
            yield from self._needs(feature, scope, known)
            if feature.skill is not None and feature.is_live:
                values = {"how": "feature", "plugin": "", "required": True}
                yield Said("named-skill", feature.skill.value, feature.skill.at, values)

    def _nested(self, root: DataNode) -> Iterator[Feature]:
        for node in root.walk():
            listed = node.get(_LIST) if node.entries else None
            if listed is None:
                continue
            milestone = "" if node is root else name_of(node.get("id")) or name_of(node.get("name"))
            if listed.is_sequence:
                yield from self._features_of(listed, milestone)
            else:
                for key, value in listed.resolved.entries:
                    if value.is_mapping:
                        yield self._feature(self._located(key, name_of(key)), value, milestone)

    def _features_of(self, listed: DataNode, milestone: str) -> Iterator[Feature]:
        for node in listed.resolved.items:
            identifier = next((one for one in map(node.get, _IDS) if name_of(one)), None)
            if identifier is not None:
                yield self._feature(self._located(identifier, name_of(identifier)), node, milestone)

    def _feature(self, identifier: Located[str], node: DataNode, milestone: str) -> Feature:
        title = next((words for words in (words_of(node.get(key)) for key in _TITLES) if words), "")
        skill = next(
            (one for one in map(node.get, _SKILLS) if one is not None and words_of(one)), None
        )
        return Feature(
            identifier,
            node,
            title.split("\n", 1)[0][:_LONGEST_TITLE],
            _state(node),
            name_of(node.get("milestone")) or milestone,
            self._located(skill, words_of(skill)) if skill is not None else None,
        )

    def _located(self, node: DataNode, value: str) -> Located[str]:
        return Located(value, inner_span(node, self.source))

    def _definition(self, feature: Feature, scope: str, *, exempt: bool) -> Said:
        values = {
            "kind": "feature",
            "scope": scope,
            "title": feature.title,
            "text": self._text(feature.node),
            "shape": "key",
            "home": 0,
            "level": None,
            "state": feature.state,
            "live": feature.is_live,
            "done": feature.done,
            "revision": None,
            "retired": False,
            "exempt": exempt,
            "reason": any(_explains(key) for key in feature.node.keys),
            "milestone": feature.milestone,
            "skill": feature.skill.value if feature.skill is not None else "",
        }
        return Said("definition", feature.id.value, feature.id.at, values)

    def _text(self, node: DataNode) -> str:
        from harness_lint.documents.trace_facts import normalised

        parts = [words_of(node.get("description"))]
        parts += map(words_of, entries_of(node.get("expectedBehavior")))
        return normalised("\n".join(filter(None, parts)))

    def _claims(self, feature: Feature, scope: str, grammar: str) -> Iterator[Said]:
        who = Claimant("claims", "feature", feature.id.value, scope)
        for entry in entries_of(feature.node.get(_CLAIMS)):
            found = list(ids_in(entry, self.source, grammar))
            name = name_of(entry)
            if not found and name and len(name.split()) == 1:
                found = [IdsAt((name,), inner_span(entry, self.source))]
            for ids in found:
                yield from said_claims(ids, who, self.source)

    def _needs(self, feature: Feature, scope: str, known: set[str]) -> Iterator[Said]:
        """Yield the features that this one names, alone in an entry, as its preconditions."""
        who = Claimant("depends", "feature", feature.id.value, scope, kinds=("feature",))
        told: set[str] = set()
        for entry in entries_of(feature.node.get("preconditions")):
            name = name_of(entry)
            if name in known and name != feature.id.value and name not in told:
                told.add(name)
                at: Span = inner_span(entry, self.source)
                yield from said_claims(IdsAt((name,), at), who, self.source)


def _explains(key: str) -> bool:
    """Whether a key says why a feature is in its state."""
    name = key.casefold()
    return is_override(key) or "reason" in name or "reopen" in name


def _state(node: DataNode) -> str | None:
    state = words_of(node.get("status")) or words_of(node.get("state"))
    if state:
        return state
    passes = node.get("passes")
    value = passes.resolved.value if passes is not None and passes.is_scalar else None
    if isinstance(value, bool):
        return "completed" if value else "pending"
    return None
