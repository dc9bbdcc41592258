"""Diffs as `git apply` takes them."""

import subprocess

import pytest

from harness_lint.fixing.diffs import unified_diff

BEFORE = b"one\ntwo\nthree\nfour\nfive\nsix\nseven\n"


def test_a_diff_shows_what_has_changed_with_three_lines_around():
    lines = list(unified_diff("docs/a.md", BEFORE, BEFORE.replace(b"six\n", b"SIX\n")))

    assert b"".join(lines) == (
        b"--- a/docs/a.md\n+++ b/docs/a.md\n@@ -3,5 +3,5 @@\n"
        b" three\n four\n five\n-six\n+SIX\n seven\n"
    )


def test_equal_texts_have_no_diff():
    assert not list(unified_diff("a.md", BEFORE, BEFORE))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(BEFORE, BEFORE[3:-1], id="no line end at the end"),
        pytest.param(b"one", b"one\n", id="a line end is added"),
        pytest.param(BEFORE.replace(b"\n", b"\r\n"), b"one\r\nTWO\r\n", id="carriage returns"),
        pytest.param(
            b"a\x0bb\xe2\x80\xa8c\rd\n", b"a\x0bb\xe2\x80\xa8C\rd\n", id="signs as line ends"
        ),
        pytest.param(b"\xff\n", b"\xfe\n", id="no text"),
    ],
)
@pytest.mark.parametrize("path", ["a.md", "der Text.md", 'a"b\\c\td.md', "d\u00e9f.md"])
def test_git_applies_a_diff(tmp_path, path, before, after):
    (tmp_path / path).write_bytes(before)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)

    diff = b"".join(unified_diff(path, before, after))
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=diff, check=True)

    assert (tmp_path / path).read_bytes() == after
