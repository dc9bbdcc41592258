"""Discovery: the same files whether git lists them or a walk does, and nothing out of the root."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from harness_lint.config import Config
from harness_lint.errors import ConfigError, UsageError
from harness_lint.project import root as subject
from harness_lint.project.discovery import Discovery, discover
from harness_lint.project.root import FileKinds

GIT = {
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


KINDS = FileKinds(
    is_structured=lambda path: path.endswith(("handoff.json", "test_lamp.py")),
    is_evidence=lambda path: path.endswith(".py"),
)


def write(root: Path, *paths: str, text: str = "# Title\n") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def git(root: Path, *arguments: str) -> None:
    environment = {**os.environ, **GIT}
    subprocess.run(["git", *arguments], cwd=root, env=environment, check=True, capture_output=True)


@pytest.fixture(params=["walked", "checkout"])
def root(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """An empty project, once as a plain folder and once as a git checkout."""
    folder = tmp_path / "project"
    folder.mkdir()
    if request.param == "checkout":
        git(folder, "init", "-q")
    return folder


def found(root: Path, *paths: str, cwd: Path | None = None, **settings: object) -> Discovery:
    config = Config(root=str(root), **settings)  # type: ignore[arg-type]
    return discover(config, paths, cwd or root, KINDS)


def test_markdown_and_structured_documents_are_found_sorted(root):
    write(root, "b.md", "a/SKILL.MD", "a/rules.mdc", "src/x.py", "handoff.json", "other.json")

    assert found(root).files == ("a/SKILL.MD", "a/rules.mdc", "b.md", "handoff.json")


def test_a_folder_limits_what_is_reported_not_what_is_read(root):
    write(root, "a/one.md", "b/two.md")

    discovery = found(root, "a")

    assert (discovery.files, discovery.siblings) == (("a/one.md",), ("a/one.md", "b/two.md"))


def test_paths_are_seen_from_the_working_directory(root):
    write(root, "a/one.md", "b/two.md")

    assert found(root, "one.md", "../b", cwd=root / "a").files == ("a/one.md", "b/two.md")
    assert found(root, cwd=root / "a").files == ("a/one.md",)


def test_ignored_files_are_not_found_and_taken_back_ones_are(root):
    write(root, "kept.md", "build/x.md", "notes/a.md", "notes/b.md", "deep/tmp/c.md", "deep/d.md")
    write(root, ".gitignore", text="build/\n/notes/*.md\n!notes/b.md\n")
    write(root, "deep/.gitignore", text="tmp\n")

    assert found(root).files == ("deep/d.md", "kept.md", "notes/b.md")


def test_an_ignored_folder_that_is_named_is_looked_into(root):
    write(root, "kept.md", "build/x.md")
    write(root, ".gitignore", text="build/\n")

    discovery = found(root, "build")

    assert discovery.files == ("build/x.md",)
    assert discovery.tree.exists("build/x.md")


def test_folders_of_tools_are_left_out(root):
    write(root, "a.md", "node_modules/p/README.md", "sub/.venv/lib/x.md", ".claude/agents/x.md")

    assert found(root).files == (".claude/agents/x.md", "a.md")


def test_names_that_are_not_ascii_stay_whole(root):
    write(root, "规则/前端.md", "ein Plan.md", 'quo"te.md', "-x.md", "new\nline.md")

    assert found(root).files == (
        "-x.md",
        "ein Plan.md",
        "new\nline.md",
        'quo"te.md',
        "规则/前端.md",
    )


def test_a_tracked_file_that_was_deleted_is_dropped(tmp_path):
    git(tmp_path, "init", "-q")
    write(tmp_path, "a.md", "b.md")
    git(tmp_path, "add", ".")
    (tmp_path / "a.md").unlink()

    assert found(tmp_path).files == ("b.md",)


def test_a_nested_checkout_is_a_folder_without_files(tmp_path):
    git(tmp_path, "init", "-q")
    write(tmp_path, "a.md", "vendor/b.md")
    git(tmp_path / "vendor", "init", "-q")
    git(tmp_path / "vendor", "add", ".")
    git(tmp_path / "vendor", "commit", "-q", "-m", "x")
    git(tmp_path, "add", ".")

    discovery = found(tmp_path)

    assert discovery.files == ("a.md",)
    assert discovery.tree.is_dir("vendor")


def test_a_broken_checkout_is_walked(tmp_path):
    write(tmp_path, "a.md")
    (tmp_path / ".git").write_text("gitdir: /nowhere")

    assert found(tmp_path).files == ("a.md",)


@pytest.mark.covers("SAF-001")
def test_a_program_named_in_the_repositorys_configuration_is_not_run(tmp_path):
    git(tmp_path, "init", "-q")
    write(tmp_path, "a.md")
    (tmp_path / "run.sh").write_text("#!/bin/sh\ntouch ran\n")
    (tmp_path / "run.sh").chmod(0o755)
    git(tmp_path, "config", "core.fsmonitor", str(tmp_path / "run.sh"))

    assert found(tmp_path).files == ("a.md",)
    assert not (tmp_path / "ran").exists()


def test_excluded_files_are_neither_checked_nor_read_but_exist(root):
    write(root, "a.md", "vendor/b.md", "vendor/keep/c.md")

    discovery = found(root, exclude=("vendor/*", "!vendor/keep/"))

    assert discovery.files == discovery.siblings == ("a.md", "vendor/keep/c.md")
    assert discovery.tree.exists("vendor/b.md")


def test_included_files_are_checked_whatever_they_are_called(root):
    write(root, "a.md", "prd.txt", "other.txt")

    assert found(root, include=("prd.txt",)).files == ("a.md", "prd.txt")


def test_a_glob_that_is_none_is_a_configuration_error(root):
    with pytest.raises(ConfigError, match="`exclude`: "):
        found(root, exclude=("!",))


@pytest.mark.parametrize(
    ("paths", "note"),
    [
        (["a.md"], "nothing to check: `a.md` is excluded by the configuration"),
        (["b.py"], "nothing to check: `b.py` is of no known kind"),
        (["a.md", "b.py"], "nothing to check: all 2 files are excluded or of no known kind"),
    ],
)
def test_files_that_are_all_left_out_are_noted(root, paths, note):
    write(root, "a.md", "b.py")

    discovery = found(root, *paths, exclude=("a.md",))

    assert (discovery.files, discovery.notes, discovery.empty_directories) == ((), (note,), ())


def test_a_file_left_out_beside_one_that_is_checked_is_not_noted(root):
    write(root, "a.md", "b.py")

    assert found(root, "a.md", "b.py").notes == ()


def test_a_folder_without_any_document_is_told(root):
    write(root, "a.md", "src/x.py")

    assert found(root, "src").empty_directories == ("src",)
    assert found(root, "src", "a.md").empty_directories == ("src",)
    assert found(root).empty_directories == ()


def test_an_empty_project_is_told(root):
    assert found(root).empty_directories == (".",)


def test_a_path_that_does_not_exist_is_wrong_use(root):
    with pytest.raises(UsageError, match=r"path `nowhere\.md` does not exist"):
        found(root, "nowhere.md")


def test_a_path_out_of_the_root_is_wrong_use(root):
    write(root, "../other/a.md")

    with pytest.raises(UsageError, match="is outside the project"):
        found(root, "../other/a.md")


def test_one_real_file_is_checked_once(root):
    write(root, "skills/plan/SKILL.md")
    (root / "z").mkdir()
    (root / "z" / "SKILL.md").symlink_to("../skills/plan/SKILL.md")
    (root / "a").mkdir()
    (root / "a" / "SKILL.md").symlink_to("../skills/plan/SKILL.md")

    assert found(root).files == ("skills/plan/SKILL.md",)
    assert found(root, "z/SKILL.md").files == ("skills/plan/SKILL.md",)


def test_a_link_to_a_file_of_another_kind_is_checked_under_its_own_name(root):
    write(root, "shared/instructions")
    (root / "AGENTS.md").symlink_to("shared/instructions")
    (root / "CLAUDE.md").symlink_to("shared/instructions")

    assert found(root).files == ("AGENTS.md",)
    assert found(root, "AGENTS.md").files == ("AGENTS.md",)


def test_links_out_of_the_root_and_to_nothing_are_skipped_with_the_reason(root):
    write(root, "a.md", "../secret.md")
    (root / "out.md").symlink_to("../secret.md")
    (root / "broken.md").symlink_to("nowhere.md")
    (root / "loop.md").symlink_to("loop.md")

    for paths in ([], ["out.md", "broken.md", "loop.md", "a.md"]):
        discovery = found(root, *paths)

        assert discovery.files == ("a.md",)
        assert discovery.siblings == ("a.md",)
        assert discovery.skipped == {
            "broken.md": "it is a symbolic link to nothing",
            "loop.md": "it is a symbolic link to nothing",
            "out.md": "it is a symbolic link out of the project",
        }


def test_folders_that_link_in_a_circle_end(root):
    write(root, "a/one.md")
    (root / "a" / "again").symlink_to("..")

    discovery = found(root)

    assert discovery.files == ("a/one.md",)
    assert discovery.tree.exists("a/again/a/again/a/one.md")


def test_a_linked_folder_that_is_named_is_the_folder_itself(root):
    write(root, ".agents/skills/plan/SKILL.md")
    (root / ".claude").mkdir()
    (root / ".claude" / "skills").symlink_to("../.agents/skills")

    assert found(root, ".claude/skills").files == (".agents/skills/plan/SKILL.md",)


def test_the_tree_knows_files_folders_and_other_spellings(root):
    write(root, "docs/Guide.md", "docs/img/a.png")
    (root / "latest").symlink_to("docs")

    tree = found(root).tree

    assert [tree.exists(path) for path in ("docs/Guide.md", "docs/img", ".", "docs/guide.md")] == [
        True,
        True,
        True,
        False,
    ]
    assert tree.is_dir("docs/img")
    assert not tree.is_dir("docs/Guide.md")
    assert tree.exists("latest/img/a.png")
    assert tree.exists("docs/../docs/./Guide.md")
    assert not tree.exists("../outside")
    assert tree.matching_case("DOCS/guide.md") == "docs/Guide.md"
    assert tree.matching_case("docs/none.md") is None


def test_one_file_given_by_name_does_not_list_the_project(root, monkeypatch):
    write(root, "a.md", "b.md")
    listed = []
    real = subject.list_project
    monkeypatch.setattr(subject, "list_project", lambda root: listed.append(root) or real(root))

    discovery = found(root, "a.md")

    assert discovery.files == ("a.md",)
    assert listed == []
    assert discovery.siblings == ("a.md", "b.md")
    assert discovery.tree.exists("b.md")
    assert len(listed) == 1


def test_reading_refuses_what_is_no_regular_file_and_what_is_too_large(root):
    write(root, "a.md", text="x" * 11)
    os.mkfifo(root / "pipe.md")
    discovery = found(root, max_file_size=10)

    with pytest.raises(OSError, match="it has 11 bytes, the limit is 10"):
        discovery.read("a.md")
    with pytest.raises(OSError, match="it is not a regular file"):
        discovery.read("pipe.md")


def test_a_text_held_by_an_editor_goes_before_the_disk(root):
    write(root, "a.md")
    config = Config(root=str(root))

    discovery = discover(config, ["a.md", "new.md"], root, KINDS, {"a.md": b"A", "new.md": b"N"})

    assert discovery.files == ("a.md", "new.md")
    assert (discovery.read("a.md"), discovery.read("new.md")) == (b"A", b"N")


def test_a_folder_of_tests_alone_holds_no_document(root):
    write(root, "tests/test_lamp.py", "docs/a.md")

    assert found(root, "tests").empty_directories == ("tests",)
    assert found(root, ".").empty_directories == ()
