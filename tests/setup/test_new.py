"""`harness-lint new`: what it writes passes its own check, and overwrites nothing."""

import os
import pty
import select
import subprocess
import sys
import time

import pytest

from harness_lint.packs.loader import builtin_packs
from harness_lint.setup.examples import following_value, matching_text
from harness_lint.setup.kinds import BlockKind, kinds_of

KINDS = {kind.title: name for name, kind in reversed(kinds_of(builtin_packs()).items())}


def run(folder, *arguments, text=""):
    command = [sys.executable, "-m", "harness_lint", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, input=text
    )


@pytest.fixture
def project(tmp_path):
    (tmp_path / ".git").mkdir()
    # A change without its delta is a finding, whichever of its documents is begun first.
    delta = tmp_path / "openspec" / "changes" / "lamp-keeper" / "specs" / "lamps" / "spec.md"
    delta.parent.mkdir(parents=True)
    delta.write_text("## REMOVED Requirements\n\n### Requirement: Wicks\n", encoding="utf-8")
    return tmp_path


def families():
    return [
        name for name, kind in kinds_of(builtin_packs()).items() if not isinstance(kind, BlockKind)
    ]


@pytest.mark.parametrize("kind", families())
def test_what_is_begun_is_of_its_family_and_passes_its_own_check(project, kind):
    family = kinds_of(builtin_packs())[kind].family
    if family.new is not None and family.new.after:
        run(project, "new", family.new.after, "lamp keeper")

    made = run(project, "new", kind, "lamp keeper")
    path = made.stdout.splitlines()[0].removeprefix("wrote ")
    checked = run(project, "check", path)
    taken = run(project, "files", path)

    assert (made.returncode, made.stderr) == (0, "")
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout
    assert "nothing to report" in checked.stdout
    assert taken.stdout.split()[1] in {family.name, *_signed(family)}


def _signed(family):
    """The families whose signature tells them apart from *family* on the same paths."""
    others = builtin_packs().families
    return {other.name for other in others if set(other.paths) & set(family.paths)}


def test_it_goes_beside_the_others_of_its_family_with_the_next_number(project):
    for name in ("009-wells", "010-lamps"):
        folder = project / "apps/web/specs" / name
        folder.mkdir(parents=True)
        run(project, "new", "spec", name, "--path", f"apps/web/specs/{name}/spec.md")

    made = run(project, "new", "spec", "Night watch")

    assert made.stdout.splitlines()[0] == "wrote apps/web/specs/011-night-watch/spec.md"
    text = (project / "apps/web/specs/011-night-watch/spec.md").read_text()
    assert "# Feature Specification: Night watch" in text
    assert "**Feature Branch**: `011-night-watch`" in text


def test_gaps_are_filled_by_options_and_the_rest_is_named(project):
    made = run(project, "new", "skill", "lamps", "--set", "description=Lights lamps. Use at dusk.")

    text = (project / "skills/lamps/SKILL.md").read_text()
    assert "description: Lights lamps. Use at dusk.\n" in text
    assert made.stdout.splitlines()[1:] == [
        "fill in: purpose, when, first step, second step, done when",
        "then: harness-lint check skills/lamps/SKILL.md",
    ]


def test_it_can_be_printed_and_written_elsewhere(project):
    printed = run(project, "new", "task-list", "lamps", "--stdout")
    run(project, "new", "task-list", "lamps", "--path", "a/b.md")

    assert (project / "a/b.md").read_text() == printed.stdout
    assert printed.stdout.startswith("# Tasks: Lamps\n")


