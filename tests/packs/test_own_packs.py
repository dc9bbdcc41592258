"""Packs of the user's own: what they extend, which of several has a file, and what is wrong."""

import json
import subprocess
import sys

import pytest

from harness_lint.errors import ConfigError
from harness_lint.packs.loader import load_packs
from harness_lint.packs.merging import merged

MEMOS = """\
pack: memos
title: Memos
families:
  memo:
    title: memo
    paths: ["memos/*.md"]
    sections: [Why, What]
    rules: {missing-section: warning, empty-section: info}
"""


@pytest.fixture
def project(tmp_path):
    """Return a function that writes files and gives the project's folder."""

    def project(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_yaml", ".yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path

    return project


def run(folder, *arguments):
    command = [sys.executable, "-m", "harness_lint", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def family(folder, *names, called="memo"):
    return load_packs(str(folder), names).family(called)


def mistake(folder, *names):
    with pytest.raises(ConfigError) as caught:
        load_packs(str(folder), names)
    return caught.value.message


# --- Laying one over another


def test_mappings_merge_and_everything_else_replaces():
    below = {"a": {"b": 1, "c": [1, 2]}, "d": {"e": 1}, "f": 1}
    above = {"a": {"c": [3]}, "d": 5, "f": {"g": 2}}

    assert merged(below, above) == {"a": {"b": 1, "c": [3]}, "d": 5, "f": {"g": 2}}
    assert below["a"] == {"b": 1, "c": [1, 2]}


def test_a_pack_extends_a_file_beside_it(project):
    over = "pack: ours\ntitle: Ours\nextends: memos.yaml\nfamilies: {memo: {title-pattern: '^M'}}\n"
    folder = project(packs__memos_yaml=MEMOS, packs__ours_yaml=over)

    memo = family(folder, "packs/ours.yaml")

    assert (memo.title_pattern, memo.pack) == ("^M", "ours")
    assert [section.name for section in memo.sections] == ["Why", "What"]


def test_a_list_replaces_the_list_of_what_is_extended(project):
    over = "pack: ours\ntitle: Ours\nextends: [memos.yaml]\nfamilies: {memo: {sections: [Who]}}\n"
    folder = project(memos_yaml=MEMOS, ours_yaml=over)

    assert [section.name for section in family(folder, "ours.yaml").sections] == ["Who"]


def test_a_pack_extends_one_that_comes_with_us(project):
    over = "pack: ours\ntitle: Ours\nextends: kiro\nfamilies: {kiro-tasks: {priority: 9}}\n"
    folder = project(ours_yaml=over)

    tasks = family(folder, "ours.yaml", called="kiro-tasks")

    assert (tasks.priority, tasks.pack) == (9, "ours")
    assert tasks.tasks.hierarchical


def test_a_family_extends_another_and_its_own_name_means_the_one_that_comes_with_us(project):
    over = (
        "pack: ours\ntitle: Ours\nfamilies:\n"
        "  kiro-tasks: {extends: kiro-tasks, rules: {task-id-gap: warning}}\n"
        "  list: {extends: kiro-tasks, title: list, paths: ['lists/*.md']}\n"
    )
    folder = project(ours_yaml=over)

    changed = family(folder, "ours.yaml", called="kiro-tasks")
    other = family(folder, "ours.yaml", called="list")

    assert changed.title == "Kiro implementation plan"
    assert set(other.rules) == {"task-id-gap"}
    assert (other.title, other.paths) == ("list", ("lists/*.md",))


def test_a_bare_off_is_off(project):
    over = "pack: ours\ntitle: Ours\nextends: memos.yaml\nfamilies: {memo: {rules: {HL101: off}}}\n"
    folder = project(memos_yaml=MEMOS, ours_yaml=over)
    (folder / "harness-lint.toml").write_text('packs = ["ours.yaml"]\n')
    (folder / "memos").mkdir()
    (folder / "memos/a.md").write_text("# A\n\n## Why\n\nSo.\n")

    assert family(folder, "ours.yaml").rules["HL101"].enabled is False
    assert "missing-section" in run(folder, "check").stdout  # by its name it is a warning

    (folder / "ours.yaml").write_text(over.replace("HL101", "missing-section"))
    assert run(folder, "check").returncode == 0


# --- Which of several has a file


def test_the_pack_that_is_named_first_has_a_file_and_both_go_before_ours(project):
    one = MEMOS.replace("memo:", "one:").replace("memos/*.md", "specs/*/tasks.md")
    two = one.replace("one:", "two:").replace("pack: memos", "pack: two")
    folder = project(one_yaml=one, two_yaml=two, specs__a__tasks_md="")
    (folder / "specs/a/tasks.md").write_text("# Tasks\n\n- [ ] T001 Dig\n")

    for packs, taken in ((["one", "two"], "one"), (["two", "one"], "two")):
        names = json.dumps([f"{name}.yaml" for name in packs])
        (folder / "harness-lint.toml").write_text(f"packs = {names}\n")
        assert run(folder, "files").stdout.split()[1] == taken


def test_below_zero_a_family_comes_behind_ours(project):
    one = MEMOS.replace("memos/*.md", "specs/*/tasks.md") + "    priority: -1\n"
    folder = project(one_yaml=one)
    (folder / "specs/a").mkdir(parents=True)
    (folder / "specs/a/tasks.md").write_text("# Tasks\n\n- [ ] T001 Dig\n")
    (folder / "harness-lint.toml").write_text('packs = ["one.yaml"]\n')

    assert "spec-kit-tasks" in run(folder, "files").stdout


# --- What is wrong


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("families: {a: {titl: x}}", "unknown key `titl` in `families.a`; did you mean `title`?"),
        ("families: {a: {title: x, paths: b}}", "`families.a.paths` is text, not a list"),
        (
            "families: {a: {title: x, sections: [{name: A, content: lst}]}}",
            (
                "`families.a.sections[0].content` is `lst`, not one of `list`, `ordered-list`, "
                "`checklist`, `table`, `fence`, `prose`; did you mean `list`?"
            ),
        ),
        (
            "families: {a: {title: x, rules: {HL101: loud}}}",
            "`families.a.rules.HL101` is `loud`, not one of `off`, `info`, `warning`, `error`",
        ),
        (
            "families: {a: {title: x, placeholders: ['(?=a)b']}}",
            (
                "`families.a.placeholders[0]` is no pattern: `(?=` is not supported; patterns "
                "run in linear time, without look-around and back references"
            ),
        ),
        (
            "families: {a: {title: x, placeholders: ['(a)\\1']}}",
            (
                "`families.a.placeholders[0]` is no pattern: `\\1` is not supported; patterns "
                "run in linear time, without look-around and back references"
            ),
        ),
        (
            "families: {a: {title: x, title-pattern: '(a'}}",
            "`families.a.title-pattern` is no pattern: missing ): (a",
        ),
        ("families: {a: {paths: ['a.md']}}", "`title` is missing in `families.a`"),
        ("extends: memo.yaml", "cannot be read"),
        ("extends: kiroo", "`extends` names the unknown pack `kiroo`; did you mean `kiro`?"),
        ("extends: ours.yaml", "`extends` goes in a circle: `ours.yaml` → `ours.yaml`"),
        (
            "extends: [back.yaml]",
            "`extends` goes in a circle: `ours.yaml` → `back.yaml` → `ours.yaml`",
        ),
        (
            "families: {a: {extends: b}, b: {extends: a}}",
            "`extends` goes in a circle: `a` → `b` → `a`",
        ),
        ("families: {a: {extends: a}}", "`extends` goes in a circle: `a` → `a`"),
        (
            "families: {a: {extends: kiro-task}}",
            "`extends` names the unknown family `kiro-task`; did you mean `kiro-tasks`?",
        ),
        (
            "families: {a: {title: x, references: [{base: root}]}}",
            "`fields` is missing in `families.a.references[0]`",
        ),
        (
            "families: {a: {title: x, references: [{fields: [B], base: parent}]}}",
            "`families.a.references[0].base` is `parent`, not one of `anywhere`, `document`",
        ),
        (
            "families: {a: {title: x, references: [{field: [B]}]}}",
            "unknown key `field` in `families.a.references[0]`; did you mean `fields`?",
        ),
        ("families: {a: {title: x, schema: a.json}}", "schema `a.json` cannot be read"),
        ("families: {a: {title: x, schema: bad.json}}", "schema `bad.json` is no JSON"),
        (
            "families: {a: {title: x, schema: {$ref: 'https://example.org/s.json'}}}",
            "`$ref` to `https://example.org/s.json` leads nowhere in it",
        ),
        (
            "families: {a: {title: x, schema: {pattern: '(?<=a)b'}}}",
            "the schema cannot be used: `(?<=a)b` is no pattern",
        ),
        ("families: {a: {title: x, schema: {type: strng}}}", "`strng` is no type"),
        ("families: [", "did not find expected node content"),
        ("pack: again", "key `pack` stands here a second time"),
    ],
)
def test_a_mistake_is_told_with_its_file_and_its_line(project, text, said):
    back = "pack: back\ntitle: Back\nextends: ours.yaml\n"
    folder = project(ours_yaml=f"pack: ours\ntitle: Ours\n\n{text}\n", back_yaml=back)
    (folder / "bad.json").write_text("{")

    message = mistake(folder, "ours.yaml")

    assert said in message
    if "cannot be read" not in said or "schema" in said:
        assert message.split(":")[:2] in (
            ["ours.yaml", "4"],
            ["ours.yaml", "5"],
            ["back.yaml", "3"],
        )


