"""``python -m tests.fixing.over FOLDER…``: what must hold of fixes, over projects on the disk.

Each folder is a project. Nothing is written: texts are changed in memory. With ``--diff``, what all
fixes would change is shown too.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from harness_lint.cli.project import find_files, inputs_of
from harness_lint.config import Config, Selection, load_config
from harness_lint.engine.registry import Registry
from harness_lint.engine.report import Report
from harness_lint.engine.runner import run
from harness_lint.findings import Finding
from harness_lint.fixing.applying import Applied, Read, fixable, is_any
from harness_lint.fixing.diffs import unified_diff
from harness_lint.fixing.following import new_findings
from harness_lint.fixing.proving import Prover
from harness_lint.fixing.repeating import Outcome, Texts, Wish, fixed_until_stable
from harness_lint.packs.loader import load_packs

UNREADABLE = {"HL001", "HL008", "HL801"}
"""What no fix may bring about: bytes, front matter and fences that cannot be read."""


class Project(NamedTuple):
    """A project that can be checked with some of its texts changed."""

    name: str
    read: Read
    check: Callable[[Texts], Report]
    prover: Prover

    def outcome(self, wish: Wish, texts: Texts | None = None) -> Outcome:
        """Return what becomes of the project, or of what it would be with other *texts*."""
        start = texts or {}

        def read(path: str) -> bytes:
            return start[path] if path in start else self.read(path)

        def check(changed: Texts) -> Report:
            return self.check({**start, **changed})

        return fixed_until_stable(check({}), read, wish, self.apply, check)

    def apply(self, findings: tuple[Finding, ...], read: Read) -> Applied:
        """Apply fixes, and hold the texts against edits that were made by lines and columns."""
        made = self.prover.applied(findings, read)
        for path, data in made.texts.items():
            assert data == by_place(path, read(path), made.fixed), f"{path}: other bytes changed"
        return made


def by_place(path: str, data: bytes, fixed: tuple[Finding, ...]) -> bytes:
    """Return *data* after the fixes of *fixed*, whose edits are found by lines and columns."""
    edits = {
        (edit.place, edit.text): number
        for number, one in reversed([*enumerate(fixed)])
        for edit in one.fix.edits
        if edit.path == path
    }
    lines = data.decode().split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    text = "\n".join(lines)
    for place, new in sorted(edits, key=lambda one: (one[0], edits[one]), reverse=True):
        start = starts[place.line - 1] + place.column - 1
        end = starts[place.end_line - 1] + place.end_column - 1
        text = text[:start] + new + text[end:]
    return text.encode()


class Held(NamedTuple):
    """What a project was held to."""

    wrong: list[str]
    """What does not hold."""
    outcome: Outcome
    """What all fixes make of it."""


def held(project: Project) -> Held:
    """Hold the fixes of *project* to what they promise."""
    before = project.check({})
    if not fixable(before.findings, is_any):
        return Held([], Outcome(before))
    unsafe = project.outcome(Wish(unsafe=True))
    wrong = [*_wrong_with_safe(project, before), *told(unsafe, "unsafe")]
    news = (one for one in new(before, unsafe.report) if one.code in UNREADABLE)
    wrong += [f"unreadable: {words(one)}" for one in news]
    again = project.outcome(Wish(unsafe=True), unsafe.texts)
    wrong += [f"unsafe changes once more: {path}" for path in again.texts]
    return Held(wrong, unsafe)


def _wrong_with_safe(project: Project, before: Report) -> Iterator[str]:
    safe = project.outcome(Wish())
    yield from told(safe, "safe")
    yield from (f"left: {words(one)}" for one in fixable(safe.report.findings))
    yield from (f"new: {words(one)}" for one in new(before, safe.report))
    if safe.texts:
        again = project.outcome(Wish(), safe.texts)
        yield from (f"changes once more: {path}" for path in again.texts)


def told(outcome: Outcome, name: str) -> Iterator[str]:
    """Yield our own faults in *outcome*."""
    for one, reason in outcome.faults:
        yield f"{name} fault: {words(one)}: `{one.fix.title}` {reason}"
    for crash in outcome.report.crashes:
        yield f"crash: {crash}"


def new(before: Report, after: Report) -> list[Finding]:
    """Return the findings of *after* that are not among those of *before*, but for numbers."""
    return new_findings(before.findings, after.findings)


def words(finding: Finding) -> str:
    """Return *finding* on one line."""
    line, column, *_ = finding.place
    return f"{finding.path}:{line}:{column}: {finding.code} {finding.message} [{finding.name}]"


def project_in(folder: Path) -> Project:
    """Return the project in *folder*, with every rule."""
    own = folder / "harness-lint.toml"
    config = load_config(folder, own) if own.is_file() else Config(root=str(folder))
    return project_of(folder.name, config, folder)


def project_of(name: str, config: Config, folder: Path) -> Project:
    """Return the project of *config* in *folder*."""
    config = config._replace(selection=Selection(extend_select=("ALL",)))
    registry = Registry.load()
    packs = load_packs(config.root, config.packs)
    inputs = inputs_of(find_files(config, packs, [str(folder)]))

    def check(texts: Texts) -> Report:
        return run(config, registry, inputs.over(texts), packs=packs)

    return Project(name, inputs.read, check, Prover(config, registry, packs))


def main(arguments: list[str]) -> int:
    """Hold every project to what must hold, and say what does not."""
    shows = "--diff" in arguments
    failed = False
    for name in arguments:
        if name == "--diff":
            continue
        project = project_in(Path(name).resolve())
        wrong, outcome = held(project)
        kinds = Counter(f"{one.code}/{one.fix.applicability}" for one in outcome.fixed)
        count = " ".join(f"{kind}:{count}" for kind, count in sorted(kinds.items()))
        sys.stdout.write("\n".join([f"{name}: {count or 'nothing to fix'}", *wrong]) + "\n")
        for path, data in outcome.texts.items() if shows else ():
            sys.stdout.flush()
            sys.stdout.buffer.writelines(unified_diff(path, project.read(path), data))
        failed |= bool(wrong)
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
