"""A run over a project in memory: what tests of checks are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from harness_lint.check import Check
from harness_lint.config import Config, Selection
from harness_lint.engine.baseline import Baseline
from harness_lint.engine.inputs import Inputs
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Report
from harness_lint.engine.runner import run
from harness_lint.findings import Finding
from harness_lint.fixing.applying import Fault, applied
from harness_lint.fixing.proving import Prover
from harness_lint.packs.loader import builtin_packs, packs_over
from harness_lint.packs.shape import PackSet
from harness_lint.pages import TODAY, Case

if TYPE_CHECKING:
    from harness_lint.project.frozen_history import FrozenHistory


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

    @property
    def is_checkout(self) -> bool:
        """Return False: there is no git here."""
        return False

    def is_opaque(self, path: str) -> bool:  # noqa: ARG002  the shape of a tree
        """Return False: all is listed."""
        return False

    def ignored(self, paths: Iterable[str]) -> frozenset[str]:  # noqa: ARG002  the shape of a tree
        """Return nothing: there is no git here."""
        return frozenset()

    def matching_case(self, path: str) -> str | None:
        """Return the path that is spelled like *path* but for upper and lower case."""
        folded = path.casefold()
        return next((one for one in sorted(self.files) if one.casefold() == folded), None)


def inputs_of(sources: Mapping[str, bytes], tree: Iterable[str] = ()) -> Inputs:
    """Return what a run over *sources*, a project in memory, is given."""
    return Inputs(
        files=tuple(sorted(sources)),
        siblings=lambda: sorted(sources),
        tree=MemoryTree.of((*sources, *tree)),
        read=_reader_of(sources),
        today=TODAY,
        empty_folders=() if sources else (".",),
    )


def _reader_of(sources: Mapping[str, bytes]) -> Callable[[str], bytes]:
    def read(path: str) -> bytes:
        if path not in sources:  # it stands in the tree alone
            raise FileNotFoundError(path)
        return sources[path]

    return read


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
    registry: Registry | None = None,
) -> Report:
    """Return the report on *sources*, a project in memory with nothing else in it but *tree*.

    With a *history*, the project is compared with its first commit. *registry* has the checks;
    only ours by default.
    """
    inputs = inputs_of(sources, tree)._replace(
        files=tuple(sorted(sources)) if files is None else files,
        today=today,
        baseline=baseline,
        open_history=None if history is None else lambda: history,
        since="" if history is None else history.commits[0].sha,
    )
    return run(config or Config(), registry or Registry.load(), inputs, packs=packs)


def run_case(
    check: Check,
    case: Case,
    config: Config | None = None,
    files: tuple[str, ...] | None = None,
    registry: Registry | None = None,
) -> Report:
    """Return the report of *check* alone on *case*; `extend-select` of its `config` adds others.

    *files* are those asked for; all by default. *registry* has the check; ours by default.
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
        registry=registry,
    )


def faults_of(report: Report, case: Case, registry: Registry | None = None) -> tuple[Fault, ...]:
    """Return which fixes of *report*, made on *case*, a run would refuse to make, and why."""
    packs = _packs(case) if case.packs else builtin_packs()
    prover = Prover(Config(), registry or Registry.load(), packs)
    return prover.applied(report.findings, _reader_of(case.sources)).faults


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
    """Return *sources* after every fix of *report* that overlaps no earlier one.

    Raises: AssertionError for a fix that must not be applied, such as one that changes nothing.
    """
    made = applied(report.findings, _reader_of(sources))
    for fault in made.faults:
        raise AssertionError(f"{concise(fault.finding)}: its fix {fault.reason}")
    return {**sources, **made.texts}
