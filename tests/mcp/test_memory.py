"""What the tools say rests on what earlier calls have left, and is what it would be without."""

import shutil
from pathlib import Path
from random import Random

import pytest

from harness_lint.engine.memory import FOLDER
from harness_lint.errors import UsageError
from harness_lint.mcp.tools import Tools
from tests.engine.cache_damage import DAMAGES
from tests.fixtures import ROOT

LANTERN = Path(__file__).parents[2] / "examples/lantern"
TASKS = "specs/001-night-watch/tasks.md"
CLAIMLESS = "def test_that_stands_alone():\n    assert True\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    root = tmp_path / "lantern"
    shutil.copytree(LANTERN, root)
    for number in range(20):  # fewer files are not worth a cache
        (root / f"docs/note-{number}.md").write_text(f"# Note {number}\n", encoding="utf-8")
    (root / "tests/unit/test_alone.py").write_text(CLAIMLESS, encoding="utf-8")
    (root / "harness-lint.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def said(identifier="FR-003"):
    tools = Tools()
    return tools.next_tasks(), tools.uncovered(), tools.trace(identifier), tools.check()


def said_anew(root):
    shutil.rmtree(root / FOLDER)
    return said()


def replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_tool_says_the_same_of_what_it_remembers_and_of_what_it_reads(project):
    first = said()

    assert (project / FOLDER).is_dir()
    assert said() == first
    assert said_anew(project) == first


def test_a_tool_sees_each_change(project):
    before = said()
    replace(project / TASKS, "- [ ] T004", "- [x] T004")
    replace(project / TASKS, "`src/lantern/routes.py` (FR-002, FR-003, FR-008)", "`a.py` (FR-002)")
    (project / "docs/note-3.md").unlink()

    after = said()

    assert all(one != other for one, other in zip(before, after, strict=True))
    assert after == said_anew(project)


def test_a_tool_forgets_the_items_of_a_file_that_is_gone(project):
    said()
    shutil.rmtree(project / "specs")

    assert Tools().uncovered()["total"] == 0
    assert Tools().next_tasks() == {"lists": [], "done": 0}
    with pytest.raises(UsageError, match="no item is called"):
        Tools().trace("FR-003")


def test_a_test_that_claims_nothing_is_found_by_its_name(project):
    said()

    (item,) = Tools().trace("test_that_stands_alone")["items"]

    assert (item["kind"], item["path"]) == ("test", "tests/unit/test_alone.py")


def test_what_is_left_serves_the_command_and_the_other_way_round(project):
    Tools().check()
    (left,) = (project / FOLDER).glob("*.sqlite")
    said()

    assert [*(project / FOLDER).glob("*.sqlite")] == [left]


def test_damage_to_what_is_left_changes_nothing(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "mission/harbour-clock", tmp_path / "clock")
    monkeypatch.chdir(tmp_path / "clock")
    (tmp_path / "clock/harness-lint.toml").write_text("", encoding="utf-8")
    tools, random = Tools(), Random(1)
    right = tools.next_tasks(), tools.uncovered()
    (file,) = (tmp_path / "clock" / FOLDER).glob("*.sqlite")
    whole = file.read_bytes()

    for damage in DAMAGES * 8:
        data = bytearray(whole)
        damage(data, random)
        file.write_bytes(data)
        assert (tools.next_tasks(), tools.uncovered()) == right
