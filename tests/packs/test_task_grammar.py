"""Tasks in the words of a pack: marks, markers, columns, states, dependencies."""

import pytest

from harness_lint.documents.classify import classify
from harness_lint.documents.reader import read_document
from harness_lint.markdown.parser import parse
from harness_lint.packs.loader import packs_over
from harness_lint.source import Source
from tests.documents.lists import KIRO, OPENSPEC, task_list

PATH = "plans/dam.md"

PACK = """\
pack: house
title: Plans
families:
  plan:
    title: plan
    reader: task-list
    paths: ["plans/*.md"]
    tasks:
      id: 'D-\\d+'
{}
"""


def plan(text, *lines):
    """Return *text* as a plan, whose grammar has *lines* besides the IDs."""
    pack = PACK.format("".join(f"      {line}\n" for line in lines))
    packs = packs_over(("house.yaml",), {"house.yaml": pack.encode()}.__getitem__)
    markdown = parse(Source.from_text(PATH, text))
    return read_document(markdown, classify(PATH, markdown, packs).family, ())


MARKS = (
    "markers:",
    "  done: [D, 完成, '🦫']",
    "  in-progress: ['-', '⏳']",
    "  cancelled: ['✗', 废]",
    "  blocked: ['!']",
)


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("- [ ] D-1 Fell", "open"),
        ("- [x] D-1 Fell", "done"),
        ("- [D] D-1 Fell", "done"),
        ("- [完成] D-1 Fell", "done"),
        ("- 🦫 D-1 Fell", "done"),
        ("- 🦫\ufe0f D-1 Fell", "done"),
        ("- ✅ D-1 Fell", "done"),
        ("- [-] D-1 Fell", "begun"),
        ("- ⏳ D-1 Fell", "begun"),
        ("- [~] D-1 Fell", "begun"),
        ("- [✗] D-1 Fell", "skipped"),
        ("- ✗ D-1 Fell", "skipped"),
        ("- [废] D-1 Fell", "skipped"),
        ("- [!] D-1 Fell", "blocked"),
        ("- [ ] 🦫 D-1 Fell", "open"),
        ("1. [D] **D-1** Fell", "done"),
    ],
)
def test_a_mark_means_what_the_pack_says(line, state):
    (task,) = plan(line + "\n", *MARKS).tasks

    assert (task.name, task.state, task.title.value) == ("D-1", state, "Fell")


@pytest.mark.parametrize("line", ["- D D-1 Fell", "- 完成 D-1 Fell", "- ! D-1 Fell", "- D-1 Fell"])
def test_a_word_without_its_box_is_no_mark(line):
    assert plan(line + "\n", *MARKS).tasks == ()


@pytest.mark.parametrize(
    ("line", "is_done", "mark"),
    [
        ("- [D] Fell", True, "x"),
        ("- 🦫 Fell", True, "x"),
        ("- [ ] Fell", False, " "),
        ("- [-] Fell", False, "~"),
        ("- [✗] Fell", False, "-"),
    ],
)
def test_a_box_of_the_pack_counts_as_the_plain_box_of_its_state(line, is_done, mark):
    (item,) = plan(line + "\n", *MARKS).boxes

    assert (item.box.is_done, item.box.mark) == (is_done, mark)


@pytest.mark.parametrize("line", ["- ✅ Fell", "- [P] is a marker", "- [F] Fell", "- Fell"])
def test_what_the_pack_does_not_name_makes_no_box(line):
    assert plan(line + "\n", *MARKS).boxes == ()


def test_the_span_of_a_mark_is_the_mark():
    document = plan("- 🦫 Fell\n- [完成] Gnaw\n", *MARKS)

    assert [document.source.slice(item.box.span) for item in document.boxes] == ["🦫", "[完成]"]


@pytest.mark.parametrize(("path", "state"), [(KIRO, "begun"), (OPENSPEC, "skipped")])
def test_a_dash_in_a_box_is_begun_work_for_kiro_alone(path, state):
    (task,) = task_list("## 1. Dam\n\n- [-] 1.1 Fell\n", path).tasks

    assert task.state == state