def test_every_mistake_of_a_pack_is_told(project):
    folder = project(ours_yaml="pack: Ours\ntitel: Ours\nfamilies: {a: {title: x, path: []}}\n")

    assert mistake(folder, "ours.yaml").splitlines() == [
        "ours.yaml:1: `pack`: `Ours` does not match `^[a-z][a-z0-9-]*$`",
        "ours.yaml:1: `title` is missing",
        "ours.yaml:2: unknown key `titel`; did you mean `title`?",
        "ours.yaml:3: unknown key `path` in `families.a`; did you mean `paths`?",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "families: {a: {title: x, rules: {mising-section: warning}}}",
            "unknown rule `mising-section`; did you mean `missing-section`?",
        ),
        (
            "families: {a: {title: x, rules: {unlike-siblings: {likenes: 1}}}}",
            "unknown option `likenes` of `unlike-siblings`; did you mean `likeness`?",
        ),
        (
            "families: {a: {title: x, trace: {defines: [{kind: requirment}]}}}",
            "unknown kind of item `requirment`; did you mean `requirement`?",
        ),
        (
            "items: {rule: {title: rule, policy: [{any: [{role: verifies, sources: [tst]}]}]}}",
            "unknown kind of item `tst`; did you mean `test`?",
        ),
        (
            "texts: [{forbid: x, message: y, families: [kiro-tasks], everywhere: true}]",
            "`everywhere` and `families` exclude each other",
        ),
        (
            "texts: [{forbid: x, message: y, families: [kiro-task]}]",
            "unknown family `kiro-task`; did you mean `kiro-tasks`?",
        ),
    ],
)
def test_a_name_that_means_nothing_stops_the_run(project, text, said):
    folder = project(ours_yaml=f"pack: ours\ntitle: Ours\n{text}\n")
    (folder / "harness-lint.toml").write_text('packs = ["ours.yaml"]\n')
    (folder / "a.md").write_text("# A\n")

    result = run(folder, "check")

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"error: ours.yaml:3: {said}\n"


