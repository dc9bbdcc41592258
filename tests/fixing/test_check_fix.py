"""`check --fix`, `--unsafe-fixes` and `--diff`, as they are installed."""

import json
import os
import pty
import subprocess

import pytest

from tests.command import before_reading, command, run
from tests.fixing.projects import FIXABLE, FIXED, UNSAFE, with_check, write


def asked(folder, *arguments, text=b"", **variables):
    """Return what *arguments* gave in *folder*, byte for byte, with *text* on standard input."""
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env={**os.environ, **variables},
        input=text,
        capture_output=True,
        timeout=60,
        check=False,
    )


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.mark.covers("FIX-001")
def test_fix_repairs_what_is_safe_and_leaves_all_other_bytes(tmp_path):
    write(tmp_path, {"tasks.md": FIXABLE, "notes.md": UNSAFE})

    done = run(tmp_path, "check", "--fix", "--output-format", "concise")

    assert contents(tmp_path) == {"tasks.md": FIXED.encode(), "notes.md": UNSAFE.encode()}
    finding, summary = done.stdout.splitlines()
    assert finding.startswith("notes.md:3:")
    assert summary.endswith(": 2 fixed; 1 error; 1 fixable with --fix --unsafe-fixes")
    assert done.returncode == 1


def test_unsafe_fixes_are_made_when_they_are_asked_for(tmp_path):
    write(tmp_path, {"tasks.md": FIXABLE, "notes.md": UNSAFE})

    done = run(tmp_path, "check", "--fix", "--unsafe-fixes")

    assert (tmp_path / "notes.md").read_text() == UNSAFE.replace("taskz", "tasks")
    assert done.stdout.endswith(": 3 fixed; nothing to report\n")
    assert done.returncode == 0


@pytest.mark.covers("FND-005")
def test_fixing_again_changes_nothing(tmp_path):
    write(tmp_path, {"tasks.md": FIXABLE})
    run(tmp_path, "check", "--fix")
    before = (tmp_path / "tasks.md").stat()

    done = run(tmp_path, "check", "--fix", "-q")

    after = (tmp_path / "tasks.md").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)
    assert (done.stdout, done.returncode) == ("", 0)


def test_a_diff_is_what_fix_would_do_and_changes_nothing(tmp_path):
    files = {"a b/tasks.md": FIXABLE, "notes.md": UNSAFE}
    write(tmp_path, files)

    done = asked(tmp_path, "check", "--diff")

    assert {name: (tmp_path / name).read_bytes().decode() for name in files} == files
    assert done.returncode == 1
    assert done.stderr == b"note: --fix would fix 2 findings in 1 file\n"
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=done.stdout, check=True)
    assert (tmp_path / "a b/tasks.md").read_bytes() == FIXED.encode()


def test_a_diff_of_files_elsewhere_is_one_for_the_root_of_the_project(tmp_path):
    write(tmp_path, {"plans/tasks.md": FIXABLE, "notes/tasks.md": FIXABLE})

    one = asked(tmp_path / "notes", "check", "--diff", ".")
    both = asked(tmp_path / "notes", "check", "--diff", "..")

    assert one.stdout.startswith(b"--- a/tasks.md\n")
    assert one.stderr == b"note: --fix would fix 2 findings in 1 file\n"
    assert both.stderr.endswith(b"note: the paths of the diff are seen from `..`\n")
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=both.stdout, check=True)
    fixed = [(tmp_path / name / "tasks.md").read_bytes() for name in ("plans", "notes")]
    assert fixed == [FIXED.encode()] * 2


@pytest.mark.parametrize(
    ("files", "note"),
    [
        ({"notes.md": UNSAFE}, "there is nothing to fix"),
        (
            {"tasks.md": FIXED, "notes.md": UNSAFE},
            "there is nothing to fix safely; 1 fixable with --unsafe-fixes",
        ),
    ],
)
def test_a_diff_of_nothing_exits_with_zero_whatever_was_found(tmp_path, files, note):
    write(tmp_path, files)

    done = run(tmp_path, "check", "--diff")

    assert (done.stdout, done.returncode) == ("", 0)
    assert done.stderr == f"note: {note}\n"


