"""`check --fix` and `--diff`: what becomes of the files, and what is said of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from harness_lint.cli import EXIT_INTERNAL, EXIT_USAGE, said
from harness_lint.cli.crashes import crash_lines
from harness_lint.cli.diffs import diff_of, for_output, speak_exactly
from harness_lint.cli.saying import Saying
from harness_lint.engine.inputs import Extras
from harness_lint.engine.memory import Memory
from harness_lint.engine.report import Answer, Crash, Report
from harness_lint.engine.runner import run
from harness_lint.errors import UsageError, listed
from harness_lint.fixing.applying import edited_by, fixable, is_any
from harness_lint.fixing.proving import Prover
from harness_lint.fixing.repeating import Outcome, Texts, Wish, fixed_until_stable
from harness_lint.reporters.summary import plural
from harness_lint.writing import Change, NotWrittenError, write_changes, write_text

if TYPE_CHECKING:
    from harness_lint.cli.lint import Arguments, Work


MOST_NAMED = 3


def refuse_with_fixes(arguments: Arguments) -> None:
    """Refuse what makes no sense beside fixes.

    Raises: UsageError.
    """
    if not (arguments.fix or arguments.diff):
        if arguments.unsafe_fixes:
            raise UsageError("--unsafe-fixes needs --fix or --diff")
        return
    others = {"--write-baseline": arguments.write_baseline, "--shard": arguments.shard is not None}
    if arguments.diff:
        others["--output-format"] = arguments.output_format is not None
        others["--report"] = bool(arguments.report)
        others["--statistics"] = arguments.statistics
    wrong = next((name for name, is_given in others.items() if is_given), None)
    if wrong:
        name = "--diff" if arguments.diff else "--fix"
        raise UsageError(f"{name} and {wrong} exclude each other")


def mended(work: Work, extras: Extras, saying: Saying, arguments: Arguments) -> Answer:
    """Fix what can be fixed, or show it as a diff; return what is to be said."""
    bench = _Bench(work, extras)
    outcome = bench.outcome(Wish(arguments.unsafe_fixes, frozenset(work.inputs.files).__contains__))
    if arguments.diff:
        return _difference(outcome, bench, arguments)
    if arguments.stdin_filename is not None:
        return _text_back(outcome, bench, saying)
    failed = [one for group in outcome.groups for one in bench.write(outcome.texts, group)]
    if not failed:
        return saying.answer(_told(outcome))
    missed = {one.path for one in failed}
    texts = {path: data for path, data in outcome.texts.items() if path not in missed}
    answer = saying.answer(_told(outcome.without(missed)._replace(report=bench.check(texts))))
    words = (said("error", f"`{one.path}` is not fixed: {one.reason}") for one in failed)
    return answer._replace(err=answer.err + _text(words), code=max(answer.code, EXIT_USAGE))


class _Bench:
    """A project that is checked again and again, with some of its texts changed."""

    def __init__(self, work: Work, extras: Extras) -> None:
        self._work = work
        self._inputs = work.inputs
        self._extras = extras
        self._began = time.time_ns()
        self._found: dict[str, bytes] = {}
        """The texts as they were found, by path."""

    @property
    def root(self) -> str:
        """The root of the project."""
        return self._work.files.root

    @property
    def held(self) -> Mapping[str, bytes]:
        """The texts of the editor, by path."""
        return self._work.files.held

    def reader(self, texts: Texts) -> Callable[[str], bytes]:
        """Return what gives the text of a path: *texts* first, then what was found."""
        return lambda path: texts[path] if path in texts else self.found(path)

    def found(self, path: str) -> bytes:
        """Return the text of *path* as it was found first.

        Raises: OSError.
        """
        if path not in self._found:
            self._found[path] = self._work.inputs.read(path)
        return self._found[path]

    def check(self, texts: Texts) -> Report:
        """Return the report on the project with *texts* in place of what was found."""
        config, registry, packs, *_ = self._work
        inputs = self._inputs.over({**self._found, **texts})
        if inputs.memory is not None:  # each run opens and closes its own
            memory = Memory(config, registry, packs, False, bool(inputs.since))
            self._inputs = self._inputs._replace(memory=memory)
        return run(config, registry, inputs, packs=packs, extras=self._extras)

    def outcome(self, wish: Wish) -> Outcome:
        """Return what fixing makes of the project. What it rests on is what is then read.

        A file that may have been changed since it was checked is checked as it is now.
        """
        report = self.check({})
        config, registry, packs, *_ = self._work
        prover = Prover(config, registry, packs)
        paths = {path for one in wish.chosen(report) for path in edited_by(one)}
        texts = self._texts(paths)
        stamps = self._inputs.stamps(path for path in texts if path not in self.held)
        is_settled = all(one is not None and one.is_settled(self._began) for one in stamps)
        if not is_settled or len(texts) < len(paths):
            report = self.check({})
        wish = wish._replace(trusted=prover.trusted)
        return fixed_until_stable(report, self.found, wish, prover.applied, self.check)

    def _texts(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the texts of *paths*, without those that have gone."""
        texts: dict[str, bytes] = {}
        for path in paths:
            with suppress(OSError):
                texts[path] = self.found(path)
        return texts

    def write(self, texts: Texts, paths: Iterable[str]) -> Iterator[NotWrittenError]:
        """Write the *texts* of *paths*, all or none; yield for each of them why not."""
        changes = [Change(path, self.found(path), texts[path]) for path in paths]
        try:
            write_changes(self.root, changes)
        except NotWrittenError as error:
            yield error
            because = f"`{error.path}`, which goes with it, is not written"
            yield from (NotWrittenError(p, because) for p in paths if p != error.path)


