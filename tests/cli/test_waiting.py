"""Progress: on a terminal, in a long run, for a person; and nothing of it stays."""

import os
import pty
import subprocess
import sys
import time

import pytest

from tests.command import command
from tests.engine.many import SLOW, environment, living, project

SHOWN = b"Checking"
CLEARED = b"\x1b[2K"
CURSOR = b"\x1b[?25h"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return project(tmp_path_factory.mktemp("many") / "project")


class OnTerminal:
    """A run whose standard error is a terminal, which is the one that commands it."""

    def __init__(self, folder, env, *arguments):
        self._terminal, stream = pty.openpty()
        line = [sys.executable, "-c", SESSION, *command("check", "--no-cache", *arguments)]
        self.process = subprocess.Popen(
            line, cwd=folder, env=env, stdin=stream, stdout=subprocess.DEVNULL, stderr=stream
        )
        os.close(stream)
        self.said = b""

    def until(self, words=None):
        """Take what is said until *words* are, or until the end."""
        while words is None or words not in self.said:
            try:
                self.said += os.read(self._terminal, 4096)
            except OSError:  # nobody writes there any more
                break
        return self.said

    def press(self, key):
        os.write(self._terminal, key)

    def end(self):
        self.until()
        os.close(self._terminal)
        return self.process.wait()


SESSION = """\
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""


@pytest.fixture
def slow(tmp_path):
    return environment(SLOW, tmp_path / "site", TERM="xterm")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_long_run_shows_how_far_it_is_and_takes_it_away(folder, slow, jobs):
    run = OnTerminal(folder, slow, "--jobs", jobs)

    assert run.end() == 1
    assert SHOWN in run.said
    assert run.said.rpartition(SHOWN)[2].count(CLEARED) > 0
    assert CURSOR in run.said
    assert run.said.endswith(CLEARED)


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        pytest.param(["--quiet"], {}, id="quiet"),
        pytest.param([], {"CLAUDECODE": "1"}, id="the shell of an agent"),
        pytest.param([], {"TERM": "dumb"}, id="a terminal that cannot take it away"),
    ],
)
def test_nobody_who_did_not_want_it_is_shown_anything(folder, slow, arguments, variables):
    run = OnTerminal(folder, {**slow, **variables}, "--jobs", "2", *arguments)

    assert run.end() == 1
    assert run.said == b""


def test_a_short_run_shows_nothing(tmp_path):
    (tmp_path / "a.md").write_text("# Title\n", encoding="utf-8")
    run = OnTerminal(tmp_path, environment(TERM="xterm"))

    assert (run.end(), run.said) == (0, b"")


def test_what_is_no_terminal_gets_nothing(folder, slow):
    line = command("check", "--no-cache", "--jobs", "2")
    done = subprocess.run(line, cwd=folder, env=slow, capture_output=True, check=False)

    assert done.stderr == b""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_ctrl_c_at_the_terminal_ends_all_of_it(folder, slow):
    run = OnTerminal(folder, slow, "--jobs", "2")
    run.until(SHOWN)

    run.press(b"\x03")
    began = time.monotonic()

    assert run.end() == 130
    assert time.monotonic() - began < 3  # a machine that does much else may be slow
    assert not [*living(run.process.pid)]
    assert b"Traceback" not in run.said
    assert run.said.replace(b"^C", b"").endswith(CLEARED)
