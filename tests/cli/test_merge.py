"""A project that is checked in parts gives the bytes that it gives as a whole."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from harness_lint.reporters import FORMATS
from tests.command import before_reading, command
from tests.engine.many import environment, project

BROKEN = before_reading(
    """\
if markdown.source.path.endswith("tasks.md"):
    raise KeyError("rope")"""
)


def lint(folder, *arguments, env=None):
    """Return exit code, standard output and standard error of the command in *folder*."""
    done = subprocess.run(
        command(*arguments),
        cwd=folder,
        env=env or environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def shards(folder, target, count, *arguments, env=None):
    """Check *folder* in *count* shards and return their files, below *target*."""
    target.mkdir(parents=True, exist_ok=True)
    files = [target / f"{number}.json" for number in range(1, count + 1)]
    for number, file in enumerate(files, 1):
        part = ("--shard", f"{number}/{count}", "--output-file", file, "--quiet")
        done = lint(folder, "check", *map(str, part), *arguments, env=env)
        assert done == (0, b"", b"")
    return [str(file) for file in files]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return project(tmp_path_factory.mktemp("many") / "project")


@pytest.mark.covers("RUN-010")
@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_parts_say_what_the_whole_says(folder, tmp_path, count):
    whole = lint(folder, "check", "--no-cache", "--output-format", "json")

    files = shards(folder, tmp_path, count)

    assert lint(folder, "merge", *files, "--output-format", "json") == whole
    assert whole[0] == 1


def test_every_format_is_the_same(folder, tmp_path):
    files = shards(folder, tmp_path, 2)

    for name in FORMATS:
        wish = ("--output-format", name)
        assert lint(folder, "merge", *files, *wish) == lint(folder, "check", "--no-cache", *wish)


def test_the_order_of_the_shards_is_nothing(folder, tmp_path):
    files = shards(folder, tmp_path, 3)

    one, other = (lint(folder, "merge", *some) for some in (files, files[::-1]))

    assert one == other


def test_another_checkout_will_do_for_the_merge(folder, tmp_path):
    files = shards(folder, tmp_path / "shards", 2)
    elsewhere = shutil.copytree(folder, tmp_path / "elsewhere")

    assert lint(elsewhere, "merge", *files) == lint(folder, "check", "--no-cache")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--select", "HL4,HL701"],
        ["mission", "a.md"],
        ["--gate", "full"],
        ["--exit-zero", "--statistics"],
        ["--fail-on", "error", "--quiet"],
    ],
    ids=" ".join,
)
def test_all_options_mean_what_they_mean_for_the_whole(folder, tmp_path, arguments):
    files = shards(folder, tmp_path, 2, *(one for one in arguments if one != "--quiet"))
    options = [one for one in arguments if one not in ("mission", "a.md")]

    whole = lint(folder, "check", "--no-cache", *arguments)

    assert lint(folder, "merge", *files, *options) == whole


def test_there_may_be_more_shards_than_files(tmp_path):
    (tmp_path / "a.md").write_text("# Title\n\n[x](b.md)\n", encoding="utf-8")
    (tmp_path / "harness-lint.toml").write_text("", encoding="utf-8")
    files = shards(tmp_path, tmp_path / "shards", 5)

    held = [len(json.loads(Path(file).read_text(encoding="utf-8"))["sources"]) for file in files]

    assert sorted(held) == [0, 0, 0, 0, 1]
    assert lint(tmp_path, "merge", *files) == lint(tmp_path, "check", "--no-cache")


def test_an_empty_project_is_nothing_checked(tmp_path):
    (tmp_path / "harness-lint.toml").write_text("", encoding="utf-8")
    files = shards(tmp_path, tmp_path / "shards", 2)

    assert lint(tmp_path, "merge", *files) == lint(tmp_path, "check", "--no-cache")


def test_a_crash_is_told_by_the_merge(folder, tmp_path):
    env = environment(BROKEN, tmp_path / "site")
    files = shards(folder, tmp_path, 3, env=env)

    code, out, err = lint(folder, "merge", *files)

    assert (code, out, err) == lint(folder, "check", "--no-cache", "--jobs", "1", env=env)
    assert (code, b"internal error in reading the document" in err) == (3, True)


def test_a_file_that_cannot_be_read_is_told_once(tmp_path):
    (tmp_path / "harness-lint.toml").write_text("max-file-size = 40\n", encoding="utf-8")
    for name, size in (("a.md", 50), ("b.md", 10), ("c.md", 60)):
        (tmp_path / name).write_text("# " + "x" * size + "\n", encoding="utf-8")
    files = shards(tmp_path, tmp_path / "shards", 2)

    whole = lint(tmp_path, "check", "--no-cache")

    assert lint(tmp_path, "merge", *files) == whole
    assert whole[1].count(b"HL905]: not checked") == 2


def test_since_a_revision(tmp_path):
    site = tmp_path / "site"
    (site / "specs/001-a").mkdir(parents=True)
    spec, tasks = (
        "# Spec\n\n- **FR-001**: It MUST\n- **FR-002**: It MUST\n",
        "- [ ] T001 x (FR-001)\n",
    )
    (site / "specs/001-a/spec.md").write_text(spec, encoding="utf-8")
    (site / "specs/001-a/tasks.md").write_text(f"# Tasks\n\n{tasks}", encoding="utf-8")
    for words in ("init -q", "add .", "commit -qm x"):
        who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
        subprocess.run(["git", *who, *words.split()], cwd=site, check=True)
    (site / "specs/001-a/spec.md").write_text(spec.replace("FR-002", "FR-003"), encoding="utf-8")
    since = ("--since", "HEAD", "--select", "ALL")

    whole = lint(site, "check", "--no-cache", *since)

    assert lint(site, "merge", *shards(site, tmp_path / "shards", 2, *since), *since) == whole
    assert b"HL823" in whole[1]


def test_a_shard_is_named_by_its_number(tmp_path):
    (tmp_path / "a.md").write_text("# Title\n", encoding="utf-8")

    done = lint(tmp_path, "check", "--shard", "2/3")

    name = "harness-lint.shard-2-of-3.json"
    assert done[0] == 0
    assert f"is written to `{name}`".encode() in done[2]
    assert json.loads((tmp_path / name).read_text(encoding="utf-8"))["part"] == [2, 3]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A project with three files, and its shards, in each of several ways."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "harness-lint.toml").write_text("", encoding="utf-8")
    for name in "abc":
        (folder / f"{name}.md").write_text("# Title\n", encoding="utf-8")
    shards(folder, folder / "two", 2)
    shards(folder, folder / "three", 3)
    shards(folder, folder / "some", 2, "--ignore", "HL1")
    shards(folder, folder / "one", 2, "a.md")
    text = (folder / "two/1.json").read_text(encoding="utf-8")
    (folder / "half.json").write_text(text[:200], encoding="utf-8")
    old = text.replace('"version":"', '"version":"0.0.')
    (folder / "old.json").write_text(old, encoding="utf-8")
    (folder / "bytes.json").write_bytes(b"\xff\xfe")
    (folder / "other.json").write_text("[]", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("two/1.json", "of 2 shards, `2/2` are missing"),
        ("three/2.json", "of 3 shards, `1/3`, `3/3` are missing"),
        ("two/1.json two/1.json", "`two/1.json` and `two/1.json` are both shard 1/2"),
        ("two/1.json three/2.json", "`two/1.json` is one shard of 2, and `three/2.json` of 3"),
        ("two/1.json some/2.json", "`two/1.json` and `some/2.json` were made with different set"),
        ("two/1.json one/2.json", "`two/1.json` and `one/2.json` were made of different paths"),
        ("some/1.json some/2.json", "the shards were made with other settings than this run"),
        ("none.json", "shard `none.json` does not exist"),
        ("half.json", "`half.json` is no shard of this version, or only a part of one"),
        ("other.json", "`other.json` is no shard"),
        ("bytes.json", "shard `bytes.json` cannot be read"),
        ("old.json two/2.json", "`old.json` was written by harness-lint 0.0."),
    ],
)
def test_what_does_not_belong_together_is_refused(small, given, words):
    code, out, err = lint(small, "merge", *given.split())

    assert (code, out) == (2, b"")
    assert err.decode().startswith(f"error: {words}")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda folder: (folder / "b.md").write_text("# Other\n"), "`b.md` is not what it was"),
        (lambda folder: (folder / "d.md").write_text("# New\n"), "`d.md` is in no shard"),
        (lambda folder: (folder / "b.md").unlink(), "`b.md` is in a shard, and no file of this"),
    ],
    ids=["changed", "new", "gone"],
)
def test_another_checkout_than_that_of_the_shards_is_refused(small, tmp_path, change, words):
    site = shutil.copytree(small, tmp_path / "site")
    change(site)

    code, out, err = lint(site, "merge", "two/1.json", "two/2.json")

    assert (code, out) == (2, b"")
    assert err.decode().startswith(f"error: {words}")


@pytest.mark.parametrize("part", ["0/2", "3/2", "1", "1/", "a/b", "-1/2", "1/0", "١/٢"])
def test_a_part_is_one_of_so_many(small, part):
    code, _, err = lint(small, "check", f"--shard={part}")

    assert code == 2
    assert f"`{part}` is not I/N with I from 1 to N" in err.decode()


@pytest.mark.parametrize(
    "option", [["--write-baseline"], ["--report", "json=a.json"], ["--stdin-filename", "a.md"]]
)
def test_a_shard_is_of_files_and_writes_no_baseline(small, option):
    code, _, err = lint(small, "check", "--shard", "1/2", *option)

    assert code == 2
    assert b"--shard takes none of" in err
