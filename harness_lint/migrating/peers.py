"""The other linters: which of their rules look for the same as one of ours, and which only seem to.

Each was held against the linter itself, in the version that it names, on 2026-11-21: by its source,
its manual, and what both reported for the same documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

_NONE: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Same(NamedTuple):
    """Rules of another linter that together look for all that a rule of ours reports."""

    theirs: tuple[str, ...]
    """Only who wants to hear of none of them wants nothing of ours."""
    ours: str
    at_places_only: bool = False
    """Whether ours judges documents that the other linter never opens: then it can be left out
    where theirs is, but not as a whole."""


class Peer(NamedTuple):
    """A linter whose settings can be read."""

    name: str
    version: str
    """The version that was looked at."""
    source: str
    same: tuple[Same, ...]
    alike: Mapping[str, str]
    """Rules that seem to be the same as one of ours, and why they are not."""
    aliases: Mapping[str, str] = MappingProxyType({})
    """Other names of rules, in lower case → the name used here."""
    groups: Mapping[str, tuple[str, ...]] = _NONE
    """Names of several rules, in lower case → those of them that `same` and `alike` know."""

    def rules_named(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the rules that *words* mean, each once; an unknown word stands for itself."""
        found: dict[str, None] = {}
        for word in words:
            rules = self.groups.get(word.lower())
            found |= dict.fromkeys(rules or (self.aliases.get(word.lower(), word),))
        return tuple(found)


_SECTIONS = "`{}` depends on what sections a family of documents has"

MARKDOWNLINT = Peer(
    "markdownlint",
    "0.40.0",
    "https://github.com/DavidAnson/markdownlint",
    (
        Same(("MD001",), "skipped-heading-level"),
        Same(("MD056",), "ragged-table"),
    ),
    {
        "MD024": _SECTIONS.format("duplicate-section"),
        "MD041": _SECTIONS.format("missing-title"),
        "MD043": "sections are demanded by packs: `harness-lint derive` begins one",
        "MD051": "`missing-anchor` follows links into other documents, too",
    },
    aliases={
        "md001": "MD001",
        "heading-increment": "MD001",
        "md024": "MD024",
        "no-duplicate-heading": "MD024",
        "md041": "MD041",
        "first-line-heading": "MD041",
        "first-line-h1": "MD041",
        "md043": "MD043",
        "required-headings": "MD043",
        "md051": "MD051",
        "link-fragments": "MD051",
        "md056": "MD056",
        "table-column-count": "MD056",
    },
    groups={
        "headings": ("MD001", "MD024", "MD041", "MD043"),
        "table": ("MD056",),
        "links": ("MD051",),
    },
)

AGNIX = Peer(
    "agnix",
    "0.59.3",
    "https://github.com/agent-sh/agnix",
    (
        Same(("AS-001", "AS-003"), "missing-description"),
        Same(("AS-002", "AS-004", "AS-005", "AS-006"), "invalid-skill-name"),
        Same(("AS-008",), "description-too-long"),
        Same(("AS-012", "AS-021"), "skill-too-long"),
        Same(("AS-017",), "skill-name-mismatch"),
        Same(("AS-020",), "description-without-trigger"),
        Same(("AS-023",), "unreferenced-file"),
        Same(("REF-002",), "broken-link", at_places_only=True),
        Same(("XP-002",), "skipped-heading-level", at_places_only=True),
        Same(("XP-003",), "absolute-local-path", at_places_only=True),
    ),
    {
        "AS-016": "`front-matter-syntax` judges all front matter, not that of skills alone",
        "AS-025": "`duplicate-skill-name` compares skills of one folder, not of all",
        "AGM-001": "`unclosed-fence` judges all Markdown, and finds less in it",
        "PE-004": "`vague-wording` judges requirements, not instructions",
    },
)

SKILLSAW = Peer(
    "skillsaw",
    "0.22.0",
    "https://github.com/stbenjam/skillsaw",
    (
        Same(("agentskill-valid",), "missing-description"),
        Same(("agentskill-valid", "agentskill-name"), "invalid-skill-name"),
        Same(("agentskill-name",), "skill-name-mismatch"),
        Same(("agentskill-description",), "description-too-long"),
        Same(("agentskill-unreferenced-files",), "unreferenced-file"),
        Same(("content-broken-internal-reference",), "broken-link", at_places_only=True),
        Same(("content-unclosed-fence",), "unclosed-fence", at_places_only=True),
    ),
    {
        "content-description-routing": "`description-without-trigger` asks for less",
        "content-placeholder-text": "`placeholder-left` knows placeholders of other kinds, too",
        "context-budget": "`skill-too-long` counts lines, too",
        "security-invisible-unicode": "`invisible-character` finds marks of lost characters, too",
    },
)

PEERS = (MARKDOWNLINT, AGNIX, SKILLSAW)


def why_not(peer: Peer, name: str) -> str:
    """Return why the rule *name* of *peer* cannot be carried over by itself."""
    for same in peer.same:
        if name in same.theirs and same.at_places_only:
            return f"`{same.ours}` judges more documents than {peer.name} does"
    for same in peer.same:
        if name in same.theirs:
            others = ", ".join(one for one in same.theirs if one != name)
            return f"`{same.ours}` stands for {others}, too"
    return peer.alike.get(name, "harness-lint has no rule for the same")