@pytest.mark.parametrize(
    ("text", "wanted", "code"),
    [
        (FIXABLE.encode(), FIXED.encode(), 0),
        pytest.param(b"# Notes", b"# Notes", 0, id="nothing to fix"),
        pytest.param(b"-[ ] a\n- [ ] b \xff\r\n", b"-[ ] a\n- [ ] b \xff\r\n", 1, id="no text"),
    ],
)
def test_the_text_of_an_editor_comes_back_on_standard_output(tmp_path, text, wanted, code):
    arguments = ("check", "--fix", "--stdin-filename", "docs/tasks.md")

    done = asked(tmp_path, *arguments, text=text)

    assert (done.stdout, done.returncode) == (wanted, code)
    assert b"1 file checked" in done.stderr or b"0 files checked" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_text_that_is_excluded_comes_back_as_it_is(tmp_path):
    write(tmp_path, {"harness-lint.toml": 'exclude = ["tasks.md"]\n'})
    arguments = ("check", "--fix", "--stdin-filename", "tasks.md")

    done = asked(tmp_path, *arguments, text=FIXABLE.encode())

    assert (done.stdout, done.returncode) == (FIXABLE.encode(), 0)


def test_a_diff_of_the_text_of_an_editor(tmp_path):
    arguments = ("check", "--diff", "--stdin-filename", "tasks.md")

    done = asked(tmp_path, *arguments, text=b"- [ ] a\n-[ ] b\n")

    assert done.stdout.endswith(b" - [ ] a\n--[ ] b\n+- [ ] b\n")
    assert done.returncode == 1


@pytest.mark.parametrize(
    "directive",
    [
        "<!-- harness-lint: disable-file=HL005 -->",
        "<!-- harness-lint: disable=malformed-checkbox -- as the printer wants it -->",
    ],
)
def test_what_is_suppressed_is_not_fixed(tmp_path, directive):
    text = f"# Tasks\n\n{directive}\n\n- [ ] T001 Oil it\n-[ ] T002 Paint it\n"
    write(tmp_path, {"tasks.md": text})

    run(tmp_path, "check", "--fix")

    assert (tmp_path / "tasks.md").read_text() == text


def test_what_the_baseline_knows_is_not_fixed(tmp_path):
    write(tmp_path, {"tasks.md": FIXABLE})
    run(tmp_path, "check", "--write-baseline")

    known = run(tmp_path, "check", "--fix")
    assert (tmp_path / "tasks.md").read_bytes() == FIXABLE.encode()
    all_ = run(tmp_path, "check", "--fix", "--no-baseline")

    assert (tmp_path / "tasks.md").read_bytes() == FIXED.encode()
    assert (known.returncode, all_.returncode) == (0, 0)


@pytest.mark.parametrize("flags", [("--select", "HL7"), ("--ignore", "HL005"), ("notes.md",)])
def test_only_findings_of_the_run_are_fixed(tmp_path, flags):
    write(tmp_path, {"tasks.md": FIXABLE, "notes.md": UNSAFE})

    run(tmp_path, "check", "--fix", *flags)

    assert (tmp_path / "tasks.md").read_bytes() == FIXABLE.encode()


def test_only_what_has_changed_is_fixed_with_changed(tmp_path):
    write(tmp_path, {"old.md": FIXABLE})
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "First"]):
        subprocess.run([*git, *words], cwd=tmp_path, check=True)
    write(tmp_path, {"new.md": FIXABLE})

    run(tmp_path, "check", "--fix", "--changed")

    assert contents(tmp_path) == {"old.md": FIXABLE.encode(), "new.md": FIXED.encode()}


def test_json_holds_what_is_left_and_counts_what_was_fixed(tmp_path):
    write(tmp_path, {"tasks.md": FIXABLE, "notes.md": UNSAFE})

    report = json.loads(run(tmp_path, "check", "--fix", "--output-format", "json").stdout)

    assert [one["path"] for one in report["findings"]] == ["notes.md"]
    assert (report["summary"]["fixed"], report["summary"]["findings"]) == (2, 1)


def test_a_file_that_must_not_be_written_is_told_and_the_rest_is_fixed(tmp_path):
    write(tmp_path, {"a.md": FIXABLE, "b.md": FIXABLE})
    (tmp_path / "a.md").chmod(0o444)

    done = run(tmp_path, "check", "--fix", "--output-format", "concise")

    assert contents(tmp_path) == {"a.md": FIXABLE.encode(), "b.md": FIXED.encode()}
    assert done.stderr.splitlines()[-1] == "error: `a.md` is not fixed: it is read-only"
    assert [line[:5] for line in done.stdout.splitlines()] == ["a.md:", "a.md:", "2 fil"]
    assert "2 fixed; " in done.stdout
    assert done.returncode == 2


GROW = """\
with open("tasks.md", "ab") as file:
    file.write(b"!")
"""


