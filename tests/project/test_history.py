"""The history port, asked of real repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from harness_lint.errors import HarnessLintError, UsageError
from harness_lint.project import git as programs
from harness_lint.project import git_history
from harness_lint.project.history import Change, NoHistory, open_history
from tests.test_discovery import GIT

START = 1_700_000_000


class Repository:
    """A real repository whose commits are a minute apart."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = START
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        moment = f"{self.clock} +0000"
        environment = {
            **os.environ,
            **GIT,
            "GIT_AUTHOR_DATE": moment,
            "GIT_COMMITTER_DATE": moment,
        }
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", *arguments],
            cwd=self.root,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.strip()

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def commit(self, message: str = "more", **files: str) -> str:
        """Commit everything, with *files* (`__` for `/`, `_md` for `.md`) written before."""
        for name, text in files.items():
            self.write(name.replace("__", "/").replace("_md", ".md"), text)
        self.clock += 60
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def history(self, below: str = "."):
        return open_history(str(self.root / below))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def test_a_commit_has_its_time_and_parents(repository):
    first = repository.commit(a_md="1")
    second = repository.commit(a_md="2")
    history = repository.history()

    assert history.available
    assert history.why_not == ""
    assert history.commit("HEAD") == (second, START + 120, (first,))
    assert history.commit(first[:10]) == (first, START + 60, ())


@pytest.mark.parametrize("rev", ["nothing", "0" * 40, "main..main", "HEAD:a.md", "HEAD~9", "^main"])
def test_a_name_that_leads_to_no_commit_gives_none(repository, rev):
    repository.commit(a_md="1")

    assert repository.history().commit(rev) is None


@pytest.mark.parametrize("rev", ["--output=x", "-h", "", "a\nb", "a\0b", "\x1b[2J"])
def test_what_cannot_be_the_name_of_a_commit_is_refused(repository, rev):
    repository.commit(a_md="1")

    with pytest.raises(UsageError, match="no name of a commit"):
        repository.history().commit(rev)


@pytest.mark.parametrize("ask", ["changed_since", "commits_since", "files_of", "merge_base"])
def test_an_unknown_commit_is_an_error_with_the_way_out(repository, ask):
    repository.commit(a_md="1")

    with pytest.raises(UsageError, match="git knows no commit `v9`; see `git log`"):
        getattr(repository.history(), ask)("v9")


def test_tags_and_branches_are_names_of_commits(repository):
    first = repository.commit(a_md="1")
    repository.git("tag", "-a", "v1", "-m", "one")
    repository.commit(a_md="2")

    assert repository.history().commit("v1").sha == first
    assert repository.history().read_at("v1", "a.md") == b"1"


def test_files_of_a_commit_are_those_it_touched(repository):
    first = repository.commit(a_md="1", b_md="1")
    second = repository.commit(b_md="2", c__d_md="1")
    (repository.root / "a.md").unlink()
    third = repository.commit()
    empty = repository.commit()
    history = repository.history()

    assert history.files_of(first) == {"a.md", "b.md"}
    assert history.files_of(second) == {"b.md", "c/d.md"}
    assert history.files_of(third) == {"a.md"}
    assert history.files_of(empty) == frozenset()


@pytest.mark.skipif(sys.platform == "win32", reason="no such names on this system")
def test_names_are_read_as_they_are(repository):
    names = ["é ü.md", "a\nb.md", ":100644 x.md", "\x01.md", '"q".md', "日本.md"]
    for name in names:
        repository.write(name, "1")
    first = repository.commit()
    history = repository.history()

    assert history.files_of(first) == set(names)
    assert history.last_change("日本.md").sha == first
    assert history.read_at(first, "é ü.md") == b"1"
    assert history.read_at(first, "a\nb.md") is None, "cannot be asked for"


def test_the_last_change_of_a_file_is_the_newest_commit_that_touched_it(repository):
    first = repository.commit(a_md="1", b_md="1")
    second = repository.commit(a_md="2")
    (repository.root / "b.md").unlink()
    third = repository.commit()
    history = repository.history()

    assert history.last_change("a.md").sha == second
    assert history.last_change("b.md").sha == third
    assert history.last_change("never.md") is None
    assert history.commit(first).time == START + 60