@pytest.mark.parametrize(
    ("line", "parallel", "title"),
    [
        ("- [ ] D-1 ∥ Fell", "∥", "Fell"),
        ("- [ ] ∥ D-1 Fell", "∥", "Fell"),
        ("- [ ] D-1 并行 Fell", "并行", "Fell"),
        ("- [ ] D-1 Fell ∥", "∥", "Fell ∥"),
        ("- [ ] D-1 Fell", None, "Fell"),
        ("- [ ] D-1 Fell ∥ and gnaw", None, "Fell ∥ and gnaw"),
    ],
)
def test_a_parallel_marker_needs_no_brackets(line, parallel, title):
    (task,) = plan(line + "\n", "parallel: '∥|并行'").tasks

    found = task.parallel.value if task.parallel is not None else None
    assert (found, task.title.value) == (parallel, title)


def test_a_story_is_the_group_of_its_pattern_or_all_of_it():
    text = "- [ ] D-1 #pond Fell\n"

    (whole,) = plan(text, "story: '#\\w+'").tasks
    (part,) = plan(text, "story: '#(\\w+)'").tasks

    assert (whole.story.value, part.story.value) == ("#pond", "pond")


TABLE = """\
| Work | No. | Needs | Beside others | How far |
|------|-----|-------|---------------|---------|
| Fell | D-1 | — | yes | ready |
| Gnaw | D-2 | D-1 | | under way |
| Haul | D-3 | D-1, D-2 | ✓ | 完工 |
| All | D-4 to D-6 | | | |
"""

COLUMNS = (
    "carriers: [row]",
    "columns:",
    "  id: [No.]",
    "  title: [Work, 工作]",
    "  depends: [Needs]",
    "  parallel: [Beside others]",
    "  status: [How far]",
    "states:",
    "  open: [ready]",
    "  in-progress: [under way]",
    "  done: [完工]",
)


def test_a_table_is_read_by_the_titles_of_its_columns():
    document = plan(TABLE, *COLUMNS)

    assert [
        (task.name, task.title.value, task.parallel is not None, task.state)
        for task in document.tasks
    ] == [
        ("D-1", "Fell", True, "open"),
        ("D-2", "Gnaw", False, "begun"),
        ("D-3", "Haul", True, "done"),
    ]
    assert {name: list(needs) for name, needs in document.needs.items()} == {
        "D-2": ["D-1"],
        "D-3": ["D-1", "D-2"],
    }


def test_a_table_with_other_columns_is_none_of_tasks():
    assert plan(TABLE.replace("No.", "Number"), *COLUMNS).tasks == ()


def test_what_a_table_says_is_known_to_the_project():
    facts = [*plan(TABLE, *COLUMNS).facts()]
    needs = {said.key: said.values["needs"] for said in facts if said.kind == "task"}
    states = {said.key: said.values["state"] for said in facts if said.kind == "task-progress"}

    assert needs == {"D-1": [], "D-2": ["D-1"], "D-3": ["D-1", "D-2"]}
    assert states == {"D-1": "open", "D-2": "begun", "D-3": "done"}


SHEET = """\
### D-1 Fell

**状态**：{}

### D-2 Gnaw
"""

FIELDS = (
    "carriers: [heading]",
    "fields: [{name: Status, aliases: [状态]}]",
    "states: {done: [已完成, shipped], open: [未开始], cancelled: [取消], blocked: [等待]}",
)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("已完成", "done"),
        ("✅ 已完成", "done"),
        ("已完成（五月）", "done"),
        ("Shipped in May", "done"),
        ("未开始", "open"),
        ("取消", "skipped"),
        ("等待", "blocked"),
        ("shippable", ""),
        ("maybe", ""),
    ],
)
def test_a_status_means_what_the_pack_says(words, state):
    task, other = plan(SHEET.format(words), *FIELDS).tasks

    assert (task.state, other.state) == (state, "")