@pytest.mark.covers("FIX-003")
def test_a_file_that_was_changed_meanwhile_is_left_alone(tmp_path):
    project = write(tmp_path / "project", {"tasks.md": FIXABLE})
    write(tmp_path / "site", {"sitecustomize.py": before_reading(GROW)})
    paths = (str(tmp_path / "site"), os.environ.get("PYTHONPATH", ""))

    done = asked(project, "check", "--fix", PYTHONPATH=os.pathsep.join(paths))

    left = (project / "tasks.md").read_bytes()
    assert left.rstrip(b"!") == FIXABLE.encode()
    assert b"error: `tasks.md` is not fixed: it was changed meanwhile\n" in done.stderr
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--unsafe-fixes"], "--unsafe-fixes needs --fix or --diff"),
        (["--fix", "--write-baseline"], "--fix and --write-baseline exclude each other"),
        (["--fix", "--shard", "1/2"], "--fix and --shard exclude each other"),
        (["--diff", "--output-format", "json"], "--diff and --output-format exclude each other"),
        (["--diff", "--report", "json=a.json"], "--diff and --report exclude each other"),
        (["--diff", "--statistics"], "--diff and --statistics exclude each other"),
    ],
)
def test_what_makes_no_sense_beside_fixes_is_refused(tmp_path, arguments, words):
    write(tmp_path, {"tasks.md": FIXABLE})

    done = run(tmp_path, "check", *arguments)

    assert (done.stderr, done.returncode) == (f"error: {words}\n", 2)
    assert contents(tmp_path) == {"tasks.md": FIXABLE.encode()}


@pytest.mark.covers("FIX-002")
@pytest.mark.parametrize(
    ("text", "words", "part"),
    [
        ("# A\n\nto and fro\n", {b"fro": "back"}, "its text"),
        ("# A\n\n[to](b.md)\n", {b"b.md": "c.md"}, "its links"),
        ("# A\n\n# B\n", {b"# B": "## B"}, "its headings"),
        ("# A\n\n```\nb\n```\n", {b"b\n": "c\n"}, "its code"),
        ("---\nname: a\n---\n\n# A\n", {b": a": ": [a]"}, "the structure of its data"),
    ],
)
def test_a_fix_that_is_wrongly_called_safe_is_not_made(tmp_path, text, words, part):
    with_check(tmp_path, words, {"a.md": text, "b.md": "# B\n", "c.md": "# C\n", "t.md": FIXABLE})

    done = asked(tmp_path, "check", "--fix", "a.md", "t.md")

    reason = f"is called safe and would change {part} in `a.md`"
    told = f"internal error in OUR101 our-words on `a.md`: its fix {reason}\n"
    assert told in done.stderr.decode()
    assert done.returncode == 3
    assert (tmp_path / "a.md").read_text() == text
    assert (tmp_path / "t.md").read_bytes() == FIXED.encode()


def test_no_fix_may_make_data_unreadable(tmp_path):
    with_check(tmp_path, {b": a": ": [a"}, {"a.md": "---\nname: a\n---\n\n# A\n"})

    done = asked(tmp_path, "check", "--fix")

    assert b"on `a.md`: its fix makes its data unreadable\n" in done.stderr


def test_fixes_that_undo_each_other_come_to_an_end(tmp_path):
    with_check(
        tmp_path, {b"<!-- a": "<!-- b", b"<!-- b": "<!-- a"}, {"a.md": "# A\n\n<!-- a -->\n"}
    )

    done = asked(tmp_path, "check", "--fix")

    assert b"internal error in OUR101 our-words on `a.md`: its fix comes to no end\n" in done.stderr
    assert done.returncode == 3
    assert (tmp_path / "a.md").read_text() == "# A\n\n<!-- a -->\n"


@pytest.mark.parametrize("flag", ["--fix", "--diff"])
def test_what_is_kept_of_a_run_that_fixes_misleads_no_later_one(tmp_path, flag):
    pages = {f"page-{n}.md": f"# Page {n}\n\n- [ ] a\n-[ ] b\n" for n in range(14)}
    write(tmp_path, pages)
    json_ = ("check", "--output-format", "json")
    run(tmp_path, *json_)

    run(tmp_path, "check", flag)

    kept, anew = run(tmp_path, *json_), run(tmp_path, *json_, "--no-cache")
    assert kept.stdout == anew.stdout
    assert kept.returncode == (flag == "--diff")


@pytest.mark.parametrize("name", ["HL005", "malformed-checkbox", "HL0"])
def test_rules_whose_fixes_are_not_wanted_offer_none(tmp_path, name):
    write(tmp_path, {"tasks.md": FIXABLE, "harness-lint.toml": f'unfixable = ["{name}"]\n'})

    done = run(tmp_path, "check", "--fix", "--output-format", "json")

    assert (tmp_path / "tasks.md").read_bytes() == FIXABLE.encode()
    assert {one["fix"] for one in json.loads(done.stdout)["findings"]} == {None}