def test_all_last_changes_come_from_one_pass(repository, monkeypatch):
    for number in range(12):
        repository.commit(**{f"f{number}_md": "1"})
    asked = []
    monkeypatch.setattr(git_history, "FIRST_PAGE", 2)
    monkeypatch.setattr(
        git_history, "ask", lambda *words: asked.append(words) or programs.ask(*words)
    )
    history = repository.history()

    found = {number: history.last_change(f"f{number}.md") for number in (3, 11, 0, 7)}

    assert {number: commit.time for number, commit in found.items()} == {
        number: START + 60 * (number + 1) for number in (3, 11, 0, 7)
    }
    assert history.last_change("f5.md") is not None
    assert history.last_change("never.md") is None
    logs = [words for words in asked if "log" in words]
    assert len(logs) == 3, "pages of 2, 8 and 32"


def test_a_child_comes_before_its_parent_where_clocks_went_wrong(repository):
    repository.clock = START + 1_000
    repository.commit(a_md="1")
    repository.git("branch", "side")
    repository.clock = START
    child = repository.commit(a_md="2")
    repository.git("checkout", "-q", "side")
    repository.clock = START + 500
    repository.commit(b_md="1")
    repository.git("merge", "-q", "main")

    assert repository.history().last_change("a.md").sha == child


def test_a_merge_changed_what_it_changed_itself(repository):
    repository.commit(a_md="1\n", b_md="1\n")
    repository.git("checkout", "-q", "-b", "side")
    side = repository.commit(a_md="side\n", c_md="1\n")
    repository.git("checkout", "-q", "main")
    main = repository.commit(a_md="main\n")
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("merge", "-q", "side")
    merge = repository.commit(a_md="both\n")
    history = repository.history()

    assert history.commit(merge).parents == (main, side)
    assert history.files_of(merge) == {"a.md"}
    assert history.last_change("a.md").sha == merge
    assert history.last_change("c.md").sha == side
    assert history.merge_base("side").sha == side


def test_the_merge_base_is_where_two_branches_parted(repository):
    base = repository.commit(a_md="1")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit(a_md="2")
    repository.git("checkout", "-q", "main")
    repository.commit(b_md="1")
    repository.git("checkout", "-q", "--orphan", "alone")
    alone = repository.commit()
    repository.git("checkout", "-q", "main")
    history = repository.history()

    assert history.merge_base("side").sha == base
    assert history.merge_base(alone) is None


def test_commits_since_come_oldest_first_with_their_files(repository):
    first = repository.commit(a_md="1")
    second = repository.commit(b_md="1")
    third = repository.commit(c_md="1")
    history = repository.history()
    commits = history.commits_since(first)

    assert [commit.sha for commit in commits] == [second, third]
    assert [history.files_of(commit.sha) for commit in commits] == [{"b.md"}, {"c.md"}]
    assert history.commits_since("HEAD") == ()


def test_changes_since_a_commit_take_in_the_working_tree(repository):
    first = repository.commit(a_md="1", b_md="long enough to be found again\n" * 9, d_md="1")
    repository.write(".gitignore", "ignored.md\n")
    repository.git("mv", "b.md", "c.md")
    repository.commit(e_md="nothing alike")
    repository.write("a.md", "2")
    repository.write("new.md", "1")
    repository.write("ignored.md", "1")
    repository.write("nested/x.md", "1")
    subprocess.run(["git", "init", "-q", "nested"], cwd=repository.root, check=True)
    (repository.root / "d.md").unlink()

    assert repository.history().changed_since(first) == (
        Change("added", ".gitignore"),
        Change("modified", "a.md"),
        Change("renamed", "c.md", "b.md"),
        Change("deleted", "d.md"),
        Change("added", "e.md"),
        Change("added", "new.md"),
    )


def test_a_file_is_dirty_while_it_differs_from_the_last_commit(repository):
    repository.commit(a_md="1", b_md="1", c_md="1")
    repository.write("a.md", "2")
    repository.write("new.md", "1")
    repository.git("rm", "-q", "--cached", "c.md")
    history = repository.history()

    assert [history.is_dirty(f"{name}.md") for name in ("a", "b", "c", "new")] == [
        True,
        False,
        True,
        True,
    ]


def test_a_conflict_is_one_change(repository):
    repository.commit(a_md="1\n")
    repository.git("checkout", "-q", "-b", "side")
    repository.commit(a_md="side\n")
    repository.git("checkout", "-q", "main")
    repository.commit(a_md="main\n")
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("merge", "-q", "side")

    assert repository.history().changed_since("HEAD") == (Change("modified", "a.md"),)


