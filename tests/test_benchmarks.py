"""The benchmarks are one command: its page and its picture show what was run. No time is judged."""

from __future__ import annotations

import math
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks.changes import append, insert, tick
from benchmarks.chart import Line, chart, ticks
from benchmarks.corpus import Corpus
from benchmarks.growth import FLOOR, WARM, slope
from benchmarks.hostile import HOSTILE
from benchmarks.processes import timed, watched
from benchmarks.rounds import Command, Patience, in_turns
from benchmarks.tools import OWN, TOOLS
from tests.command import run

ROOT = Path(__file__).resolve().parents[1]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    folder = tmp_path_factory.mktemp("benchmarks")
    command = [sys.executable, "-m", "benchmarks", "--quick", "--output", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=600)
    return folder


@pytest.fixture(scope="module")
def page(output):
    return (output / "benchmarks.md").read_text(encoding="utf-8")


def rows_below(page, title):
    """Return the rows of the first table behind the heading that begins like *title*, a pattern."""
    section = re.split(rf"\n## {title}", page, maxsplit=1)[1].split("\n## ", 1)[0]
    table = re.findall(r"(?m)^\| (.*) \|$", section)
    return [[cell.strip() for cell in row.split("|")] for row in table[2:]]


@pytest.mark.parametrize(
    "word", ["Command: `python -m benchmarks --quick`", "Date: 20", "Machine: "]
)
def test_the_page_says_what_was_run_where_and_when(page, word):
    assert f"\n- {word}" in page


def test_the_page_names_every_tool_with_its_version_or_as_missing(page):
    told = " ".join(re.findall(r"(?m)^- (?:Tools|Not installed): (.*)$", page))

    assert [tool.name for tool in TOOLS if tool.name not in told] == []


@pytest.mark.parametrize(
    "title",
    [
        "One file, `page.md`",
        "One file, `tasks.md`",
        r"\d+ Markdown files",
        "First run",
        "Nothing changed",
        "A line appended",
        "A box ticked",
        "A line inserted at the top",
        "100 requirements",
    ],
)
def test_a_table_has_a_row_of_ours_that_reported_without_a_crash(page, title):
    own, *_ = rows_below(page, title)

    assert own[0].startswith(OWN)
    assert own[6] in {"0", "1"}


def test_a_table_says_how_many_files_were_looked_at(page):
    own, *_ = rows_below(page, "First run")

    assert int(own[5]) > 40


@pytest.mark.parametrize(
    "what",
    ["start", "first look", "a key in a text of 20 KB", "a key in a text of 200 KB", "save"],
)
def test_the_language_server_was_measured(page, what):
    rows = rows_below(page, "The language server")

    assert OWN in {row[1] for row in rows if row[0].startswith(what)}


def test_hostile_documents_are_all_there(page):
    assert [row[0] for row in rows_below(page, "Hostile documents")] == [
        one.name for one in HOSTILE
    ]


def test_the_short_table_has_a_row_for_each_table(page):
    titles = [title for title in re.findall(r"(?m)^## (.*)$", page) if " " in title]
    first = titles.index("Growth with the size of a folder") + 1
    tables = titles[first : titles.index("The language server")]
    short = [row[0] for row in rows_below(page, "In short")]

    assert [row for row in short if not row.startswith("Editor: ")] == tables


def test_the_picture_shows_each_tool_and_the_floor(output):
    picture = ET.parse(output / "benchmarks.svg").getroot()
    words = [text.text for text in picture.iter(f"{SVG}text")]
    lines = list(picture.iter(f"{SVG}polyline"))

    assert {OWN, WARM, FLOOR} <= set(words)
    assert all(len(line.attrib["points"].split()) == 2 for line in lines[:2])


def test_our_own_page_is_only_written_by_a_whole_run():
    command = [sys.executable, "-m", "benchmarks", "--quick"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)

    assert done.returncode == 2
    assert "--output" in done.stderr


# --- Parts of it