def test_nothing_is_overwritten(project):
    path = project / "skills/lamps/SKILL.md"
    path.parent.mkdir(parents=True)
    path.write_text("mine")

    made = run(project, "new", "skill", "lamps")

    assert (made.returncode, path.read_text()) == (2, "mine")
    assert made.stderr == "error: `skills/lamps/SKILL.md` is there already\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("skil", "x"), "unknown kind of document `skil`; did you mean `skill`?"),
        (("skill",), "the document needs a name"),
        (("skill", "…"), "`…` is no name: it holds no letter and no digit"),
        (("skill", "x", "--set", "purpose"), "--set `purpose` is not GAP=TEXT"),
        (
            ("skill", "x", "--set", "purposes=y"),
            "--set: agent skill: there is no gap `purposes`; did you mean `purpose`?",
        ),
        (("skill", "x", "--into", "a.md"), "--into takes a status block"),
        (("status-block", "--into", "a.md"), "cannot read `a.md`: No such file or directory"),
    ],
)
def test_wrong_use_is_told_in_one_sentence(project, arguments, said):
    made = run(project, "new", *arguments)

    assert made.returncode == 2
    assert made.stderr.splitlines()[0] == f"error: {said}"


# --- Status blocks


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_status_block_goes_below_the_title(project, end):
    text = f"---{end}owner: Ann{end}---{end}# Lamps{end}{end}They burn.{end}"
    (project / "a.md").write_bytes(text.encode())

    made = run(project, "new", "status-block", "--into", "a.md")
    checked = run(project, "check", "a.md")

    whole = (project / "a.md").read_bytes().decode()
    assert made.stdout == "put a status block into a.md\n"
    assert whole.startswith(
        f"---{end}owner: Ann{end}---{end}# Lamps{end}{end}> Mission status{end}"
    )
    assert whole.endswith(f"{end}{end}They burn.{end}")
    assert "\n" not in whole.replace(end, "")
    assert checked.returncode == 0, checked.stdout


def test_a_document_that_has_a_block_gets_no_second_one(project):
    (project / "a.md").write_text("# Lamps\n")
    run(project, "new", "status-block", "--into", "a.md")
    before = (project / "a.md").read_text()

    made = run(project, "new", "status-block", "--into", "a.md")

    assert made.stderr == "error: `a.md` has a status block `mission-status` already\n"
    assert (project / "a.md").read_text() == before


def test_a_status_block_is_printed_where_no_document_is_named(project):
    assert run(project, "new", "status-block").stdout.startswith("> Mission status\n> Agent: ")


# --- Families of the user's own

HOUSE = """\
pack: house
title: House
families:
  memo:
    title: memo
    paths: ["memos/*.md"]
    title-pattern: '^MEMO-\\d+: '
    strict: true
    ordered: true
    front-matter:
      required: [owner, kind]
      schema: {properties: {kind: {enum: [note, order]}, owner: {type: string}}}
    fields: [{name: Decided, required: true, values: ["yes", "no"]}]
    sections:
      - Why
      - {name: Steps, required: true, content: checklist}
      - {name: Parts, required: true, columns: [Part, Price]}
      - {name: Data, required: true, language: json}
      - name: Log
        required: true
        sections: [{name: Day, pattern: '^Day \\d+', required: true}]
  round:
    title: round
    reader: task-list
    paths: ["rounds/*.md"]
    section-level: 2
    sections:
      - name: Walk
        pattern: '^Walk \\d+'
        required: true
        fields:
          - {name: Keeper, required: true}
          - {name: Wind, required: true, pattern: '[NESW] \\d'}
      - {name: Seen, required: true, columns: [Number, {name: State, values: [dark, lit]}]}
      - name: Chores
        required: true
        columns: [Number, Chore, {name: State, values: [open, done]}]
      - {name: Report, required: true}
    tasks:
      id: 'R\\d'
      carriers: [row]
      columns: {id: [Number], title: [Chore], status: [State]}
    texts: [{require: 'Signed: [A-Z]\\.', sections: [Report], message: sign it}]
  slip:
    title: slip
    paths: ["slips/*.md"]
    new: {path: "slips/{{number}}-{{name}}.md", text: "# {{title}} of {{owner|nobody}}\\n"}
"""