def test_old_bytes_are_read_through_one_process(repository):
    first = repository.commit(a_md="one\r\n", b_md="")
    second = repository.commit(a_md="two")
    history = repository.history()

    assert history.read_at(first, "a.md") == b"one\r\n"
    assert history.read_at(first, "b.md") == b""
    process = history._objects._process
    assert history.read_at(second, "a.md") == b"two"
    assert history.read_at(second, "never.md") is None
    assert history.read_at(second, "") is None, "a folder"
    assert history._objects._process is process
    history.close()
    assert process.poll() is not None
    assert history.read_at(first, "a.md") == b"one\r\n"
    history.close()


def test_a_large_object_is_passed_over(repository, monkeypatch):
    monkeypatch.setattr(programs, "MOST_BYTES", 1_000)
    repository.commit(a_md="x" * 3_000_000, b_md="1")
    history = repository.history()

    assert history.read_at("HEAD", "a.md") is None
    assert history.read_at("HEAD", "b.md") == b"1"


def test_a_root_below_the_top_sees_its_own_files(repository):
    first = repository.commit(top_md="1", ü__a_md="1", other__x_md="long text " * 50)
    second = repository.commit(top_md="2")
    repository.git("mv", "other/x.md", "ü/x.md")
    repository.write("ü/new.md", "1")
    repository.write("new.md", "1")
    history = repository.history("ü")

    assert history.files_of(first) == {"a.md"}
    assert history.files_of(second) == frozenset()
    assert history.last_change("a.md").sha == first
    assert history.last_change("top.md") is None
    assert history.read_at(first, "a.md") == b"1"
    assert history.changed_since(first) == (Change("added", "new.md"), Change("added", "x.md"))


def test_a_repository_without_commits_has_no_history(repository):
    repository.write("a.md", "1")
    history = repository.history()

    assert not history.available
    assert history.why_not == "the git repository has no commits"


def test_a_folder_without_a_repository_has_no_history(tmp_path):
    history = open_history(str(tmp_path))

    assert (history.available, history.why_not) == (False, "there is no git repository")


def test_a_broken_repository_has_no_history(tmp_path):
    (tmp_path / ".git").mkdir()

    assert open_history(str(tmp_path)).why_not == "there is no git repository"


def test_a_bare_repository_has_no_history(repository, tmp_path):
    repository.commit(a_md="1")
    repository.git("clone", "-q", "--bare", ".", str(tmp_path / "bare" / ".git"))

    assert not open_history(str(tmp_path / "bare" / ".git")).available


def test_without_git_there_is_no_history(repository, monkeypatch, tmp_path):
    repository.commit(a_md="1")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert repository.history().why_not == "git is not installed"


def test_git_that_goes_away_is_an_error(repository, monkeypatch, tmp_path):
    repository.commit(a_md="1")
    history = repository.history()
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(HarnessLintError, match="git is not installed any more"):
        history.last_change("a.md")
    with pytest.raises(HarnessLintError, match="git is not installed any more"):
        history.commit("HEAD")


def test_a_repository_of_someone_else_has_no_history(repository, monkeypatch):
    repository.commit(a_md="1")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)

    assert "safe.directory" in repository.history().why_not


def test_no_history_says_why_it_cannot_compare():
    history = NoHistory("there is no git repository")

    assert history.commit("HEAD") is None
    assert history.last_change("a.md") is None
    assert not history.is_dirty("a.md")
    with pytest.raises(UsageError, match="nothing to compare with `main`: there is no git rep"):
        history.changed_since("main")


def test_a_shallow_clone_does_not_guess(repository, tmp_path):
    first = repository.commit(a_md="1", b_md="1")
    edge = repository.commit(a_md="2")
    last = repository.commit(b_md="2")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth", "2", repository.root.as_uri(), str(clone))
    history = open_history(str(clone))

    assert history.available
    assert history.is_shallow
    assert "--unshallow" in history.why_not
    assert history.commit(edge).parents == ()
    assert history.files_of(edge) == frozenset()
    assert history.last_change("b.md").sha == last
    assert history.last_change("a.md") is None, "the edge looks as if it had added it"
    assert history.read_at(edge, "a.md") == b"2"
    assert history.commit(first) is None
    with pytest.raises(UsageError, match="--unshallow"):
        history.changed_since(first)


