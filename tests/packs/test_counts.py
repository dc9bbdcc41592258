"""Numbers that documents state in the words of a pack, and what makes them no claim."""

import pytest

from harness_lint.config import Config, Selection
from harness_lint.packs.loader import packs_over
from harness_lint.testing import check_sources

PACK = """\
pack: house
title: House
families:
  plan:
    title: plan
    reader: task-list
    paths: ["plans/*.md"]
    tasks:
      id: '{id}'
      group: '^Part (\\d+)'
      markers: {{done: [D]}}
    counts:
      - {{pattern: '(?P<n>\\d+) (?:jobs|job)\\b', of: tasks, unless: 'someday'}}
      - {{pattern: '(?P<n>\\d+) finished', of: done}}
      - {{pattern: '(?P<n>\\d+) to go', of: open}}
      - {{pattern: 'these (?P<n>\\d+)', of: tasks, scope: section}}
      - {{pattern: '(?P<n>\\d+) of them here are finished', of: done, scope: section}}
      - {{pattern: 'the (?P<n>\\d+) parts of the work', of: sections, under: [Work]}}
      - {{pattern: 'a table of (?P<n>\\d+)', of: rows}}
"""

TASKS = """
## Work

### Part 1

- [x] J-1 Dig
- [D] J-2 Fill

### Part 2

- [ ] J-3 Rake
- [~] J-4 Sow
"""


def counted(text, identifier="J-\\d+"):
    pack = PACK.format(id=identifier)
    packs = packs_over(("house.yaml",), {"house.yaml": pack.encode()}.__getitem__)
    config = Config(selection=Selection(select=("HL311",)))
    report = check_sources({"plans/a.md": text.encode()}, config, packs=packs)
    assert not report.crashes
    return [finding.message for finding in report.findings]


@pytest.mark.parametrize(
    ("words", "actual"),
    [
        ("It has 5 jobs.", "4 tasks are listed"),
        ("It has **7** jobs.", "4 tasks are listed"),
        ("- 5 jobs", "4 tasks are listed"),
        ("| Jobs |\n|---|\n| 5 jobs |", "4 tasks are listed"),
        ("3 finished", "2 of 4 tasks are done"),
        ("3 to go", "2 of 4 tasks are open"),
        ("the 3 parts of the work", "2 sections stand under `Work`"),
    ],
)
def test_a_number_that_no_reading_gives_is_wrong(words, actual):
    (message,) = counted(f"# Field\n\n{words}\n{TASKS}")

    assert f"but {actual}; correct the number" in message


@pytest.mark.parametrize(
    "words",
    [
        "It has 4 jobs.",
        "2 finished, 2 to go",
        "1 to go, for one is begun",
        "the 2 parts of the work",
        "about 5 jobs",
        "up to 5 jobs",
        "~5 jobs",
        "5-9 jobs",
        "3–5 jobs",
        "1,005 jobs",
        "1.5 jobs",
        "2/5 jobs",
        "5 jobs someday",
        "> ```\n> 5 jobs\n> ```",
        "<!-- 5 jobs -->",
        "## Examples\n\n5 jobs",
        "a table of 5",
        "these 4",
    ],
)
def test_what_is_right_or_no_claim_is_silent(words):
    assert counted(f"# Field\n\n{words}\n{TASKS}") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("There are 9 jobs.", 0),
        ("Do these 2.", 0),
        ("Do these 3.", 1),
        ("All 2 of them here are finished.", 0),
        ("Only 1 of them here are finished.", 1),
    ],
)
def test_what_is_said_in_a_part_is_about_the_part(words, found):
    text = f"# Field\n{TASKS}".replace("### Part 1\n", f"### Part 1\n\n{words}\n")

    assert len(counted(text)) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [("4 jobs", 0), ("3 jobs", 0), ("5 jobs", 1), ("2 finished", 0), ("3 finished", 1)],
)
def test_boxes_are_counted_where_tasks_carry_no_id(words, found):
    boxes = "- [ ] Dig\n  - [x] Spade\n  - [D] Hole\n- [ ] Fill\n"

    assert len(counted(f"# Field\n\n{words}\n\n## Work\n\n{boxes}", identifier="")) == found


@pytest.mark.parametrize("words", ["3 jobs", "3 finished", "the 3 parts of the work"])
def test_of_what_is_not_there_nothing_is_certain(words):
    assert counted(f"# Field\n\n{words}\n\n## Work\n\nNone.\n") == []


def test_a_table_is_counted_with_and_without_its_sum():
    table = "\n\n| a |\n|---|\n| x |\n| y |\n| Total |\n"

    assert counted(f"# Field\n\na table of 2{table}") == []
    assert counted(f"# Field\n\na table of 3{table}") == []
    assert len(counted(f"# Field\n\na table of 4{table}")) == 1


def test_thousands_of_sentences_over_thousands_of_tasks_are_read_in_one_go():
    tasks = "".join(f"- [ ] J-{n} Dig\n" for n in range(2_000))
    words = "".join(f"## Chapter {n}\n\n5 jobs, these 3, 4 to go.\n\n" for n in range(2_000))

    assert len(counted(f"# Field\n\n{words}## Work\n\n{tasks}")) == 4_000
