"""Items whose wording was changed after the tests that verify them last ran."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from harness_lint.documents.trace_facts import MOST_TEXT, plain
from harness_lint.pattern import pattern
from harness_lint.project.facts import Fact
from harness_lint.project.history import Commit
from harness_lint.project.index import Project
from harness_lint.project.trace.outcomes import test_of
from harness_lint.project.trace.values import Item

_WORD = pattern(r"\w+")


class Aging:
    """Holds wordings, as the last commit changed them, against the times of results.

    Of each document only its last change is looked at: what was changed before is not known.
    """

    def __init__(self, project: Project) -> None:
        self._project = project

    def outgrown(self) -> Iterator[tuple[Item, Fact]]:
        """Yield the items that the last change of their document reworded, each with a result."""
        for path, items in self._verified().items():
            history = self._project.history
            change = None if history.is_dirty(path) else history.last_change(path)
            if change is None or not change.parents:
                continue
            old = [(item, result) for item, result in items if self._is_before(result, change)]
            if old:
                before, after = self._read(change.parents[0], path), self._read(change.sha, path)
                yield from (one for one in old if _was_other(one[0], before, after))

    def _read(self, sha: str, path: str) -> str:
        data = self._project.history.read_at(sha, path)
        return _words(plain(data.decode("utf-8", "replace"))) if data is not None else ""

    def _is_before(self, result: Fact, change: Commit) -> bool:
        time = self._project.trace.outcomes.time_of(result)
        return time is not None and time < datetime.fromtimestamp(change.time, UTC)

    def _verified(self) -> Mapping[str, list[tuple[Item, Fact]]]:
        """Return path → the items in it that have results, each with its newest one."""
        trace = self._project.trace
        newest: dict[str, Fact] = {}
        for link in trace.links:
            if link.source_kind != "test" or link.target is None or not link.reaches:
                continue
            for result in trace.outcomes.results(test_of(link)):
                time = trace.outcomes.time_of(result)
                known = newest.get(link.target)
                if time is not None and (known is None or self._is_newer(result, known)):
                    newest[link.target] = result
        found: dict[str, list[tuple[Item, Fact]]] = defaultdict(list)
        for identifier, result in newest.items():
            item = trace.items[identifier]
            found[item.at.path].append((item, result))
        return found

    def _is_newer(self, result: Fact, other: Fact) -> bool:
        outcomes = self._project.trace.outcomes
        time, known = outcomes.time_of(result), outcomes.time_of(other)
        return time is not None and (known is None or time > known)


def _was_other(item: Item, before: str, after: str) -> bool:
    """Whether the change from *before* to *after* gave *item*, which was there, its wording.

    Markup and white space do not count.
    """
    is_cut = len(item.text) == MOST_TEXT
    wording = _words(item.text.rpartition(" ")[0] if is_cut else item.text)
    return _words(item.local) in before and wording in after and wording not in before


def _words(text: str) -> str:
    """Return the words of *text*, with a blank around each."""
    return f" {' '.join(_WORD.findall(text))} "