def test_without_words_of_the_pack_a_status_says_nothing_of_boxes():
    task, _ = plan(SHEET.format("done"), *FIELDS[:2]).tasks

    assert task.done is None


DEPENDS = (
    "dependencies:",
    "  labels: [依赖, Needs]",
    "  phrases: ['(?P<task>D-\\d+) waits for (?P<needs>[^.\\n]+)', '等(?P<needs>D-\\d+)']",
    "  nothing: '^无'",
)


@pytest.mark.parametrize(
    "line",
    [
        "- [ ] D-3 Haul\n  依赖：D-1、D-2",
        "- [ ] D-3 Haul\n  - 依赖: D-1, D-2",
        "- [ ] D-3 Haul\n  - _Needs: D-1-D-2_",
        "- [ ] D-3 Haul\n  - **Needs**: D-1 and D-2",
        "- [ ] D-3 Haul\n\nD-3 waits for D-1 and D-2.",
        "- [ ] D-3 Haul（等D-1，等D-2）",
        "- [ ] D-3 Haul\n\nD-3 depends on D-1 and D-2.",
        "- [ ] D-3 Haul\n\nD-1, D-2 → D-3",
    ],
)
def test_a_dependency_is_read_in_the_words_of_the_pack_and_in_the_usual_ones(line):
    document = plan(f"- [ ] D-1 Fell\n- [ ] D-2 Gnaw\n{line}\n", *DEPENDS)

    assert {name: sorted(needs) for name, needs in document.needs.items()} == {
        "D-3": ["D-1", "D-2"]
    }


@pytest.mark.parametrize(
    "line",
    [
        "  依赖：无",
        "  it needs D-1",
        "> 等D-1",
        "```\n等D-1\n```",
        "## Examples\n\nD-2 waits for D-1.",
    ],
)
def test_what_only_looks_like_a_dependency_is_none(line):
    assert plan(f"- [ ] D-1 Fell\n- [ ] D-2 Gnaw\n\n{line}\n", *DEPENDS).needs == {}


def test_a_label_below_the_heading_of_a_task_speaks_of_it_once():
    text = "### D-1 Fell\n\n### D-2 Gnaw\n\n**Needs**: D-1\n\nD-2 depends on D-1.\n"

    document = plan(text, "carriers: [heading]", *DEPENDS)

    assert [(one.dependents, one.needs) for one in document.dependencies] == [
        (("D-2",), ("D-1",)),
        (("D-2",), ("D-1",)),
    ]


def test_a_label_above_the_tasks_of_a_package_speaks_of_the_package():
    text = "## P1 Fell\n\n- [ ] D-1 a\n\n## P2 Gnaw\n\nNeeds: P1\n\n- [ ] D-2 b\n"

    document = plan(text, "group: '(P\\d)'", "group-id: 'P\\d'", *DEPENDS)

    assert {name: list(needs) for name, needs in document.needs.items()} == {"P2": ["P1"]}


@pytest.mark.parametrize(
    ("line", "setting"),
    [("D-1 → D-2", "arrows: false"), ("D-2 depends on D-1.", "sentences: false")],
)
def test_arrows_and_sentences_can_be_switched_off(line, setting):
    text = f"- [ ] D-1 Fell\n- [ ] D-2 Gnaw\n\n{line}\n"

    assert plan(text).needs
    assert not plan(text, "dependencies:", f"  {setting}").needs


def test_the_dependencies_of_a_hierarchical_list_are_read_where_the_pack_has_words():
    text = "- [ ] D-1 Fell\n- [ ] D-2 Gnaw\n  - _Needs: D-1_\n"

    assert not plan(text, "hierarchical: true").needs
    assert plan(text, "hierarchical: true", *DEPENDS).needs == plan(text, *DEPENDS).needs


def test_thousands_of_statements_are_read_in_one_go():
    text = "".join(f"- [ ] D-{n} Fell（等D-{n + 1}）\n  - 依赖：D-{n + 2}\n" for n in range(3_000))

    assert len(plan(text, *DEPENDS).dependencies) == 6_000
