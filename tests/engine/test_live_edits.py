"""Whatever happens to a project that stays open, what is found there is what a run finds."""

import pytest

from harness_lint.cli.project import Flags, Where, configure, find_files, inputs_of
from harness_lint.engine.live import LiveProject
from harness_lint.engine.live_verdicts import SupersededError
from harness_lint.engine.memory import Memory
from harness_lint.packs.loader import load_packs
from tests.engine.edits import projects
from tests.engine.live_edits import work

LINKED = "# One\n\n## Part\n\n[there](two.md#part)\n"


@pytest.mark.parametrize("seed", [1])
def test_after_any_edit_it_finds_the_same(tmp_path, seed):
    assert [wrong for wrong in work(tmp_path, projects(), seed, 80) if wrong] == []


def opened(folder, *, remembers=False, **texts):
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    config, registry = configure(Where((str(folder),), here=str(folder)), Flags())
    packs = load_packs(config.root, config.packs)
    inputs = inputs_of(find_files(config, packs, (str(folder),)))
    if remembers:
        inputs = inputs._replace(memory=Memory(config, registry, packs, False, False))
    return LiveProject(config, registry, packs, inputs)


def catch_up(live, folder):
    live.catch_up(inputs_of(find_files(live.config, live.packs, (str(folder),))))


def codes(live, path):
    return [finding.code for finding in live.findings(path)]


def edit(live, folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    live.read_anew(name)


def test_a_change_of_one_file_shows_in_another(tmp_path):
    live = opened(tmp_path, one=LINKED, two="# Two\n\n## Part\n")
    before = codes(live, "one.md")

    edit(live, tmp_path, "two.md", "# Two\n\n## Whole\n")
    live.judge()

    assert (before, codes(live, "one.md")) == ([], ["HL702"])


def test_what_was_begun_and_given_up_is_found_later(tmp_path):
    live = opened(tmp_path, one=LINKED, two="# Two\n\n## Part\n")
    edit(live, tmp_path, "two.md", "# Two\n\n## Whole\n")

    with pytest.raises(SupersededError):
        live.judge(lambda: True)
    between = codes(live, "one.md")
    live.judge()

    assert (between, codes(live, "one.md")) == ([], ["HL702"])


def test_checks_whose_facts_only_moved_are_not_asked_again(tmp_path):
    live = opened(tmp_path, one="# One\n\n[there](none.md)\n", two="# Two\n")
    links = live.project.links

    edit(live, tmp_path, "two.md", "\n\n# Two\n")
    live.judge()

    assert live.project.links is links
    (found,) = live.findings("one.md")
    assert found.code == "HL701"


def test_a_finding_moves_along_with_its_words(tmp_path):
    live = opened(tmp_path, one="# One\n\n[there](none.md)\n", two="# Two\n")

    edit(live, tmp_path, "one.md", "# One\n\nA line more.\n\n[there](none.md)\n")
    live.judge()

    (found,) = live.findings("one.md")
    assert (found.code, found.place.line) == ("HL701", 5)


def project_with_a_build(folder):
    """Put a link in *folder* to what a build writes, which git ignores."""
    (folder / ".gitignore").write_text("out/\n.gitignore\n", encoding="utf-8")
    for number in range(20):
        (folder / f"page-{number}.md").write_text("# Page\n", encoding="utf-8")
    (folder / "one.md").write_text("# One\n\n[there](out/made.md)\n", encoding="utf-8")


def test_what_git_no_longer_ignores_is_found_where_an_earlier_run_had_asked_for_it(tmp_path):
    project_with_a_build(tmp_path)
    opened(tmp_path, remembers=True)
    live = opened(tmp_path, remembers=True)
    before = codes(live, "one.md")

    (tmp_path / ".gitignore").unlink()
    catch_up(live, tmp_path)
    live.judge()

    assert (before, codes(live, "one.md")) == ([], ["HL701"])
