"""Renaming items: every place of the project that means them, all at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from harness_lint.documents.trace_lock import LOCK_PATH
from harness_lint.fixing.edits import Replacement
from harness_lint.pattern import pattern
from harness_lint.project.index import Project
from harness_lint.project.result_files import FAMILY as RESULTS
from harness_lint.renaming.anchors import link_edits, moved_anchors
from harness_lint.renaming.ids import renamed_ids
from harness_lint.renaming.lock import lock_edits
from harness_lint.renaming.program import is_program, renamed_tests
from harness_lint.renaming.search import Search
from harness_lint.renaming.text import in_order
from harness_lint.renaming.values import Left, Name, Renaming, Texts
from harness_lint.source import Source, Span

_FOREIGN = pattern(
    r"(?:^|/)(?:node_modules|vendor|third_party|site-packages|\.venv|dist|build|target)/"
)
"""Where programs of others stand, and what is made of our own."""


def rename(project: Project, texts: Texts, new: Mapping[Name, str]) -> Renaming:
    """Return what is to be written so that each of *new* is called so, wherever it is meant.

    All at once, so that two items may change places. What tools have reported, results of tests, is
    left as it is. Whether items may be called so is not asked here: see `refusals`.
    """
    search = Search(project, texts, new)
    edits: dict[str, list[Replacement]] = defaultdict(list)
    left: list[Left] = []
    for source in (*_sources(project, texts), *_programs(project, texts, search.wanted.locals)):
        found = search.found_in(source)
        edits[source.path] += found.edits
        left += found.left
    tests = renamed_tests(project, _in_programs(edits))
    for source in _sources(project, texts) if tests else ():
        if not is_program(source.path):
            edits[source.path] += _named_tests(source, tests)
    moved = moved_anchors({path: tuple(in_order(own)) for path, own in edits.items() if own}, texts)
    for source in _sources(project, texts) if moved else ():
        edits[source.path] += link_edits(source, moved)
    items = project.trace.items
    ids = renamed_ids(items, search.wanted, tests)
    lock = texts(LOCK_PATH) if LOCK_PATH in project.sources else None
    if lock is not None:
        edits[LOCK_PATH] += lock_edits(lock, items, search, ids)
    written = {path: tuple(in_order(edits[path])) for path in sorted(edits) if edits[path]}
    return Renaming(written, tuple(left), ids, tests)


def _sources(project: Project, texts: Texts) -> Iterator[Source]:
    for path, family in project.sources.items():
        source = texts(path) if family != RESULTS and path != LOCK_PATH else None
        if source is not None:
            yield source


def _programs(project: Project, texts: Texts, locals_: Iterable[str]) -> Iterator[Source]:
    """Yield the programs that are no sources of the project, and have one of *locals_* in them."""
    words = [local.encode() for local in locals_]
    for path in sorted(project.tree.files - project.sources.keys()):
        if is_program(path) and _FOREIGN.search(path) is None:
            source = texts(path)
            if source is not None and any(word in source.data for word in words):
                yield source


def _in_programs(edits: Mapping[str, list[Replacement]]) -> Iterator[tuple[str, Replacement]]:
    for path, own in edits.items():
        if own and is_program(path):
            yield from ((path, edit) for edit in own)


def _named_tests(source: Source, tests: Mapping[str, str]) -> Iterator[Replacement]:
    """Yield what changes where *source* speaks of *tests* by their whole names."""
    named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, tests))})(?!\w)".encode())
    for match in named.finditer(source.data):
        yield Replacement(Span(*match.span()), tests[match[0].decode()].encode())
