"""Hand-offs beside what the project holds: features, files, tests, commits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from posixpath import basename, dirname, join, normpath

from harness_lint.documents.assertion_states import VALIDATORS
from harness_lint.pattern import pattern
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project

CODE_SUFFIXES = (
    ".py .js .jsx .mjs .cjs .ts .tsx .vue .svelte .rs .go .java .kt .kts .scala .rb .php .cs .fs"
    " .swift .m .c .cc .cpp .h .hpp .ex .exs .erl .dart .lua .jl .hs .ml .clj .sh .bats .sql .sol"
)

_PATH = pattern(
    r"(?:\./)?((?:[\w.@+()\[\]-]+/)*[\w.@+()\[\]-]*\.[A-Za-z]\w{0,9})(?:::[^\s]*|:\d+)?"
)
"""One file below the project's root: no blanks, no globs, nothing elided, and a suffix."""

_ABSOLUTE = pattern(r"/|~/|[A-Za-z]:/")
_UNCERTAIN = pattern(r"[\s*?<>|+{}]|\.\.\.")
"""What a path holds that stands for others, or is none."""

_COMMIT = pattern(r"[0-9a-f]{7,64}")

_SUFFIX = ".factory"


class Handoff:
    """One hand-off with its parts."""

    def __init__(self, fact: Fact) -> None:
        self.fact = fact
        self.parts: dict[str, list[Fact]] = defaultdict(list)
        """Kind without `handoff-` → the facts, in source order."""

    @property
    def feature(self) -> str:
        """The ID of its feature; empty if it names none."""
        return self.fact.key

    @property
    def scope(self) -> str:
        """The folder of its mission."""
        return str(self.fact.values["scope"])

    @property
    def is_success(self) -> bool:
        """Whether it says that the feature is done."""
        return self.fact.values["success"] is True

    @property
    def is_validator(self) -> bool:
        """Whether it is of a feature that only looks at the work of others."""
        return self.feature.startswith(VALIDATORS)

    @property
    def commit(self) -> str:
        """The commit that it names, empty if that is no name of a commit."""
        words = str(self.fact.values["commit"]).lower()
        return words if _COMMIT.fullmatch(words) else ""

    @cached_property
    def home(self) -> str:
        """The folder that the mission works in: the one around its `.factory`."""
        parts = self.fact.at.path.split("/")
        return "/".join(parts[: parts.index(_SUFFIX)]) if _SUFFIX in parts else ""


def handoffs_of(project: Project) -> list[Handoff]:
    """Return the hand-offs of *project* with their parts, by path."""
    found = {fact.at.path: Handoff(fact) for fact in project.facts("handoff")}
    for kind in ("commit", "undone", "command", "test-file", "test-case", "issue"):
        for fact in project.facts(f"handoff-{kind}"):
            if fact.at.path in found:
                found[fact.at.path].parts[kind].append(fact)
    return list(found.values())


def file_named(words: str) -> str:
    """Return *words* as a path below the root; empty if they do not name one file for certain."""
    match = _PATH.fullmatch(words.strip().strip("`"))
    path = normpath(match[1]) if match is not None else ""
    return "" if "..." in path or path.startswith("../") else path


def leads_out(words: str, home: str) -> bool:
    """Whether *words* name one place out of the project, seen from its root and from *home*."""
    path = words.strip().strip("`").replace("\\", "/")
    if _UNCERTAIN.search(path) is not None:
        return False
    if _ABSOLUTE.match(path) is not None:
        return True
    return all(normpath(one).startswith("../") for one in (path, join(home, path)))


class Files:
    """The files of the project, as hand-offs name them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(paths)

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self._paths):
            found[basename(path)].append(path)
        return found

    @cached_property
    def holds_code(self) -> bool:
        """Whether there is any code: a mission may be kept apart from what it works on."""
        suffixes = tuple(CODE_SUFFIXES.split())
        return any(path.endswith(suffixes) for path in self._paths)

    def candidates(self, path: str, handoff: Handoff) -> tuple[str, ...]:
        """Return the paths that *path* may mean, those that exist first.

        Below the root, below the mission's project, or below any package.
        """
        direct = dict.fromkeys((path, normpath(join(handoff.home, path))))
        below = [one for one in self._by_name.get(basename(path), ()) if one.endswith(f"/{path}")]
        there = [one for one in (*direct, *below) if one in self._paths]
        return tuple(dict.fromkeys((*there, *direct)))

    def find(self, path: str, handoff: Handoff) -> str | None:
        """Return the file that *path* means; None if there is none."""
        first = self.candidates(path, handoff)[0]
        return first if first in self._paths else None

    def moved(self, path: str) -> bool:
        """Whether a file of that name lies elsewhere."""
        return any(dirname(one) != dirname(path) for one in self._by_name.get(basename(path), ()))


class Commits:
    """The commits that hand-offs name, looked up once each; none where there is no history."""

    def __init__(self, project: Project, handoffs: Iterable[Handoff]) -> None:
        self._project = project
        self._names = {handoff.commit for handoff in handoffs} - {""}

    @cached_property
    def _found(self) -> Mapping[str, str]:
        """Name → full name, of those that exist."""
        history = self._project.history
        if not self._names or not history.available:
            return {}
        commits = {name: history.commit(name) for name in sorted(self._names)}
        return {name: commit.sha for name, commit in commits.items() if commit is not None}

    def is_missing(self, name: str) -> bool:
        """Whether the commit is surely not there.

        Where history is cut off, or none of several commits is there, it was rewritten or is that
        of another repository.
        """
        history = self._project.history
        if not name or not history.available or history.is_shallow or name in self._found:
            return False
        return bool(self._found) or len(self._names) == 1

    def lacks(self, name: str, paths: Iterable[str]) -> bool | None:
        """Whether the commit holds none of *paths*; None if that cannot be known."""
        sha = self._found.get(name)
        if sha is None:
            return None
        return all(self._project.history.read_at(sha, path) is None for path in paths)
