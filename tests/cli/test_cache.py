"""`harness-lint cache`, and the folder that runs leave, as users see them."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import run

FOLDER = ".harness-lint-cache"
PAGES = 20


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for number in range(PAGES):
        text = f"# Page {number}\n\n[it](page-0.md#page-0)\n\n- [ ] a\n- [ ]b\n"
        (folder / f"page-{number}.md").write_text(text, encoding="utf-8")
    return folder


def check(folder: Path, *arguments: str) -> tuple[int, str, str]:
    done = run(folder, "check", "--output-format", "json", *arguments)
    return done.returncode, done.stdout, done.stderr


def kept(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).glob("*.sqlite"))


def test_dir_prints_the_folder_of_the_project(project):
    (project / "harness-lint.toml").write_text("", encoding="utf-8")
    (project / "inner").mkdir()

    done = run(project / "inner", "cache", "dir")

    assert (done.returncode, done.stdout) == (0, f"{project / FOLDER}\n")


def test_clear_removes_the_folder_and_says_how_much_it_was(project):
    check(project)
    size = sum(file.stat().st_size for file in (project / FOLDER).iterdir())
    done = run(project, "cache", "clear")

    assert (done.returncode, done.stdout) == (0, f"removed {project / FOLDER}, {size:,} bytes\n")
    assert not (project / FOLDER).exists()
    assert run(project, "cache", "clear").stdout == "there is no cache\n"


def test_clear_leaves_what_is_not_ours(project):
    check(project)
    (project / FOLDER / "notes.txt").write_text("mine", encoding="utf-8")
    run(project, "cache", "clear")

    assert [file.name for file in (project / FOLDER).iterdir()] == ["notes.txt"]


def test_clear_says_what_it_cannot_remove(project):
    (project / FOLDER / "a.sqlite").mkdir(parents=True)
    done = run(project, "cache", "clear")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: cannot remove `{project / FOLDER / 'a.sqlite'}`: ")


def test_the_folder_is_known_to_git_and_to_backups_and_is_never_checked(project):
    (project / FOLDER).mkdir()
    check(project)
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    status = subprocess.run(
        ["git", "status", "--short"], cwd=project, check=True, capture_output=True, text=True
    ).stdout

    assert FOLDER not in status
    assert (project / FOLDER / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172")
    (project / FOLDER / "page.md").write_text("- [ ] a\n- [ ]b\n", encoding="utf-8")
    assert FOLDER not in check(project)[1]


def test_half_a_beginning_is_completed(project):
    (project / FOLDER).mkdir()
    (project / FOLDER / ".gitignore").touch()
    check(project)

    assert (project / FOLDER / ".gitignore").read_text().endswith("*\n")
    assert kept(project)


def test_no_cache_neither_writes_nor_reads(project):
    plain = check(project, "--no-cache")
    assert not (project / FOLDER).exists()

    check(project)
    (file,) = kept(project)
    before = file.read_bytes(), file.stat()
    file.chmod(0)

    assert check(project, "--no-cache") == plain
    file.chmod(0o600)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == (before[0], before[1].st_mtime_ns)


@pytest.mark.parametrize("arguments", [("page-1.md",), ("page-1.md", "page-2.md")])
def test_a_run_over_few_files_that_need_no_others_leaves_nothing(tmp_path, arguments):
    for name in ("page-1.md", "page-2.md", "page-3.md"):
        (tmp_path / name).write_text("# Page\n", encoding="utf-8")
    check(tmp_path, *arguments)

    assert not (tmp_path / FOLDER).exists()


def test_a_text_of_an_editor_leaves_nothing(project):
    kept_text = {**os.environ, "AI_AGENT": ""}
    subprocess.run(
        [sys.executable, "-m", "harness_lint", "check", "--stdin-filename", "page-1.md"],
        cwd=project,
        env=kept_text,
        input=b"# Page\n",
        capture_output=True,
        check=False,
    )

    assert not (project / FOLDER).exists()


def file_in_its_place(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("mine", encoding="utf-8")


def link_in_its_place(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to("elsewhere")


def folder_for_the_file(folder: Path) -> None:
    for file in folder.glob("*.sqlite"):
        file.unlink()
        file.mkdir()


def text_for_the_file(folder: Path) -> None:
    for file in folder.glob("*.sqlite"):
        file.write_text("mine\n" * 3000, encoding="utf-8")


def nothing_in_the_file(folder: Path) -> None:
    for file in folder.glob("*.sqlite"):
        file.write_bytes(b"")


def other_tables(folder: Path) -> None:
    import sqlite3
    from contextlib import closing

    for file in folder.glob("*.sqlite"):
        file.unlink()
        with closing(sqlite3.connect(file)) as other:
            other.execute("CREATE TABLE texts (name INTEGER, words BLOB)")
            other.execute("CREATE VIEW rows AS SELECT 1 AS kind")


def pipe_for_the_file(folder: Path) -> None:
    for file in folder.glob("*.sqlite"):
        file.unlink()
        os.mkfifo(file)


def link_for_the_file(folder: Path) -> None:
    for file in folder.glob("*.sqlite"):
        file.replace(folder.parent / "elsewhere.sqlite")
        file.symlink_to("../elsewhere.sqlite")


def link_to_nothing_for_the_file(folder: Path) -> None:
    for file in folder.glob("*.sqlite"):
        file.unlink()
        file.symlink_to("../elsewhere.sqlite")


@pytest.mark.parametrize(
    "damage",
    [
        file_in_its_place,
        link_in_its_place,
        folder_for_the_file,
        text_for_the_file,
        nothing_in_the_file,
        other_tables,
        pipe_for_the_file,
        link_for_the_file,
        link_to_nothing_for_the_file,
    ],
)
def test_whatever_stands_in_its_place_changes_nothing(project, damage):
    plain = check(project, "--no-cache")
    check(project)
    damage(project / FOLDER)

    assert [check(project), check(project)] == [plain, plain]


def test_nothing_is_written_through_a_link(project):
    check(project)
    link_to_nothing_for_the_file(project / FOLDER)
    check(project)

    assert not (project / "elsewhere.sqlite").exists()


@pytest.mark.parametrize("limit", [0, 100, 5_000, 40_000])
def test_a_full_disk_changes_nothing(project, limit):
    """`RLIMIT_FSIZE` refuses to make a file larger, as a full disk does, and to root as well."""
    plain = check(project, "--no-cache")

    def on_a_full_disk() -> tuple[int, str, str]:
        done = subprocess.run(
            [sys.executable, "-m", "harness_lint", "check", "--output-format", "json"],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        )
        return done.returncode, done.stdout, done.stderr

    assert [on_a_full_disk(), on_a_full_disk(), check(project)] == [plain] * 3


def test_only_the_files_that_were_used_last_are_kept(project):
    for code in ("HL001", "HL002", "HL003", "HL004", "HL005", "HL006", "HL007", "HL008"):
        check(project, "--ignore", code)

    assert len(kept(project)) == 6


def test_what_is_kept_holds_on_another_machine(project, tmp_path):
    first = check(project)
    (other := tmp_path / "runner").mkdir()
    shutil.copytree(project, other / "project", copy_function=shutil.copy)
    for file in (other / "project").glob("*.md"):
        os.utime(file)
    shutil.rmtree(project)

    assert check(other / "project") == first
    assert len(kept(other / "project")) == 1