def test_a_linked_worktree_has_the_same_history(repository, tmp_path):
    first = repository.commit(a_md="1")
    repository.git("worktree", "add", "-q", str(tmp_path / "linked"))
    (tmp_path / "linked" / "a.md").write_text("2")
    history = open_history(str(tmp_path / "linked"))

    assert history.last_change("a.md").sha == first
    assert history.is_dirty("a.md")


def test_the_variables_of_a_hook_do_not_lead_elsewhere(repository, tmp_path, monkeypatch):
    other = Repository(tmp_path / "other")
    other.commit(x_md="1")
    first = repository.commit(a_md="1")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.root / ".git" / "index"))

    assert repository.history().commit("HEAD").sha == first
    assert repository.history().changed_since("HEAD") == ()


@pytest.mark.skipif(sys.platform == "win32", reason="programs are shell scripts here")
def test_no_program_that_the_repository_names_is_run(repository, tmp_path):
    alarm, trap = tmp_path / "alarm", tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {alarm}\ncat\n")
    trap.chmod(0o755)
    first = repository.commit(a_md="1\n")
    repository.write(".gitattributes", "*.md filter=x diff=x\n*.txt filter=y\n")
    repository.commit(b_txt="1\n")
    (repository.root / "b.txt").write_text("1\n")
    for name in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.external",
        "diff.x.command",
        "diff.x.textconv",
        "filter.x.clean",
        "filter.y.process",
        "gpg.program",
        "pager.log",
    ):
        repository.git("config", name, str(trap))
    for name in ("log.showSignature", "filter.x.required", "diff.relative"):
        repository.git("config", name, "true")
    repository.git("config", "diff.orderFile", "nowhere")
    repository.git("config", "color.ui", "always")
    later = time.time() + 10
    repository.write("a.md", "2\n")
    os.utime(repository.root / "b.txt", (later, later))
    history = repository.history()

    assert [change.path for change in history.changed_since("HEAD") if change.path == "a.md"]
    assert history.is_dirty("a.md")
    assert history.last_change("a.md").sha == first
    assert history.commits_since(first)
    assert history.read_at(first, "a.md") == b"1\n"
    assert not alarm.exists()


def test_a_filter_that_cannot_be_switched_off_is_an_error(repository):
    repository.commit(a_md="1\n")
    repository.git("config", "filter.a=b.clean", "false")

    with pytest.raises(HarnessLintError, match="filter with `=` in its name"):
        repository.history().changed_since("HEAD")


@pytest.mark.skipif(sys.platform == "win32", reason="programs are shell scripts here")
def test_what_a_partial_clone_left_behind_is_not_fetched(repository, tmp_path):
    first = repository.commit(a_md="1")
    repository.commit(a_md="2")
    repository.git("config", "uploadpack.allowFilter", "true")
    clone, alarm = tmp_path / "clone", tmp_path / "alarm"
    uri = repository.root.as_uri()
    repository.git("clone", "-q", "--filter=blob:none", uri, str(clone))
    trap = f"touch {alarm}; git-upload-pack"
    subprocess.run(["git", "config", "remote.origin.uploadpack", trap], cwd=clone, check=True)
    history = open_history(str(clone))

    assert history.read_at(first, "a.md") is None
    assert history.read_at("HEAD", "a.md") == b"2"
    assert not alarm.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the program is a shell script")
def test_git_that_hangs_is_an_error_within_its_time(repository, tmp_path, monkeypatch):
    repository.commit(a_md="1")
    history = repository.history()
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text(f"#!{shutil.which('sh')}\nexec {shutil.which('sleep')} 30\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(slow.parent))
    monkeypatch.setattr(history._objects, "_seconds", 0.2)

    with pytest.raises(HarnessLintError, match="did not answer within"):
        history.commit("HEAD")
    with pytest.raises(HarnessLintError, match="did not answer within"):
        programs.ask(str(repository.root), "log", seconds=0.2)


def test_a_damaged_repository_is_an_error_of_one_sentence(repository):
    repository.commit(a_md="1")
    repository.commit(a_md="2")
    tree = repository.git("rev-parse", "HEAD~1^{tree}")
    (repository.root / ".git" / "objects" / tree[:2] / tree[2:]).unlink()
    history = repository.history()

    with pytest.raises(HarnessLintError, match=r"^git could not read the history: [^\n]+$"):
        history.last_change("never.md")