def test_a_pack_that_does_not_exist_and_one_that_never_came_with_us(project):
    folder = project()

    assert mistake(folder, "ours.yaml") == "ours.yaml: cannot be read: No such file or directory"
    assert "unknown pack `kirro`; did you mean `kiro`?" in mistake(folder, "kirro")


def test_aliases_that_explode_and_a_text_that_is_no_text_are_refused(project):
    levels = "".join(f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * 9)}]\n" for n in range(1, 9))
    folder = project(ours_yaml=f"b0: &b0 [x]\n{levels}", large_yaml="# " + "x" * (1 << 20))
    (folder / "bytes.yaml").write_bytes(b"pack: \xff\n")

    assert mistake(folder, "ours.yaml") == "ours.yaml: its aliases make it too large"
    assert mistake(folder, "large.yaml") == "large.yaml: larger than 1 MB; a pack is a small file"
    assert mistake(folder, "bytes.yaml") == "bytes.yaml: not UTF-8 at byte 6"


# --- Schemas of a team's own


def test_a_schema_beside_the_pack_judges_files_and_fences(project):
    pack = (
        "pack: ours\ntitle: Ours\nfamilies:\n"
        "  crew:\n    title: crew list\n    reader: data-file\n    paths: ['crew/*.yaml']\n"
        "    schema: schemas/crew.json\n"
        "  card:\n    title: card\n    paths: ['cards/*.md']\n"
        "    embedded: [{language: json, schema: schemas/crew.json}]\n"
    )
    schema = {
        "title": "crew",
        "type": "object",
        "required": ["people"],
        "properties": {"people": {"type": "array", "items": {"$ref": "#/$defs/person"}}},
        "$defs": {"person": {"type": "string", "pattern": "^[A-Z]"}},
    }
    folder = project(packs__ours_yaml=pack, packs__schemas__crew_json="")
    (folder / "packs/schemas/crew.json").write_text(json.dumps(schema))
    (folder / "harness-lint.toml").write_text('packs = ["packs/ours.yaml"]\n')
    for name in ("crew", "cards"):
        (folder / name).mkdir()
    (folder / "crew/a.yaml").write_text("people: [Ann, bo]\n")
    (folder / "crew/b.yaml").write_text("people: [Ann, Bo]\n")
    (folder / "cards/a.md").write_text('# A\n\n```json\n{"people": 3}\n```\n')

    found = run(folder, "check", "--output-format", "concise").stdout

    assert "cards/a.md:4:12: HL802 `people` is a whole number, not a list" in found
    assert "crew/a.yaml:1:15: HL802 `people[1]`" in found
    assert "crew/b.yaml" not in found


