"""What a run remembers of the files of a project holds only as long as none comes or goes."""

import shutil
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.engine.cache_edits import answer

WRONG = "# Page\n\n- [ ] a\n- [ ]bc\n"


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    for number in range(20):
        write(
            folder / f"page-{number}.md",
            f"# Page {number}\n\n[it](page-{number}.md#page-{number})\n",
        )
    git(folder, "init", "-q")
    return folder


def remembered(folder: Path) -> None:
    """Run until the files are remembered."""
    kept = ()
    while ("plan",) not in kept:
        time.sleep(0.1)
        answer(folder)
        (file,) = (folder / ".harness-lint-cache").glob("*.sqlite")
        with closing(sqlite3.connect(file)) as cache:
            kept = cache.execute("SELECT name FROM texts").fetchall()


def same(folder: Path) -> bool:
    """Whether what a run says is news, and what a run says that remembers nothing."""
    kept, plain = answer(folder), answer(folder, "--no-cache")
    return kept == plain and kept.code == 1


def test_a_file_in_a_folder_that_held_none(project):
    write(project / "new" / "notes.txt", "")
    write(project / ".gitignore", "*\n!*/\n!*.md\n!.gitignore\n")
    remembered(project)
    write(project / "new" / "page.md", WRONG)

    assert same(project)


def test_a_checkout_inside_that_is_none_any_more(project):
    write(project / "inner" / "page.md", WRONG)
    git(project / "inner", "init", "-q")
    git(
        project / "inner",
        "-c",
        "user.name=a",
        "-c",
        "user.email=b",
        "commit",
        "-q",
        "-m",
        "a",
        "--allow-empty",
    )
    remembered(project)
    shutil.rmtree(project / "inner" / ".git")

    assert same(project)


def test_patterns_in_the_file_that_the_settings_of_git_name(project):
    write(project.parent / "patterns", "hidden.md\n")
    git(project, "config", "core.excludesFile", "../patterns")
    write(project / "hidden.md", WRONG)
    remembered(project)
    write(project.parent / "patterns", "other.md\n")

    assert same(project)


def test_patterns_of_this_checkout_alone(project):
    write(project / ".git" / "info" / "exclude", "hidden.md\n")
    write(project / "hidden.md", WRONG)
    remembered(project)
    write(project / ".git" / "info" / "exclude", "")

    assert same(project)


def test_files_that_git_ignores_count_only_where_they_are_named(project):
    write(project / ".gitignore", "hidden/\n")
    write(project / "hidden" / "page.md", WRONG)
    for _ in range(3):
        time.sleep(0.1)
        answer(project, ".", "hidden")

    assert answer(project) == answer(project, "--no-cache")
    assert answer(project).code == 0


def test_a_folder_that_is_renamed(project):
    write(project / "inner" / "page.md", "# Page\n\n[there](../page-1.md)\n")
    remembered(project)
    (project / "inner").rename(project / "outer")
    write(project / "page-2.md", "# Page\n\n[there](inner/page.md)\n")

    assert same(project)
