"""Testing checks by their pages: every case is a small project and what is found in it.

A case is a ``###`` heading below ``## Cases``, with fences below it:

- ``markdown path=tasks.md`` (any language): a source of the project; several make a project;
- ``text findings``: the findings expected, one per line in the concise format; none: silence;
- ``markdown fixed path=tasks.md``: the source after the safe and unsafe fixes of the check;
- ``toml options``: the check's options; ``toml config``: top-level keys of the configuration;
- ``toml baseline``: the states of items that the baseline holds, by their IDs;
- ``yaml pack``: a pack that goes before the built-in ones;
- ``text tree``: further files and folders (with a final ``/``) that exist, one per line;
- ``markdown before path=spec.md``: the source as it was in the first commit;
- ``markdown new path=spec.md``: a source that is not committed yet.

A path may be followed by ``today=2030-01-31`` to set the date, and by
``changed=2030-01-31T12:00:00Z`` to say when the source came to be what it is, by a commit. Where
any of these three is used, there is a history, and the project is compared with its first commit;
what is not marked has always been as it is. An unknown fence is an error.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from harness_lint.check import Check
from harness_lint.config import Config, Selection
from harness_lint.engine.baseline import Baseline
from harness_lint.engine.inputs import Inputs
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Report
from harness_lint.engine.runner import run
from harness_lint.findings import Finding, PlacedFix
from harness_lint.packs.loader import packs_over
from harness_lint.packs.shape import PackSet
from harness_lint.pattern import pattern

if TYPE_CHECKING:
    from harness_lint.project.frozen_history import FrozenHistory

TODAY = date(2026, 1, 15)
"""The date of a case that names none."""


@dataclass(slots=True, eq=False, repr=False)
class Case:
    """One promise of a page."""

    title: str
    sources: dict[str, bytes] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    fixed: dict[str, bytes] = field(default_factory=dict)
    options: dict[str, object] = field(default_factory=dict)
    config: dict[str, object] = field(default_factory=dict)
    baseline: dict[str, str] = field(default_factory=dict)
    tree: list[str] = field(default_factory=list)
    packs: list[str] = field(default_factory=list)
    today: date = TODAY
    changed: dict[str, int] = field(default_factory=dict)
    before: dict[str, bytes] = field(default_factory=dict)

    new: set[str] = field(default_factory=set)

    @property
    def history(self) -> FrozenHistory | None:
        """What its sources were, commit by commit; None if it says nothing of that."""
        if not (self.changed or self.before or self.new):
            return None
        from harness_lint.project.frozen_history import FrozenHistory

        later = self.changed.keys() | self.new
        always = {path: data for path, data in self.sources.items() if path not in later}
        snapshots = [(0, {**always, **self.before})]
        for moment in sorted(set(self.changed.values())):
            changed = {path for path, time in self.changed.items() if time == moment}
            files = {path: self.sources[path] for path in changed}
            snapshots.append((moment, {**snapshots[-1][1], **files}))
        return FrozenHistory(snapshots, self.sources)


def cases_of(page: str) -> list[Case]:
    """Return the cases of a page.

    Raises: ValueError for a fence that is none of those above.
    """
    from markdown_it import MarkdownIt

    cases: list[Case] = []
    below = False
    tokens = MarkdownIt("commonmark").parse(page)
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            title = tokens[number + 1].content
            below = title == "Cases" if token.tag == "h2" else below
            if below and token.tag == "h3":
                cases.append(Case(title))
        elif token.type == "fence" and below and cases:
            _add_fence(cases[-1], token.info, token.content)
    return cases


def _add_fence(case: Case, info: str, content: str) -> None:
    words = info.split()
    settings = dict(word.split("=", 1) for word in words if "=" in word)
    flags = [word for word in words[1:] if "=" not in word]
    if "today" in settings:
        case.today = date.fromisoformat(settings["today"])
    if "changed" in settings:
        moment = datetime.fromisoformat(settings["changed"])
        case.changed[settings["path"]] = int(moment.timestamp())
    if flags == ["findings"]:
        case.findings = content.splitlines()
    elif flags == ["options"]:
        case.options = tomllib.loads(content)
    elif flags == ["config"]:
        case.config = tomllib.loads(content)
    elif flags == ["baseline"]:
        case.baseline = tomllib.loads(content)
    elif flags == ["tree"]:
        case.tree = content.split()
    elif flags == ["pack"]:
        case.packs.append(content)
    elif flags == ["fixed"] and "path" in settings:
        case.fixed[settings["path"]] = _bytes(content)
    elif flags == ["before"] and "path" in settings:
        case.before[settings["path"]] = _bytes(content)
    elif flags in ([], ["new"]) and "path" in settings:
        case.sources[settings["path"]] = _bytes(content)
        case.new.update([settings["path"]] if flags else [])
    else:
        raise ValueError(f"{case.title}: a fence that says nothing to us: {info!r}")


_ESCAPE = pattern(rb"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})")


def _bytes(content: str) -> bytes:
    r"""Return *content* as bytes; ``\xNN`` and ``\uNNNN`` in it stand for what cannot be shown."""

    def plain(match: re.Match[bytes]) -> bytes:
        if match[1]:
            return bytes([int(match[1], 16)])
        return chr(int(match[2], 16)).encode()

    return _ESCAPE.sub(plain, content.encode())


class MemoryTree(NamedTuple):
    """A file tree of given paths and their folders."""

    files: frozenset[str]
    folders: frozenset[str]

    @classmethod
    def of(cls, paths: Iterable[str]) -> MemoryTree:
        """Return the tree of *paths*; those that end with ``/`` are folders."""
        files, folders = set(), set()
        for path in paths:
            if path.endswith("/"):
                folders.add(path.rstrip("/"))
            else:
                files.add(path)
            parts = path.rstrip("/").split("/")
            folders.update("/".join(parts[:n]) for n in range(1, len(parts)))
        return cls(frozenset(files), frozenset(folders))

    def exists(self, path: str) -> bool:
        """Whether there is a file or a folder at *path*."""
        return path in self.files or path in self.folders

    def is_dir(self, path: str) -> bool:
        """Whether there is a folder at *path*."""
        return path in self.folders


def check_sources(  # noqa: PLR0913  the parts of a project in memory
    sources: Mapping[str, bytes],
    config: Config | None = None,
    *,
    tree: Iterable[str] = (),
    today: date = TODAY,
    files: tuple[str, ...] | None = None,
    packs: PackSet | None = None,
    baseline: Baseline | None = None,
    history: FrozenHistory | None = None,
) -> Report:
    """Return the report on *sources*, a project in memory with nothing else in it but *tree*.

    With a *history*, the project is compared with its first commit.
    """
    inputs = Inputs(
        files=tuple(sorted(sources)) if files is None else files,
        siblings=lambda: sorted(sources),
        tree=MemoryTree.of((*sources, *tree)),
        read=lambda path: sources[path],
        today=today,
        empty_folders=() if sources else (".",),
        baseline=baseline,
        open_history=None if history is None else lambda: history,
        since="" if history is None else history.commits[0].sha,
    )
    return run(config or Config(), Registry.load(), inputs, packs=packs)


def run_case(
    check: Check,
    case: Case,
    config: Config | None = None,
    files: tuple[str, ...] | None = None,
) -> Report:
    """Return the report of *check* alone on *case*; `extend-select` of its `config` adds others.

    *files* are those asked for; all by default.
    """
    base = config or Config()
    options = {**base.rules, check.name: case.options} if case.options else base.rules
    extra: dict[str, Any] = {k.replace("-", "_"): _frozen(v) for k, v in case.config.items()}
    others = extra.pop("extend_select", ())
    selection = Selection(select=(check.code, *others))
    chosen = base._replace(selection=selection, rules=options, **extra)
    return check_sources(
        case.sources,
        chosen,
        tree=case.tree,
        today=case.today,
        files=files,
        packs=_packs(case) if case.packs else None,
        baseline=Baseline({}, case.baseline) if case.baseline else None,
        history=case.history,
    )


def _packs(case: Case) -> PackSet:
    files = {f"pack-{number}.yaml": text.encode() for number, text in enumerate(case.packs, 1)}
    return packs_over(tuple(files), files.__getitem__)


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def concise(finding: Finding) -> str:
    """Return *finding* on one line, as pages and `.findings` files hold it."""
    place = finding.place
    where = f"{finding.path}:{place.line}:{place.column}"
    return f"{where}: {finding.code} {finding.message} [{finding.name}]"


def fixed_sources(report: Report, sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return *sources* after every fix of *report* that overlaps no earlier one."""
    fixes = [finding.fix for finding in report.findings if finding.fix is not None]
    return {path: _fixed(path, data, fixes) for path, data in sources.items()}


def _fixed(path: str, data: bytes, fixes: Iterable[PlacedFix]) -> bytes:
    edits = sorted(_edits_for(path, fixes), key=lambda edit: edit[0])
    out, at = [], 0
    for start, end, text in edits:
        if start < at:
            continue
        out += [data[at:start], text.encode()]
        at = end
    return b"".join([*out, data[at:]])


def _edits_for(path: str, fixes: Iterable[PlacedFix]) -> Iterator[tuple[int, int, str]]:
    for fix in fixes:
        for edit in fix.edits:
            if edit.path == path:
                yield edit.span.start, edit.span.end, edit.text