# --- Places that name files


def test_a_pack_says_where_files_are_named_that_must_exist(project):
    pack = (
        "pack: ours\ntitle: Ours\nfamilies:\n"
        "  crew:\n    title: crew list\n    reader: data-file\n    paths: ['crew/*.yaml']\n"
        "    references: [{keys: ['people[].papers'], base: root}]\n"
        "    rules: {missing-path: error}\n"
        "  card:\n    title: card\n    paths: ['cards/*.md']\n"
        "    references: [{fields: [Papers], base: above}]\n"
        "    rules: {missing-path: warning}\n"
    )
    folder = project(packs__ours_yaml=pack)
    (folder / "harness-lint.toml").write_text('packs = ["packs/ours.yaml"]\n')
    for name in ("crew", "cards", "papers"):
        (folder / name).mkdir()
    (folder / "papers/ann.md").write_text("# Ann\n")
    (folder / "crew/a.yaml").write_text(
        "people: [{papers: papers/ann.md}, {papers: papers/bo.md}]\n"
    )
    (folder / "cards/a.md").write_text("# A\n\n**Papers**: `papers/ann.md`, `papers/cy.md`\n")

    found = run(folder, "check", "--output-format", "concise").stdout

    assert "cards/a.md:3:31: HL703 `papers/cy.md` does not exist" in found
    assert "crew/a.yaml:1:44: HL703 `papers/bo.md` does not exist" in found
    assert "ann.md`" not in found
