"""Whatever happens to a project, a run that remembers says what a run says that does not."""

import os
from pathlib import Path

import pytest

from tests.command import run
from tests.engine.cache_edits import answer, work
from tests.engine.edits import projects

PAGES = 20


def pages(folder: Path) -> Path:
    for number in range(PAGES):
        (folder / f"page-{number}.md").write_text(f"# Page {number}\n", encoding="utf-8")
    return folder


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def codes(folder: Path, *arguments: str) -> list[str]:
    done = run(folder, "check", "--output-format", "concise", "--quiet", *arguments)
    return [line.split(": ")[1].split(" ")[0] for line in done.stdout.splitlines()]


@pytest.mark.parametrize("seed", [1, 2])
def test_after_any_edit_it_says_the_same(tmp_path, seed):
    assert [wrong for wrong in work(tmp_path, projects(), seed, 160) if wrong] == []


def test_what_is_edited_is_judged_by_name_too(tmp_path):
    pages(tmp_path)
    write(tmp_path, one="# One\n\n[there](two.md#part)\n", two="# Two\n\n## Part\n")
    before = codes(tmp_path)
    write(tmp_path, two="# Two\n\n## Whole\n")

    assert (before, codes(tmp_path, "one.md", "two.md")) == ([], ["HL702"])


def test_a_finding_moves_with_its_text_in_every_run(tmp_path):
    pages(tmp_path)
    link = "[there](nowhere.md)\n"
    write(tmp_path, one=f"# One\n\n{link}")
    found = [answer(tmp_path)]
    for lines in (1, 2, 3):
        write(tmp_path, one="# One\n\n" + "\n" * lines + link)
        found += [answer(tmp_path, "page-1.md"), answer(tmp_path), answer(tmp_path, "--no-cache")]

    assert all(found[n] == found[n + 1] for n in (2, 5, 8))


def test_rules_of_what_git_ignores_count_although_they_ignore_themselves(tmp_path):
    pages(tmp_path)
    write(tmp_path, one="# One\n\n[built](build/report.md)\n")
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / ".gitignore").write_text("*\n", encoding="utf-8")
    before = codes(tmp_path)
    (tmp_path / "build" / ".gitignore").unlink()

    assert (before, codes(tmp_path)) == ([], ["HL701"])


def test_a_text_of_the_same_size_and_time_is_read_anew(tmp_path):
    pages(tmp_path)
    write(tmp_path, one="# One\n\n- [ ] a\n- [ ] b\n")
    before, times = codes(tmp_path), (tmp_path / "one.md").stat()
    write(tmp_path, one="# One\n\n- [ ] a\n- [ ]bc\n")
    os.utime(tmp_path / "one.md", ns=(times.st_atime_ns, times.st_mtime_ns))

    assert (before, codes(tmp_path)) == ([], ["HL005"])


@pytest.mark.parametrize("changed", [1, 3, 80])
def test_what_has_changed_is_known_from_then_on(tmp_path, changed):
    for number in range(100):
        write(tmp_path, **{f"page{number}": f"# Page {number}\n\n[there](gone{number}.md)\n"})
    answer(tmp_path)
    for number in range(changed):
        write(tmp_path, **{f"page{number}": f"# Page {number}\n\n[there](lost{number}.md)\n"})
    (tmp_path / "page99.md").unlink()
    first = answer(tmp_path)
    for file in tmp_path.glob("page*.md"):
        os.utime(file)  # so that its bytes are looked at, and those of none are new
    write(tmp_path, page98="# Page 98\n")

    assert answer(tmp_path) == answer(tmp_path, "--no-cache") != first
