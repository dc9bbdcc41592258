"""Where links lead: each link of the project held against its file tree.

The same rules as GitHub's: a path counts from the folder of its document, with a slash in front
from the root. What cannot be known from the tree is `UNKNOWN`: files that git ignores, submodules,
pages of the forge, routes of a web site.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import Enum, auto
from functools import cached_property
from posixpath import basename, dirname, join, normpath, relpath, splitext
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.pattern import pattern
from harness_lint.project.facts import Fact
from harness_lint.project.listing import SKIPPED_FOLDERS, parents
from harness_lint.project.sites import Sites

if TYPE_CHECKING:
    from harness_lint.project.index import Project

_LINE = pattern(r":\d+(?:[:-]\d+)*$")
"""``path.py:12`` and ``path.py:12-20``."""

_FORGE = pattern(
    r"(?:\.\./)+(?:[\w.-]+/){0,2}(?:issues|pulls?|wiki|releases|discussions|actions|tree|blob|raw|"
    r"blame|edit|commits?|compare|security|projects|milestones?|labels|tags|branches|stargazers|"
    r"network|graphs|settings|forks?|watchers|contributors|archive|packages|pkgs|deployments|"
    r"merge_requests|-)(?:/|$)"
)
"""Pages of GitHub and GitLab, as relative links from a file reach them."""

_BARE_NAMES = pattern(
    r"(?:LICEN[SC]E|COPYING|NOTICE|AUTHORS|README|CHANGELOG|CONTRIBUTING|Makefile|Dockerfile|"
    r"Justfile|Procfile|Gemfile|Rakefile|VERSION|CODEOWNERS)(?:[-.]\w+)?"
)
"""Names without a suffix that are files."""

_PAGE_SUFFIXES = ("", ".md", ".mdx", ".markdown", ".rst", ".html", "/index.md", "/README.md")
"""What a generator makes a page of, where a link leaves the suffix out."""


_COMMON_NAMES = frozenset(
    "readme index skill spec plan tasks research data-model quickstart design requirements "
    "proposal schema config changelog main types utils package template overview notes todo "
    "license agents claude contributing summary report api architecture test setup install".split()
)

_NUMBERING = pattern(r"\A[\d\W_]+|[\d\W_]+\Z")
"""What stands around a name only to put files into order: ``00-index``."""

FEWEST_LEFT_OUT = 5
"""So many files of a kind must be missing before they are taken for left out on purpose."""


ALL = ""
"""Stands for files of any kind."""


class Outcome(Enum):
    """What became of a link."""

    THERE = auto()
    MISSING = auto()
    OTHER_CASE = auto()
    OUTSIDE = auto()
    UNKNOWN = auto()


class Target(NamedTuple):
    """A link and where it leads."""

    fact: Fact
    path: str
    """Below the root; as the tree spells it for another case, else as written."""
    outcome: Outcome


class Links:
    """All links of a project, judged once."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._tree = project.tree

    def of(self, *outcomes: Outcome) -> list[Target]:
        """Return the links with one of *outcomes*, by path and offset."""
        return [target for target in self.targets if target.outcome in outcomes]

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Every link of the project with a path."""
        return tuple(
            target._replace(outcome=Outcome.UNKNOWN)
            if target.outcome is Outcome.MISSING and self._is_beyond_us(target)
            else target
            for target in self._seen
        )

    @property
    def lead_there(self) -> bool:
        """Whether no link leads to anything that is missing, whatever the reason."""
        return all(target.outcome is not Outcome.MISSING for target in self._seen)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was not judged, a sentence for each kind of file."""
        return tuple(
            f"{count} {f'files `*{suffix}`' if suffix else 'files'} that documents link to do not "
            "exist, more than half as many as do: the project seems to be a part of a larger one, "
            "and no such link is judged"
            for suffix, count in sorted(self._left_out.items())
        )

    @cached_property
    def _seen(self) -> tuple[Target, ...]:
        return tuple(self._target(fact) for fact in self._project.facts("link"))

    def _is_beyond_us(self, target: Target) -> bool:
        if target.path in self._ignored or ALL in self._left_out:
            return True
        return _kind(target.path) in self._left_out

    @cached_property
    def _ignored(self) -> frozenset[str]:
        missing = {one.path for one in self._seen if one.outcome is Outcome.MISSING}
        return self._tree.ignored(missing) if missing else frozenset()

    @cached_property
    def _left_out(self) -> dict[str, int]:
        """Suffix → how many files of that kind are missing, where few of them were taken along.

        In a part of a repository a dead link means nothing.
        """
        missing, there = Counter[str](), Counter[str]()
        for path, outcome in {(one.path, one.outcome) for one in self._seen}:
            if outcome is Outcome.MISSING and path not in self._ignored:
                missing.update((_kind(path), ALL))
            elif outcome is Outcome.THERE:
                there.update((_kind(path), ALL))
        found = {
            kind: count
            for kind, count in missing.items()
            if count >= FEWEST_LEFT_OUT and count > there[kind] / 2
        }
        return {ALL: found[ALL]} if ALL in found else found

    @property
    def is_part(self) -> bool:
        """Whether so many links lead nowhere that this is a part of a larger project."""
        return bool(self._left_out)

    def is_absent(self, document: str, path: str) -> bool:
        """Whether *path*, which *document* names in code, is certainly nowhere in the project.

        It may count from the document's folder, from any folder above it, or from a folder that
        the text speaks of: so any file whose path ends alike will do.
        """
        bare = normpath(path.lstrip("/"))
        if bare.startswith("..") or self._left_out or self._tree.ignored((bare,)):
            return False
        if not SKIPPED_FOLDERS.isdisjoint(bare.split("/")) or self._tree.is_opaque(bare):
            return False
        if any(self._tree.exists(join(folder, bare)) for folder in ("", *parents(document))):
            return False
        ends = any(f"/{one}".endswith(f"/{bare}") for one in self._by_name.get(basename(bare), ()))
        return not ends and self.knows_kind(bare)

    def knows_kind(self, path: str) -> bool:
        """Return whether the project has files of that kind, or all of its files."""
        suffix = splitext(path)[1]
        return self._tree.is_checkout or any(one.endswith(suffix) for one in self._tree.files)

    def is_site(self, path: str) -> bool:
        """Whether the document at *path* is part of a web site."""
        return self._sites.hold(path)

    @cached_property
    def _sites(self) -> Sites:
        return Sites(self._tree.files)

    def meant_by(self, target: Target) -> str | None:
        """Return the other file *target* most likely means: as from the root, else a namesake."""
        written = normpath(target.fact.key)
        is_from_root = "/" in written and self._tree.exists(written)
        meant = written if is_from_root else self.only_namesake(target.path)
        return None if meant == target.fact.at.path else meant

    def only_namesake(self, path: str) -> str | None:
        """Return the one file of the project with the name of *path*; None if others have it.

        None too for names that many a folder has: they say nothing of what is meant.
        """
        if _NUMBERING.sub("", splitext(basename(path))[0].lower()) in _COMMON_NAMES:
            return None
        found = self._by_name.get(basename(path), [])
        return found[0] if len(found) == 1 else None

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in self._tree.files:
            found[basename(path)].append(path)
        return found

    def _target(self, fact: Fact) -> Target:
        written = fact.key
        for path in (written, _LINE.sub("", written)):
            below = below_root(fact.at.path, path)
            if below is not None and self._tree.exists(below):
                return Target(fact, below, Outcome.THERE)
        path = _LINE.sub("", written)
        if _FORGE.match(written) or "\\" in written:
            return Target(fact, path, Outcome.UNKNOWN)
        if path.startswith("/"):
            return self._from_root(fact, path)
        below = below_root(fact.at.path, path)
        if below is None:
            return Target(fact, path, Outcome.OUTSIDE)
        return Target(fact, *self._absent(fact, path, below))

    def _from_root(self, fact: Fact, path: str) -> Target:
        """Judge a path with a slash in front: of a file at the root, or a route of a web site."""
        inside = normpath(path.lstrip("/") or ".")
        top = inside.split("/", 1)[0]
        is_known = "/" in inside and self._tree.is_dir(top) and splitext(inside)[1]
        folders = parents(fact.at.path)
        if not is_known or any(self._tree.exists(join(folder, inside)) for folder in folders):
            return Target(fact, inside, Outcome.UNKNOWN)
        if self.is_site(fact.at.path):
            return Target(fact, inside, Outcome.UNKNOWN)
        return Target(fact, *self._absent(fact, path, inside))

    def _absent(self, fact: Fact, written: str, below: str) -> tuple[str, Outcome]:
        """Return what is known of a path below the root at which there is nothing."""
        if self._is_elsewhere(fact.at.path, below):
            return below, Outcome.UNKNOWN
        if self._tree.is_opaque(below) or not SKIPPED_FOLDERS.isdisjoint(below.split("/")):
            return below, Outcome.UNKNOWN
        same = self._tree.matching_case(below)
        if same is not None:
            return same, Outcome.OTHER_CASE
        suffix = splitext(below)[1]
        if not suffix or suffix == ".html":
            return below, self._without_suffix(fact, written, below)
        return below, Outcome.MISSING

    def _is_elsewhere(self, document: str, below: str) -> bool:
        """Whether *below* stands beside all that a copied part of a project holds.

        A part that was copied out of its repository has some of its top folders, not all of them.
        """
        top = below.partition("/")[0]
        if self._tree.is_checkout or document.partition("/")[0] == top or "/" not in document:
            return False
        return "/" in below and not self._tree.exists(top)

    def _without_suffix(self, fact: Fact, written: str, below: str) -> Outcome:
        """Judge a path that may be the route of a page."""
        stem = below.removesuffix(".html")
        if self.is_site(fact.at.path):
            return Outcome.UNKNOWN
        if any(self._tree.exists(stem + suffix) for suffix in _PAGE_SUFFIXES):
            return Outcome.UNKNOWN
        is_path = "/" in written or below.endswith(".html")
        return Outcome.MISSING if is_path or _BARE_NAMES.fullmatch(written) else Outcome.UNKNOWN