def test_fixes_that_the_configuration_calls_safe_are_made(tmp_path):
    write(tmp_path, {"tasks.md": FIXABLE, "notes.md": UNSAFE})
    write(tmp_path, {"harness-lint.toml": 'safe-fixes = ["missing-anchor"]\n'})

    done = run(tmp_path, "check", "--fix")

    assert (tmp_path / "notes.md").read_text() == UNSAFE.replace("taskz", "tasks")
    assert done.returncode == 0


@pytest.mark.covers("FIX-002")
def test_what_the_configuration_calls_safe_excuses_no_other_fix(tmp_path):
    with_check(tmp_path, {b"fro": "back"}, {"a.md": "# A\n\nto and fro\n", "notes.md": UNSAFE})
    write(tmp_path, {"tasks.md": FIXABLE})
    with (tmp_path / "harness-lint.toml").open("a") as file:
        file.write('safe-fixes = ["missing-anchor"]\n')

    done = asked(tmp_path, "check", "--fix")

    assert b"its fix is called safe and would change its text in `a.md`" in done.stderr
    assert (tmp_path / "notes.md").read_text() == UNSAFE.replace("taskz", "tasks")


LIST = "specs/001-gate/tasks.md"
TWICE = "# Tasks\n\n- [ ] T001 Oil the gate\n- [ ] T002 Paint it\n-[ ] T002 Sell it\n"


@pytest.mark.covers("FIX-001")
def test_a_safe_fix_from_which_something_would_follow_is_left_and_told(tmp_path):
    write(tmp_path, {"tasks.md": FIXABLE, LIST: TWICE})

    done = run(tmp_path, "check", "--fix")

    assert contents(tmp_path) == {"tasks.md": FIXED.encode()}
    assert (tmp_path / LIST).read_text() == TWICE
    why = "as `HL302 duplicate-task-id` would follow; --unsafe-fixes makes them"
    assert f"note: the fixes of HL005 in `{LIST}` are left, {why}\n" in done.stderr
    assert ": 2 fixed; 1 error; 1 fixable with --fix --unsafe-fixes\n" in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("flags", "config"), [(("--unsafe-fixes",), ""), ((), 'safe-fixes = ["HL005"]\n')]
)
def test_a_fix_is_made_whatever_follows_where_that_is_wanted(tmp_path, flags, config):
    write(tmp_path, {LIST: TWICE, "harness-lint.toml": config})

    done = run(tmp_path, "check", "--fix", *flags)

    assert (tmp_path / LIST).read_text() == TWICE.replace("-[ ]", "- [ ]")
    assert "HL302" in done.stdout
    assert "are left" not in done.stderr


def test_a_box_is_no_safe_fix_in_a_list_that_says_how_far_it_is(tmp_path):
    text = FIXABLE.replace("# Tasks", "# Tasks\r\n\r\n**Status**: Complete")
    write(tmp_path, {LIST: text})

    report = json.loads(run(tmp_path, "check", "--output-format", "json").stdout)

    fixes = {one["fix"]["applicability"] for one in report["findings"] if one["code"] == "HL005"}
    assert fixes == {"unsafe"}


@pytest.mark.parametrize("key", ["unfixable", "safe-fixes"])
def test_a_rule_that_is_unknown_is_told_with_its_line(tmp_path, key):
    write(tmp_path, {"tasks.md": FIXABLE, "harness-lint.toml": f'{key} = ["missing-ancor"]\n'})

    done = run(tmp_path, "check")

    assert f"harness-lint.toml:1: `{key}`: unknown rule `missing-ancor`" in done.stderr
    assert done.returncode == 2


@pytest.mark.covers("SAF-003")
def test_a_diff_commands_no_terminal(tmp_path):
    write(tmp_path, {"tasks.md": "- [ ] a\r\n-[ ] b \x1b[2J\u202e\r\n"})
    leader, follower = pty.openpty()

    subprocess.run(
        command("check", "--diff"),
        cwd=tmp_path,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": ""},
        stdout=follower,
        stderr=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    os.close(follower)
    shown = os.read(leader, 10_000).decode().replace("\r\n", "\n")
    os.close(leader)

    assert "\x1b[1;31m--[ ] b \\x1b[2J\\u202e\x1b[0m\n" in shown
    assert "\x1b[1;32m+- [ ] b \\x1b[2J\\u202e\x1b[0m\n" in shown