def test_a_family_of_ones_own_is_begun_from_its_pack(project):
    (project / "house.yaml").write_text(HOUSE)
    (project / "harness-lint.toml").write_text('packs = ["house.yaml"]\n')

    memo = run(project, "new", "memo", "lamps")
    slip = run(project, "new", "slip", "lamps", "--set", "owner=Ann")
    checked = run(project, "check")

    assert memo.stdout.startswith("wrote memos/lamps.md\n")
    assert slip.stdout.startswith("wrote slips/001-lamps.md\n")
    assert (project / "slips/001-lamps.md").read_text() == "# Lamps of Ann\n"
    assert checked.returncode == 0, checked.stdout


def test_fields_cells_tasks_and_wanted_words_stand_in_their_sections(project):
    (project / "house.yaml").write_text(HOUSE)
    (project / "harness-lint.toml").write_text('packs = ["house.yaml"]\n')

    run(project, "new", "round", "evening")
    checked = run(project, "check")

    assert (project / "rounds/evening.md").read_text() == ROUND
    assert checked.returncode == 0, checked.stdout


ROUND = """\
# Evening

## Walk 1

**Keeper**: say here what `Keeper` is
**Wind**: N 1

## Seen

| Number | State |
| --- | --- |
| the number | dark |

## Chores

| Number | Chore | State |
| --- | --- | --- |
| R1 | Say what is done first | open |
| R2 | Say what is done next | open |

## Report

Say here what belongs under `Report`.

Signed: A.
"""


# --- Questions


def test_on_a_terminal_what_is_missing_is_asked_for(project):
    main, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "harness_lint", "new", "skill"],
        cwd=project,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    shown = ""
    for question, answer in (
        ("name: ", "lamp keeper"),
        ("description [", "Lights lamps. Use at dusk."),
        ("purpose [", ""),
        ("when [", ""),
        ("first step [", ""),
        ("second step [", ""),
        ("done when [", ""),
    ):
        shown = _read_until(main, question)
        os.write(main, f"{answer}\n".encode())
    shown = _read_until(main, "then: harness-lint check skills/lamp-keeper/SKILL.md")
    assert process.wait(timeout=30) == 0
    os.close(main)

    assert "wrote skills/lamp-keeper/SKILL.md" in shown
    text = (project / "skills/lamp-keeper/SKILL.md").read_text()
    assert "description: Lights lamps. Use at dusk.\n" in text
    assert "# Lamp keeper\n" in text


def _read_until(main, words):
    shown, deadline = "", time.monotonic() + 60
    while words not in shown and time.monotonic() < deadline:
        if select.select([main], [], [], 1)[0]:
            shown += os.read(main, 4096).decode()
    assert words in shown
    return shown


# --- Examples


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"T\d{2,4}[A-Za-z]?", "T001"),
        (r"(?:BE|FE)-\d{2,4}", "BE-001"),
        (r"(?i)^phase\s+(\d+)\b", "phase 1"),
        (r"[^\n:]+: \S", "x: 1"),
        (r"(?:a|b){3}", "aaa"),
        (r"LF\d+/", "LF1/"),
        ("", ""),
        (r"(?=a)b", ""),
    ],
)
def test_a_pattern_has_an_example(pattern, text):
    assert matching_text(pattern) == text


def test_a_schema_has_an_example():
    schema = {
        "type": "object",
        "required": ["id", "kind", "parts", "size", "note"],
        "properties": {
            "id": {"type": "string", "pattern": r"^P-\d+$"},
            "kind": {"enum": ["a", "b"]},
            "parts": {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 4}},
            "size": {"type": ["number", "null"]},
            "note": {"type": "string", "maxLength": 8},
            "more": {"type": "string"},
        },
    }

    assert following_value(schema) == {
        "id": "P-1",
        "kind": "a",
        "parts": [4],
        "size": 1,
        "note": "Say here",
    }