def test_a_picture_keeps_every_point_inside():
    lines = [
        Line("a <b>", ((0.7, 0.02), (200.5, 40.0))),
        Line("floor", ((0.7, 0.01), (200.5, 1.0))),
    ]

    picture = ET.fromstring(chart("Title", "MB", "seconds", lines))

    dots = [
        (float(dot.attrib["cx"]), float(dot.attrib["cy"])) for dot in picture.iter(f"{SVG}circle")
    ]
    assert len(dots) == 4
    assert all(76 <= x <= 740 and 64 <= y <= 436 for x, y in dots)
    assert "a <b>" in [text.text for text in picture.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("values", "digits", "expected"),
    [
        ((1.05, 200.3), (1, 2, 5), (1, 2, 5, 10, 20, 50, 100, 200, 500)),
        ((0.02, 0.09), (1,), (0.01, 0.1)),
        pytest.param((1.0, 1.0), (1,), (1, 10), id="a single value"),
    ],
)
def test_ticks_are_round_and_enclose_the_values(values, digits, expected):
    assert ticks(values, digits) == pytest.approx(expected)


@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.0])
def test_the_slope_is_the_exponent_of_the_growth(exponent):
    assert slope((size, 3 * size**exponent) for size in (1, 10, 200)) == pytest.approx(exponent)


def test_a_corpus_is_the_same_every_time_and_grows_without_changing(tmp_path):
    small, large = Corpus(tmp_path / "small"), Corpus(tmp_path / "large")
    small.grow(1)
    large.grow(1)
    large.grow(2 * large.size)

    texts = {one.folder.name: contents(one.folder) for one in (small, large)}

    assert texts["small"].items() < texts["large"].items()
    assert (len(texts["large"]), sum(map(len, texts["large"].values()))) == (
        large.files,
        large.size,
    )


def contents(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_documents_of_the_corpus_belong_to_families_and_are_sound(tmp_path):
    corpus = Corpus(tmp_path)
    corpus.grow(1)

    families = Counter(line.split()[1] for line in run(tmp_path, "files").stdout.splitlines())
    done = run(tmp_path, "check", "--no-cache", ".")

    assert {"agent-skill", "mission-contract", "mission-handoff", "spec-kit-tasks"} <= set(families)
    assert families["spec-kitty-work-package"] == 8
    assert done.returncode == 0, done.stdout


def test_hostile_documents_grow_by_their_parts():
    for kind in HOSTILE:
        growth = len(kind.text(20_000)) / len(kind.text(10_000))
        assert math.isclose(growth, 2, rel_tol=0.15), kind.name


def test_a_change_changes_the_document_each_time(tmp_path):
    path = tmp_path / "tasks.md"
    path.write_text("# Tasks\n\n- [ ] T001 a\n- [x] T002 b\n")
    seen = {path.read_text()}

    for change in (append, insert, tick, tick, append, insert):
        change(path)
        assert path.read_text() not in seen
        seen.add(path.read_text())


def python(code):
    return (sys.executable, "-c", code)


def test_the_memory_of_all_processes_is_summed(tmp_path):
    code = (
        "import subprocess, sys, time; kept = b'x' * 60_000_000;"
        "child = 'import time; kept = b\"x\" * 60_000_000; time.sleep(0.5)';"
        "subprocess.run([sys.executable, '-c', child])"
    )
    with (tmp_path / "output").open("w+b") as output:
        done = watched(python(code), tmp_path, 60, output)

    assert done.exit_code == 0
    assert done.peak_bytes > 120_000_000


def test_the_processor_time_of_children_counts(tmp_path):
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"

    assert timed(python(code), tmp_path, 60).cpu_seconds > 0.3


def test_a_run_that_takes_too_long_is_ended(tmp_path):
    done = timed(python("import time; time.sleep(60)"), tmp_path, 0.5)

    assert done.exit_code is None
    assert done.seconds < 30


def test_tools_take_turns_and_a_slow_one_is_run_once(tmp_path):
    note = "from pathlib import Path; Path('log').open('a').write('{}')"
    slow = note.format("s") + "; import time; time.sleep(2.5)"
    commands = [
        Command("fast", python(note.format("f")), tmp_path),
        Command("slow", python(slow), tmp_path),
        Command(
            "other", python(note.format("o") + "; print('12 files')"), tmp_path, r"(\d+) files"
        ),
    ]

    measures = in_turns(commands, 2, Patience(again=2, limit=60))

    assert (tmp_path / "log").read_text() == "fsofofo"
    assert [len(one.runs) for one in measures] == [2, 1, 2]
    assert [one.files for one in measures] == [None, None, 12]
