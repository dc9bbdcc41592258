"""Checks of the project itself: what they say is remembered as long as they are the same."""

from pathlib import Path

import pytest

from tests.engine.cache_edits import Answer, answer

CHECK = '''\
"""A check."""

from harness_lint.plugin import *


@facts("our/title", subject=Document)
def titles(document):
    title = document.outline.title
    if title is not None:
        yield Said("our/title", title.key, title.heading.span, {"words": tuple(title.key.split())})


@check("OUR201", "odd-title", subject=Project, since="1.0", needs=("our/title",))
def odd_title(project):
    """A title is odd."""
    for fact in project.facts("our/title")[:3]:
        yield SAID
        BEHIND
'''


def project_with(folder: Path, said: str, behind: str = "pass") -> Path:
    for number in range(20):
        (folder / f"page-{number}.md").write_text(f"# Page {number}\n", encoding="utf-8")
    change(folder, said, behind)
    (folder / "harness-lint.toml").write_text('local-checks = ["rules.py"]\n', encoding="utf-8")
    return folder


def change(folder: Path, said: str, behind: str = "pass") -> None:
    text = CHECK.replace("SAID", said).replace("BEHIND", behind)
    (folder / "rules.py").write_text(text, encoding="utf-8")


def answers(folder: Path) -> list[Answer]:
    return [answer(folder), answer(folder), answer(folder, "page-1.md"), answer(folder)]


GOOD = 'Violation(fact.at, "it is odd")'


@pytest.mark.parametrize(
    ("said", "behind", "code"),
    [
        pytest.param(GOOD, "pass", 1, id="a plain one"),
        pytest.param(GOOD, "raise ValueError('no')", 3, id="one that raises behind a finding"),
        pytest.param("Violation(fact.at.span, 'odd')", "pass", 3, id="a place without a path"),
        pytest.param("Violation(fact.at, {3})", "pass", 3, id="a message that is none"),
        pytest.param("fact", "pass", 3, id="no violation at all"),
    ],
)
def test_what_they_say_is_the_same_with_a_cache(tmp_path, said, behind, code):
    project = project_with(tmp_path, said, behind)
    plain = answer(project, "--no-cache")
    found = answers(project)

    assert plain.code == code
    assert [found[n] for n in (0, 1, 3)] == [plain] * 3


def test_they_are_asked_again_once_they_are_others(tmp_path):
    project = project_with(tmp_path, GOOD)
    before = answers(project)[-1]
    change(project, GOOD.replace("odd", "fit"))

    assert "it is odd" in before.said
    assert "it is fit" in answer(project).said