def _told(outcome: Outcome) -> Report:
    """Return the report of *outcome* with all that there is to say of fixes."""
    report = outcome.report
    faults = (
        Crash(f"{one.code} {one.name}", one.path, f"its fix {reason}")
        for one, reason in outcome.faults
    )
    return report._replace(
        applied=len(outcome.fixed),
        crashes=(*report.crashes, *faults),
        notes=(*report.notes, *_refusals(outcome), *_omissions(outcome)),
    )


def _refusals(outcome: Outcome) -> Iterator[str]:
    """Yield a note for each file that fixes would edit and may not."""
    for path, count in sorted(Counter(outcome.refused).items()):
        yield f"{plural(count, 'fix', 'fixes')} would edit `{path}`, which was not asked for"


def _omissions(outcome: Outcome) -> Iterator[str]:
    """Yield a note for the fixes of each rule and file from which something new would follow."""
    for (code, path), follows in outcome.left:
        what = (
            f"{listed(follows, MOST_NAMED)} would follow"
            if follows
            else "something new would follow"
        )
        yield f"the fixes of {code} in `{path}` are left, as {what}; --unsafe-fixes makes them"


def _text_back(outcome: Outcome, bench: _Bench, saying: Saying) -> Answer:
    """Return the text of standard input, fixed, for standard output, and the rest for the other."""
    ((path, text),) = bench.held.items()
    saying.read = bench.reader(outcome.texts)
    answer = saying.answer(_told(outcome))
    speak_exactly()
    out = outcome.texts.get(path, text).decode(errors="surrogateescape")
    return answer._replace(out=out, err=answer.out + answer.err)


def _difference(outcome: Outcome, bench: _Bench, arguments: Arguments) -> Answer:
    """Return what would change as a diff, and how many findings that would fix."""
    texts = sorted(outcome.texts.items())
    changes = [Change(path, bench.found(path), text) for path, text in texts]
    diff = diff_of(changes, bench.root)
    report, target = _told(outcome), arguments.output_file
    if target is not None:
        write_text(Path(target), diff.text, target)
    unsafe = 0 if arguments.unsafe_fixes else len(fixable(report.findings, is_any))
    notes = () if arguments.quiet else (_foretold(outcome, unsafe), diff.note, *report.notes)
    err = _text([*crash_lines(report.crashes), *(said("note", one) for one in notes if one)])
    code = EXIT_INTERNAL if report.crashes else int(bool(outcome.texts) and not arguments.exit_zero)
    return Answer("" if target is not None else for_output(diff.text), err, code)


def _foretold(outcome: Outcome, unsafe: int) -> str:
    """Return what `--fix` would do, and how many fixes more are *unsafe*."""
    if outcome.texts:
        fixed, files = len(outcome.fixed), len(outcome.texts)
        words = f"--fix would fix {plural(fixed, 'finding')} in {plural(files, 'file')}"
        return f"{words}; {unsafe} more with --unsafe-fixes" if unsafe else words
    if unsafe:
        return f"there is nothing to fix safely; {unsafe} fixable with --unsafe-fixes"
    return "there is nothing to fix"


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
