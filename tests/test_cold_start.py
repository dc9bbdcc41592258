"""A run over one file imports little, and its work grows with the document, not with its square.

Both are told by names and by counts, never by the clock.
"""

import gc
import os
import subprocess
import sys

import pytest

from benchmarks.documents import KILOBYTE, page, task_list
from harness_lint.config import Config, Selection
from harness_lint.engine.file_stage import Clock, FileStage
from harness_lint.engine.registry import INDEX, Registry
from harness_lint.engine.selection import RuleBook
from harness_lint.packs.loader import builtin_packs
from harness_lint.source import Source
from tests.fixtures import fixtures

TEXTS = {"docs/page.md": page, "specs/001-night-watch/tasks.md": task_list}

NOT_NEEDED = {
    "click",
    "dataclasses",
    "difflib",
    "hashlib",
    "importlib.metadata",
    "inspect",
    "jsonschema",
    "markdown_it",
    "mistune",
    "pathspec",
    "rich",
    "ruamel",
    "subprocess",
    "tomllib",
    "traceback",
    "yaml",
}
"""Modules that a run without options over a file without findings has no use for."""

PROGRAM = """
import sys
from harness_lint.cli import main
code = main(["check", *sys.argv[1:]])
print(*sys.modules)
raise SystemExit(code)
"""


def modules_after(folder, path):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COV_")}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, path],
        cwd=folder,
        env=kept,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def write(folder, path):
    file = folder / path
    file.parent.mkdir(parents=True)
    file.write_text(TEXTS[path](2 * KILOBYTE), encoding="utf-8")


@pytest.mark.covers("RUN-005")
@pytest.mark.parametrize("path", TEXTS)
def test_a_plain_run_imports_nothing_that_it_has_no_use_for(tmp_path, path):
    write(tmp_path, path)
    # Where there is no index of checks the package is walked, and that takes `inspect`.
    allowed = set() if INDEX.exists() else {"inspect"}

    found = modules_after(tmp_path, path) & NOT_NEEDED

    assert found <= allowed


def test_a_page_of_no_family_needs_neither_the_grammar_of_tasks_nor_the_patterns_of_packs(tmp_path):
    if not INDEX.exists():
        pytest.skip("every check is imported where there is no index of them")
    write(tmp_path, "docs/page.md")

    modules = modules_after(tmp_path, "docs/page.md")

    assert not [name for name in modules if name.startswith("harness_lint.checks.tasks.")]
    assert "harness_lint.documents.task_list" not in modules
    assert "harness_lint.project.prompts" not in modules


def stage():
    everything = Config(selection=Selection(select=("ALL",)))
    rules = RuleBook(everything, Registry.load())
    return FileStage(builtin_packs(), rules, "", Clock(enabled=False))


def calls(stage, path, size):
    """Return how many functions are called to read and judge a document of *size* bytes."""
    source = Source.from_bytes(path, TEXTS[path](size).encode())
    count = 0

    def seen(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        stage.check(source)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.covers("RUN-007")
@pytest.mark.parametrize("path", TEXTS)
def test_twice_the_text_is_at_most_twice_the_work(path):
    checked = stage()
    calls(checked, path, KILOBYTE)  # imports, and patterns that are compiled once

    once, twice = (calls(checked, path, size * KILOBYTE) for size in (16, 32))

    assert twice < 2.2 * once


@pytest.mark.parametrize("path", TEXTS)
def test_a_document_goes_without_the_garbage_collector(path):
    checked = stage()
    source = Source.from_bytes(path, TEXTS[path](4 * KILOBYTE).encode())
    checked.check(source)  # imports leave garbage
    gc.collect()

    checked.check(source)

    assert not gc.collect()


def test_no_fixture_leaves_anything_to_the_garbage_collector():
    checked = stage()
    sources = [
        Source.from_bytes(path, data)
        for fixture in fixtures()
        for path, data in fixture.contents().items()
        if is_text(data)
    ]
    for source in sources:
        checked.check(source)  # imports leave garbage
    gc.collect()

    left = [source.path for source in sources if checked.check(source) and gc.collect(1)]

    assert not left


def is_text(data):
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
