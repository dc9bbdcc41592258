"""Many files are checked in several processes, and nobody can tell but by the time."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest

from harness_lint.cli.project import Flags, Where, configure, find_files, inputs_of
from harness_lint.engine.inputs import Pool, Team
from harness_lint.engine.runner import run
from harness_lint.packs.loader import load_packs
from tests.command import before_reading, command
from tests.engine.many import SLOW, environment, lint, living, project

JSON = ("--no-cache", "--output-format", "json")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return project(tmp_path_factory.mktemp("many") / "project")


CRASHES = before_reading(
    """\
if markdown.source.path.endswith("tasks.md"):
    raise KeyError("rope")"""
)

DEADLY = before_reading(
    """\
if markdown.source.path.endswith("tasks.md") and multiprocessing.parent_process():
    os.kill(os.getpid(), signal.SIGKILL)""",
    "multiprocessing, os, signal",
)


@pytest.mark.covers("RUN-001", "RUN-010")
@pytest.mark.parametrize("jobs", ["2", "4"])
def test_more_processes_give_the_same_bytes(folder, jobs):
    alone = lint(folder, *JSON, "--jobs", "1")

    assert lint(folder, *JSON, "--jobs", jobs) == alone
    assert alone.count('"code"') > 100


def test_crashes_are_told_in_the_same_order(folder, tmp_path):
    env = environment(CRASHES, tmp_path / "site")

    alone, several = (lint(folder, *JSON, "--jobs", n, env=env, code=3) for n in "13")

    assert alone.count("internal error in reading the document on") > 5
    assert several == alone


def test_what_a_worker_leaves_when_it_is_killed_is_checked_all_the_same(folder, tmp_path):
    env = environment(DEADLY, tmp_path / "site")

    alone, several = (lint(folder, *JSON, "--jobs", n, env=env) for n in "12")

    findings, _, told = several.rpartition("note: ")
    assert findings == alone
    assert told.startswith("this process did what workers had left when they failed: Broken")


def test_the_time_of_all_workers_is_summed(folder):
    told = lint(folder, *JSON, "--show-timing", "--jobs", "3")

    slow = {line.split()[-1] for line in told.splitlines() if " ms" in line}

    assert {"HL003", "HL103", "HL401"} <= slow


def given(folder, monkeypatch, config=""):
    """Return what a run over *folder* is given."""
    monkeypatch.chdir(folder)
    config, registry = configure(Where((), config or None), Flags())
    packs = load_packs(config.root, config.packs)
    return config, registry, inputs_of(find_files(config, packs, ())), packs


def with_threads(inputs, count):
    return inputs._replace(
        pool=Pool(1, lambda: nullcontext(Team(ThreadPoolExecutor(count), count)))
    )


def test_any_executor_will_do(folder, monkeypatch):
    config, registry, inputs, packs = given(folder, monkeypatch)

    alone, several = (
        run(config, registry, one, packs=packs) for one in (inputs, with_threads(inputs, 3))
    )

    assert several == alone


class Refusing(ThreadPoolExecutor):
    """Fails like an executor whose machines are gone."""

    def submit(self, *_):
        raise ConnectionError("nobody there")


def test_an_executor_that_fails_leaves_the_work_to_this_process(folder, monkeypatch):
    config, registry, inputs, packs = given(folder, monkeypatch)
    broken = inputs._replace(pool=Pool(1, lambda: nullcontext(Team(Refusing(), 2))))

    alone, several = (run(config, registry, one, packs=packs) for one in (inputs, broken))

    assert several.findings == alone.findings
    assert "nobody there" in several.notes[-1]


READER = """\
from harness_lint.plugin import *


@facts("our/set", subject=Document)
def words(document):
    yield Said("our/set", "x", Span(0, 0), {"words": {"a", "b"}})


@check("OUR001", "two-words", subject=Project, since="1.0")
def two_words(project):
    \"""A document has two words.\"""
    for fact in project.facts("our/set"):
        if fact.values["words"] == {"a", "b"}:
            yield Violation(fact.at, "there are two words")
"""


def test_facts_of_a_plug_in_that_no_row_can_hold_stay_values(tmp_path):
    for number in range(130):
        (tmp_path / f"{number}.md").write_text("# Title\n", encoding="utf-8")
    (tmp_path / "ours.py").write_text(READER, encoding="utf-8")
    (tmp_path / "harness-lint.toml").write_text('local-checks = ["ours.py"]\n', encoding="utf-8")

    alone, several = (lint(tmp_path, *JSON, "--jobs", n) for n in "12")

    assert several == alone
    assert alone.count('"OUR001"') == 130


@pytest.fixture
def slow(folder, tmp_path):
    """Starts a run that takes its time, in a process group of its own."""
    env = environment(SLOW, tmp_path / "site")
    started = []

    def start(**streams):
        line = command("check", *JSON, "--jobs", "3")
        started.append(
            subprocess.Popen(line, cwd=folder, env=env, start_new_session=True, **streams)
        )
        return started[-1]

    yield start
    for process in started:
        for one in living(process.pid):
            os.kill(one, signal.SIGKILL)
        process.wait()


def until(is_so, seconds=10):
    """Return after how many seconds *is_so* holds."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < seconds
        time.sleep(0.01)
    return time.monotonic() - began


def at_work(process):
    return lambda: len([*living(process.pid)]) == 4


@on_linux
def test_no_worker_outlives_a_run_that_is_killed(slow):
    process = slow(stdout=subprocess.DEVNULL)
    until(at_work(process))

    process.kill()
    process.wait()

    assert until(lambda: not [*living(process.pid)]) < 5


@on_linux
@pytest.mark.parametrize("whom", ["process", "group"])
def test_ctrl_c_ends_a_run_with_all_workers_at_once_and_in_silence(slow, whom):
    process = slow(stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until(at_work(process))

    (os.killpg if whom == "group" else os.kill)(process.pid, signal.SIGINT)
    began = time.monotonic()
    out, err = process.communicate(timeout=10)

    assert (process.returncode, out, err) == (130, b"", b"")
    assert not [*living(process.pid)]
    assert time.monotonic() - began < 3  # a machine that does much else may be slow
