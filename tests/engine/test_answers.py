"""Answers that are given again: only as long as all that they rest on is what it was."""

import pytest

from tests.command import run

DOCUMENTS = 14


@pytest.fixture
def project(tmp_path):
    for number in range(DOCUMENTS):
        text = f"# Page {number}\n\nSee [the next](page{number + 1}.md).\n"
        (tmp_path / f"page{number}.md").write_text(text)
    (tmp_path / f"page{DOCUMENTS}.md").write_text("# Last\n")
    (tmp_path / "raw.md").write_bytes(b"# Raw\n\n\xff\n")
    return tmp_path


def answers(project, *arguments):
    """Return what a run says that may remember, and one that does not."""
    return [
        (done.returncode, done.stdout, done.stderr)
        for more in ((), ("--no-cache",))
        for done in [run(project, "check", "--output-format", "json", *arguments, *more)]
    ]


def test_nothing_new_gives_the_same_answer(project):
    first, fresh = answers(project)
    again, _ = answers(project)

    assert first == again == fresh
    assert "HL001" in fresh[1]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda root: (root / "raw.md").write_bytes(b"# Raw\n\n\xfe\xff\n"), id="bytes"
        ),
        pytest.param(lambda root: (root / "raw.md").write_bytes(b"# Raw\n\xfe\xff"), id="bytes"),
        pytest.param(lambda root: (root / "raw.md").write_bytes(b"# R\0\n\xff"), id="reason"),
        pytest.param(lambda root: (root / "raw.md").write_text("# Raw\n"), id="now it is text"),
        pytest.param(lambda root: (root / "raw.md").unlink(), id="gone"),
        pytest.param(lambda root: (root / "page3.md").unlink(), id="a target gone"),
        pytest.param(lambda root: (root / "page3.md").write_bytes(b"\xff"), id="no text any more"),
        pytest.param(lambda root: (root / "page3.md").write_text("# 3\n"), id="another text"),
        pytest.param(lambda root: (root / "new.md").write_text("# \xa0\n"), id="one more"),
    ],
)
def test_whatever_changes_changes_the_answer(project, change):
    before, _ = answers(project)
    change(project)

    remembered, fresh = answers(project)

    assert remembered == fresh != before


def test_what_was_drawn_is_drawn_anew_where_a_line_of_it_is_another(project):
    for folder in ("one", "two"):
        (project / "skills" / folder).mkdir(parents=True)
        text = "---\nname: two\ndescription: Use when it rains.\n---\n# Two\n"
        (project / "skills" / folder / "SKILL.md").write_text(text)
    before, _ = answers(project, "--output-format", "full")
    (project / "skills" / "two" / "SKILL.md").write_text(text.replace("two", "two  # the rightful"))

    remembered, fresh = answers(project, "--output-format", "full")

    assert remembered == fresh
    assert "the rightful" not in before[1]
    assert "2 | name: two  # the rightful\n" in fresh[1]


def test_another_question_has_an_answer_of_its_own(project):
    json, _ = answers(project)
    (words,) = {done[1] for done in answers(project, "--output-format", "concise")}
    again, _ = answers(project)

    assert json == again
    assert words != json[1]
