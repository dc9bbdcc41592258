"""Results of tests: JUnit XML, as facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from harness_lint.documents.data_file import DataFile
from harness_lint.documents.document import Said
from harness_lint.documents.junit import COUNTS, CaseResult, ResultRun, read_junit
from harness_lint.markdown.data_tree import DataProblem, DataTree

_COUNTED = {"failed": "failures", "error": "errors", "skipped": "skipped"}


class TestResults(DataFile):
    """A file of test results. XML of other kinds has no facts, and nothing is wrong with it."""

    __test__ = False  # for pytest: this is no class of tests

    @property
    def language(self) -> str:
        """What the file is written in."""
        return "xml"

    @cached_property
    def tree(self) -> DataTree:
        """No values, but the problem that prevents reading, if there is one."""
        read = self._read
        return DataTree(None, read if isinstance(read, DataProblem) else None)

    @property
    def run(self) -> ResultRun | None:
        """What was run; None if the file cannot be read or holds no test results."""
        read = self._read
        return read if isinstance(read, ResultRun) else None

    @cached_property
    def _read(self) -> ResultRun | DataProblem | None:
        return read_junit(self.source)

    def release(self) -> None:
        """Let the cases go."""
        self.__dict__.pop("_read", None)

    def facts(self) -> Iterator[Said]:
        """Yield ``results-run``, then one ``result`` for each case.

        A file that cannot be read to its end gives none: half of the truth is worse than nothing.
        """
        run = self.run
        if run is None:
            return
        yield _said_run(run, self.path)
        for case in run.cases:
            yield _said_case(case)


def _said_run(run: ResultRun, path: str) -> Said:
    outcomes = Counter(_COUNTED.get(case.outcome, "") for case in run.cases)
    counted = {count: outcomes[count] for count in COUNTS} | {"tests": len(run.cases)}
    values = {"timestamp": run.timestamp, "claimed": dict(run.claimed), "counted": counted}
    return Said("results-run", path, run.at, values)


def _said_case(case: CaseResult) -> Said:
    values = {
        "classname": case.classname,
        "suite": case.suite,
        "file": case.file,
        "outcome": case.outcome,
        "seconds": case.seconds,
        "timestamp": case.timestamp,
        "message": case.message,
    }
    return Said("result", case.name, case.at, values)
