"""`check --watch`, as a person sees it: a real process at a terminal."""

import os
import re
import select
import signal
import subprocess
import sys
import time

import pytest

from harness_lint.cli.shell import AGENT_VARIABLES
from tests.command import command

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")

SECONDS = 30
CLEAR = "\x1b[2J\x1b[H"
TASKS = "# Tasks\n\n- [ ] T001 Row\n- [ ] T001 Swim\n"
"""One finding, HL302."""
SOUND = TASKS.replace("T001 Swim", "T002 Swim")


class Watching:
    """A run of `harness-lint check --watch` at a terminal."""

    def __init__(self, folder, *arguments, **environment):
        kept = {key: value for key, value in os.environ.items() if key not in AGENT_VARIABLES}
        self._terminal, end = pty.openpty()
        self.process = subprocess.Popen(
            command("check", "--watch", *arguments),
            cwd=folder,
            env={**kept, "TERM": "xterm", "NO_COLOR": "1", **environment},
            stdin=end,
            stdout=end,
            stderr=end,
            start_new_session=True,
        )
        os.close(end)
        self.seen = ""

    def next(self, times=1):
        """Return what is shown until it waits again, *times* times."""
        shown, self.seen = self._until(lambda: self.seen.count("until Ctrl-C") >= times), ""
        return shown

    def rest(self):
        """Return what is shown until the process has ended."""
        return self._until(lambda: False)

    def quiet(self, seconds=0.7):
        """Whether nothing is shown for some time."""
        return not select.select([self._terminal], [], [], seconds)[0]

    def _until(self, is_enough):
        deadline = time.monotonic() + SECONDS
        while not is_enough():
            assert select.select([self._terminal], [], [], deadline - time.monotonic())[0], (
                self.seen
            )
            try:
                data = os.read(self._terminal, 65536)
            except OSError:  # the other end is closed
                data = b""
            if not data:
                break
            self.seen += data.decode().replace("\r\n", "\n")
        return self.seen

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(SECONDS)
        os.close(self._terminal)


@pytest.fixture
def watching():
    runs = []

    def start(*arguments, **environment):
        runs.append(Watching(*arguments, **environment))
        return runs[-1]

    yield start
    for run in runs:
        run.end()


@pytest.fixture
def project(tmp_path):
    write(tmp_path / "specs/001-ferry/tasks.md", TASKS)
    write(tmp_path / "harness-lint.toml", 'exclude = ["/old/"]\n')
    write(tmp_path / ".gitignore", "build/\n")
    return tmp_path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_what_is_found_is_shown_anew_after_each_change_until_ctrl_c(project, watching):
    run = watching(project)

    first = run.next()
    write(project / "specs/001-ferry/tasks.md", SOUND)
    second = run.next()
    write(project / "specs/001-ferry/spec.md", "# Spec\n\n- [ ] Row\n- [ ]Swim\n")
    third = run.next()
    run.process.send_signal(signal.SIGINT)
    last = run.rest()

    assert all(shown.startswith(CLEAR) for shown in (first, second, third))
    assert "error[HL302]" in first
    assert "nothing to report" in second
    assert "HL005" in third
    assert run.process.wait(SECONDS) == 130
    assert last.strip() == ""


def test_a_configuration_that_breaks_is_told_and_waited_for(project, watching):
    run = watching(project)

    run.next()
    write(project / "harness-lint.toml", "selekt = []\n")
    broken = run.next()
    write(project / "harness-lint.toml", 'ignore = ["HL302"]\n')
    repaired = run.next()

    assert "unknown key `selekt`" in broken
    assert "nothing to report" in repaired


PACK = """\
pack: ferries
title: Ferries
families:
  logbook:
    title: logbook
    paths: ["log.md"]
    sections: [{name: %s, required: true}]
"""


def test_a_pack_of_the_project_is_read_anew(project, watching):
    write(project / "harness-lint.toml", 'packs = ["ferries.yaml"]\nignore = ["HL302"]\n')
    write(project / "ferries.yaml", PACK % "Weather")
    write(project / "log.md", "# Log\n\n## Weather\n\nFair.\n")
    run = watching(project)

    first = run.next()
    write(project / "ferries.yaml", PACK % "Tides")
    second = run.next()

    assert "nothing to report" in first
    assert "section `Tides` is missing" in second


def test_what_cannot_matter_starts_nothing(project, watching):
    write(project / "old/tasks.md", TASKS)
    run = watching(project, "--output-file", "report.txt")

    run.next()
    write(project / "old/tasks.md", SOUND)
    write(project / "build/page.md", "# Page\n")
    write(project / ".git/index", "")
    write(project / "node_modules/page.md", "# Page\n")

    assert run.quiet()
    assert "HL302" in (project / "report.txt").read_text(encoding="utf-8")

    write(project / "specs/001-ferry/tasks.md", SOUND)
    run.next()

    assert run.quiet()
    assert "HL302" not in (project / "report.txt").read_text(encoding="utf-8")


def test_an_excluded_file_that_goes_is_missed_by_others(project, watching):
    write(project / "specs/001-ferry/tasks.md", SOUND)
    write(project / "old/page.md", "# Page\n")
    write(
        project / "page.md", "# Page\n\n[Old](old/page.md), [1](page.md), [2](harness-lint.toml)\n"
    )
    run = watching(project)

    first = run.next()
    (project / "old/page.md").unlink()
    second = run.next()

    assert "nothing to report" in first
    assert "HL701" in second


def test_where_there_is_no_screen_nothing_is_cleared(project, watching):
    assert CLEAR not in watching(project, TERM="dumb").next()


@pytest.mark.parametrize(
    "arguments",
    [("--fix",), ("--write-baseline",), ("--stdin-filename", "tasks.md"), ("--shard", "1/2")],
    ids=lambda arguments: arguments[0],
)
def test_what_makes_no_sense_again_and_again_is_refused(project, arguments):
    done = call(project, "--watch", *arguments)

    assert done.returncode == 2
    assert f"--watch and {arguments[0]} exclude each other" in done.stderr


def test_a_configuration_that_is_wrong_from_the_beginning_on_is_told_at_once(project):
    write(project / "harness-lint.toml", "selekt = []\n")

    done = call(project, "--watch")

    assert done.returncode == 2
    assert "unknown key `selekt`" in done.stderr


def test_without_watchfiles_it_says_what_to_install(project, tmp_path):
    write(tmp_path / "site/sitecustomize.py", "import sys\nsys.modules['watchfiles'] = None\n")
    path = os.pathsep.join((str(tmp_path / "site"), *sys.path))

    done = call(project, "--watch", PYTHONPATH=path)

    assert done.returncode == 2
    assert re.search(r"install `harness-spec-lint\[watch\]`", done.stderr)


FULL = """\
import watchfiles.main

def full(*_):
    raise OSError(28, "OS file watch limit reached.")

watchfiles.main.RustNotify = full
"""


def test_a_system_that_watches_no_more_folders_is_told(project, tmp_path):
    write(tmp_path / "site/sitecustomize.py", FULL)
    path = os.pathsep.join((str(tmp_path / "site"), *sys.path))

    done = call(project, "--watch", PYTHONPATH=path)

    assert done.returncode == 2
    assert f"error: cannot watch `{project}`: " in done.stderr
    assert "OS file watch limit reached" in done.stderr


def call(folder, *arguments, **environment):
    return subprocess.run(
        command("check", *arguments),
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
