"""`docs/plugins.md`: every file that it shows is tried, and every command that it shows is run."""

from __future__ import annotations

import re

import pytest

import harness_lint.plugin
import harness_lint.testing
from tests.plugins.installing import ROOT, run, write

GUIDE = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
FILES = {
    match[2]: match[3]
    for match in re.finditer(r'(?ms)^(`{3,})\w+ title="([^"]+)"\n(.*?)^\1$', GUIDE)
}
OURS = {path: text for path, text in FILES.items() if path.startswith("fixtures/")}
THEIRS = {path: text for path, text in FILES.items() if path not in OURS}
CONSOLE = re.findall(r"(?ms)^```console\n\$ harness-lint ([^\n]*)\n(.*?)^```$", GUIDE)
SETTINGS = re.findall(r"(?ms)^```toml\n(.*?)^```$", GUIDE)


@pytest.fixture
def project(tmp_path):
    return write(tmp_path, THEIRS)


@pytest.mark.parametrize("path", OURS)
def test_what_it_shows_of_the_example_is_the_example(path):
    assert OURS[path] == (ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(("command", "printed"), CONSOLE)
def test_a_command_prints_what_it_shows(environment, project, command, printed):
    done = environment.lint(project, *command.split())

    assert (done.out, done.err) == (printed, "")


def test_the_page_is_explained(environment, project):
    done = environment.lint(project, "explain", "OUR101")

    assert done.out == THEIRS["tools/checks/ownerless_task.md"]


def test_its_tests_pass_and_fail_where_the_page_lies(environment, project):
    command = (environment.bin / "python", "-m", "pytest", "-p", "no:cacheprovider", "tests")
    page = project / "tools" / "checks" / "ownerless_task.md"

    right = run(project, *command)
    page.write_text(page.read_text(encoding="utf-8").replace(":3:12:", ":3:9:"))
    wrong = run(project, *command)

    assert right.code == 0, right.out
    assert "4 passed" in right.out
    assert (wrong.code, "1 failed, 3 passed" in wrong.out) == (1, True), wrong.out


def test_the_findings_of_a_page_are_written_by_the_command_that_it_names(environment, project):
    (command,) = re.findall(r"`python -m (harness_lint\.testing [^`]*)`", GUIDE)
    page = project / "tools" / "checks" / "ownerless_task.md"
    right = page.read_text(encoding="utf-8")
    page.write_text(right.replace("` names nobody", "` names"))

    done = run(project, environment.bin / "python", "-m", *command.split())

    assert (done.code, page.read_text(encoding="utf-8")) == (0, right), done.err


@pytest.mark.parametrize("settings", SETTINGS)
def test_a_setting_that_it_shows_is_one(environment, project, settings):
    with (project / "harness-lint.toml").open("a", encoding="utf-8") as file:
        file.write(settings)

    done = environment.lint(project, "check", "-q", "--output-format", "concise")

    assert (done.code, done.err) == (1, "")


@pytest.mark.parametrize("module", [harness_lint.plugin, harness_lint.testing])
def test_every_name_that_stays_is_there_and_is_named(module):
    words = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`\n]+)`", GUIDE))))

    assert all(hasattr(module, name) for name in module.__all__)
    assert set(module.__all__) - words == set()


def test_both_modules_offer_nothing_else():
    for module in (harness_lint.plugin, harness_lint.testing):
        public = {
            name
            for name, value in vars(module).items()
            if not name.startswith("_") and getattr(value, "__module__", "").startswith("harness")
        }

        assert public - set(module.__all__) <= {"main", "Config", "Registry", "Report"} | {
            "Check",
            "faults_of",
            "option_problems",
        }