def _kind(path: str) -> str:
    """Return the suffix of *path*; a slash for a folder or a name without one."""
    return splitext(path)[1].lower() or "/"


def below_root(document: str, written: str) -> str | None:
    """Return the path that a link of *document* means; None if it leads out of the project."""
    if written.startswith("mdc:"):
        path = normpath(written.removeprefix("mdc:").lstrip("/") or ".")
    elif written.startswith("/"):
        path = normpath(written.lstrip("/") or ".")
    else:
        path = normpath(join(dirname(document), written))
    return None if path == ".." or path.startswith("../") else path


def written_from(document: str, path: str, like: str) -> str:
    """Return *path* as a link of *document* writes it, in the manner of *like*."""
    if like.startswith("mdc:"):
        return f"mdc:{path}"
    if like.startswith("/"):
        return f"/{path}"
    near = relpath(path, dirname(document) or ".")
    return f"./{near}" if like.startswith("./") and not near.startswith("../") else near


def rewritten(target: Fact, path: str) -> str | None:
    """Return *path* in place of that of the link; None if it is not written as it is meant.

    Escapes, percent signs and line numbers would have to be written anew: nobody does that unseen.
    """
    if not target.at.text.startswith(target.key) or any(one in path for one in " ()<>#?%\\"):
        return None
    return path + target.at.text[len(target.key) :]
