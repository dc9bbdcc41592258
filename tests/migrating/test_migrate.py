"""`harness-lint migrate`: what is exact is carried over, all else is named, and no text is lost."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness_lint.documents.document import Document
from harness_lint.engine.registry import Registry
from harness_lint.markdown.parser import parse
from harness_lint.migrating.comments import suppressions_of
from harness_lint.migrating.config_text import changed_config
from harness_lint.migrating.files import read_settings
from harness_lint.migrating.peers import AGNIX, MARKDOWNLINT, PEERS, SKILLSAW
from harness_lint.migrating.plan import (
    Change,
    Known,
    carry_settings,
    carry_suppressions,
    rewritten,
)
from harness_lint.migrating.wishes import agnix_wishes, markdownlint_wishes, skillsaw_wishes
from harness_lint.packs.patterns import compile_globs
from harness_lint.source import Source

ALL_ON = Known(lambda _: False, lambda _: False)
ALL_OFF = Known(lambda _: True, lambda _: False)

TABLE = "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n"


def harness_lint(folder, *arguments, code=0):
    done = subprocess.run(
        [sys.executable, "-m", "harness_lint", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def project(tmp_path):
    (tmp_path / ".git").mkdir()
    return tmp_path


def put(folder, path, text):
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode())
    return target


def changes_of(peer, wishes, known=ALL_ON, path="settings"):
    return [
        (c.key, c.value, c.level, c.paths)
        for c in carry_settings(peer, path, wishes, known).changes
    ]


def test_every_rule_of_ours_that_is_named_exists():
    registry = Registry.load()

    assert all(registry.get(same.ours) for peer in PEERS for same in peer.same)


def test_no_rule_is_both_the_same_and_only_alike():
    for peer in PEERS:
        assert not {name for same in peer.same for name in same.theirs} & set(peer.alike)


def test_a_rule_of_markdownlint_is_known_by_its_alias_in_any_case():
    wishes = markdownlint_wishes({"Table-Column-Count": False})

    assert changes_of(MARKDOWNLINT, wishes) == [("ignore", "ragged-table", "", ())]


@pytest.mark.parametrize(
    "value", [False, None, {"enabled": False}], ids=["false", "null", "not enabled"]
)
def test_what_is_switched_off_is_ignored(value):
    assert changes_of(MARKDOWNLINT, markdownlint_wishes({"MD056": value}))


@pytest.mark.parametrize("value", [True, "error", {"style": "x"}, {"enabled": True}])
def test_what_is_on_is_not_ignored(value):
    found = changes_of(MARKDOWNLINT, markdownlint_wishes({"MD056": value}))

    assert "ignore" not in [key for key, *_ in found]


def test_a_group_of_rules_is_all_that_we_know_of_it():
    wishes = markdownlint_wishes({"table": False})

    assert changes_of(MARKDOWNLINT, wishes) == [("ignore", "ragged-table", "", ())]


def test_what_is_off_by_default_says_nothing_of_single_rules():
    found = carry_settings(MARKDOWNLINT, "x", markdownlint_wishes({"default": False}), ALL_ON)

    assert not found.changes
    assert [left.what for left in found.left] == ["default"]


def test_a_rule_that_is_off_here_is_selected_only_where_theirs_is_named():
    named = changes_of(MARKDOWNLINT, markdownlint_wishes({"MD001": True}), ALL_OFF)
    grouped = changes_of(MARKDOWNLINT, markdownlint_wishes({"headings": True}), ALL_OFF)

    assert named == [("extend-select", "skipped-heading-level", "", ())]
    assert not grouped


def test_settings_of_a_folder_are_for_that_folder():
    wishes = markdownlint_wishes({"MD056": False})

    found = changes_of(MARKDOWNLINT, wishes, path="docs/.markdownlint.json")

    assert found == [("ignore", "ragged-table", "", ("/docs/**",))]


@pytest.mark.parametrize(
    ("disabled", "expected"),
    [
        (["AS-017"], ["skill-name-mismatch"]),
        (["AS-001"], []),
        (["AS-001", "AS-003"], ["missing-description"]),
        (["AS-002", "AS-004", "AS-005"], []),
        (["AS-002", "AS-004", "AS-005", "AS-006"], ["invalid-skill-name"]),
        (["REF-002"], []),
        (["CC-HK-001"], []),
    ],
)
def test_a_rule_of_ours_goes_with_all_that_look_for_the_same(disabled, expected):
    found = carry_settings(
        AGNIX, ".agnix.toml", agnix_wishes({"rules": {"disabled_rules": disabled}}), ALL_ON
    )

    assert [change.value for change in found.changes] == expected
    assert bool(found.left) is not bool(expected)


def test_what_is_off_everywhere_counts_for_paths_too():
    wishes = agnix_wishes(
        {
            "rules": {"disabled_rules": ["AS-001"]},
            "overrides": [{"paths": ["skills/**"], "disabled_rules": ["AS-003"]}],
        }
    )

    assert changes_of(AGNIX, wishes) == [("ignore", "missing-description", "", ("/skills/**",))]


@pytest.mark.parametrize(
    ("glob", "matches", "not_matched"),
    [
        ("vendor/**", "vendor/a/b.md", "x/vendor/a.md"),
        ("**/gen/**", "x/gen/a.md", "x/general/a.md"),
        ("docs/*.md", "docs/a.md", "docs/x/a.md"),
        ("AGENTS.md", "AGENTS.md", "x/AGENTS.md"),
        (".claude/**/*.md", ".claude/a/b.md", "a/b.md"),
    ],
)
def test_a_glob_of_agnix_matches_here_what_it_matches_there(glob, matches, not_matched):
    wishes = agnix_wishes({"overrides": [{"paths": [glob], "disabled_rules": ["AS-017"]}]})
    [(_, _, _, paths)] = changes_of(AGNIX, wishes)

    assert compile_globs(paths).match(matches)
    assert not compile_globs(paths).match(not_matched)


@pytest.mark.parametrize(
    "glob", ["docs", ".agents", "docs/*", "a?.md", "{a,b}.md", "!x.md", "./x.md", "x/", "", "a**b"]
)
def test_a_glob_that_could_mean_something_else_is_left(glob):
    wishes = agnix_wishes({"overrides": [{"paths": [glob], "disabled_rules": ["AS-017"]}]})
    found = carry_settings(AGNIX, ".agnix.toml", wishes, ALL_ON)

    assert not found.changes
    assert [left.what for left in found.left] == [glob]


def test_severities_and_selections_of_skillsaw():
    wishes = skillsaw_wishes(
        {
            "rules": {
                "agentskill-description": {"severity": "warning", "max_length": 256},
                "agentskill-name": {"enabled": False},
                "agentskill-valid": {"exclude": ["drafts/**", "*.md"]},
            },
            "exclude": ["vendor/**"],
        }
    )
    found = carry_settings(SKILLSAW, ".skillsaw.yaml", wishes, ALL_ON)

    assert [(c.key, c.value, c.level, c.paths) for c in found.changes] == [
        ("ignore", "skill-name-mismatch", "", ()),
        ("ignore", "missing-description", "", ("/drafts/**",)),
        ("ignore", "invalid-skill-name", "", ("/drafts/**",)),
        ("severity", "description-too-long", "warning", ()),
        ("exclude", "/vendor/**", "", ()),
    ]
    assert [one.what for one in found.left] == [
        "agentskill-description: max_length",
        "agentskill-valid: *.md",
    ]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"rules": []},
        {"rules": {"agentskill-name": [1]}, "exclude": 3, "overrides": [1], "config": 2},
        {"rules": {"disabled_rules": "AS-017", "severity": 3}},
        {"overrides": [{"paths": 3, "disabled_rules": {}}]},
    ],
)
@pytest.mark.parametrize("read", [agnix_wishes, skillsaw_wishes, markdownlint_wishes])
def test_values_of_the_wrong_type_are_passed_over(read, values):
    assert isinstance(read(values).left, tuple)


def suppressions(text):
    return list(suppressions_of(Document(parse(Source.from_bytes("a.md", text.encode())))))


@pytest.mark.parametrize(
    ("comment", "peer", "action", "names"),
    [
        ("markdownlint-disable MD056 MD013", MARKDOWNLINT, "disable", ("MD056", "MD013")),
        ("MarkdownLint-Disable-File", MARKDOWNLINT, "disable-file", ()),
        ("markdownlint-disable-next-line MD056", MARKDOWNLINT, "disable-next-line", ("MD056",)),
        ("agnix: noqa: REF-002, AS-017", AGNIX, "disable-line", ("REF-002", "AS-017")),
        ("agnix: noqa", AGNIX, "disable-line", ()),
        ("agnix-disable XP-003", AGNIX, "disable-file", ("XP-003",)),
        ("agnix-disable-next-line XP-003", AGNIX, "disable-next-line", ("XP-003",)),
        ("skillsaw-disable agentskill-name", SKILLSAW, "disable", ("agentskill-name",)),
        ("skillsaw-enable", SKILLSAW, "enable", ()),
    ],
)
def test_a_suppression_is_read_as_its_linter_reads_it(comment, peer, action, names):
    [found] = suppressions(f"# A\n\nText. <!-- {comment} -->\n")

    assert (found.peer, found.action, found.names) == (peer, action, names)
    assert (found.first, found.last) == (3, 3)


@pytest.mark.parametrize(
    "text",
    [
        "```\n<!-- markdownlint-disable MD056 -->\n```\n",
        "`<!-- agnix: noqa -->`\n",
        "<!-- see skillsaw-disable -->\n",
        "<!-- skillsaw-disabled x -->\n",
        "<!--\nagnix: noqa: REF-002\n-->\n",
        "agnix-disable and markdownlint-disable as words\n",
    ],
)
def test_what_only_speaks_of_a_suppression_is_none(text):
    assert not suppressions(text)


def carried(text, found, *, replace=False):
    result = carry_suppressions("a.md", suppressions(text), found, replace=replace)
    return rewritten(text.encode(), result.changes).decode(), result.left


def test_ours_stands_beside_theirs():
    text = "[a](b.md) <!-- agnix: noqa: REF-002, to come -->\n"

    after, left = carried(text, {"broken-link": [1]})

    ours = "<!-- harness-lint: disable-line=broken-link -- to come -->"
    assert after == f"[a](b.md) <!-- agnix: noqa: REF-002, to come --> {ours}\n"
    assert not left


def test_ours_takes_the_place_of_theirs_when_it_stands_for_all_of_it():
    whole = carried("<!-- agnix-disable REF-002 -->\n", {"broken-link": [3]}, replace=True)[0]
    part = carried("<!-- agnix-disable REF-002 PE-004 -->\n", {"broken-link": [3]}, replace=True)[0]

    assert whole == "<!-- harness-lint: disable-file=broken-link -->\n"
    assert part.startswith("<!-- agnix-disable REF-002 PE-004 --> <!-- harness-lint: ")


@pytest.mark.parametrize("line", [1, 2, 3, 5, 9])
def test_a_suppression_without_a_finding_of_ours_is_left(line):
    text = "# A\n\n<!-- agnix-disable-next-line REF-002 -->\ntext\n"

    after, left = carried(text, {"broken-link": [line]})

    assert after == text
    assert [one.place for one in left] == ["a.md:3"]


def test_what_is_enabled_again_ends_ours():
    text = (
        "<!-- markdownlint-disable -->\n\nx\n\n<!-- markdownlint-enable table MD013 -->\n\n"
        "<!-- markdownlint-disable MD056 -->\n\nx\n\n<!-- markdownlint-enable -->\n"
    )

    after, _ = carried(text, {"ragged-table": [3, 8, 99]})

    lines = after.splitlines()
    assert lines[0].endswith("<!-- harness-lint: disable=ragged-table -->")
    assert lines[4].endswith("<!-- harness-lint: enable=ragged-table -->")
    assert lines[6].endswith("<!-- harness-lint: disable=ragged-table -->")
    assert lines[10].endswith("<!-- harness-lint: enable=ragged-table -->")


def test_a_comment_of_front_matter_is_left():
    text = "---\n# skillsaw-disable agentskill-name\nname: x\n---\n# X\n"

    after, left = carried(text, {"skill-name-mismatch": [3]})

    assert after == text
    assert "front matter" in left[0].why


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "text é\r\n",
                "\n",
                "<!-- markdownlint-disable MD056 -->\r\n",
                "<!-- markdownlint-enable -->\n",
                "a <!-- agnix: noqa --> b\n",
                "<!--\nskillsaw-disable content-broken-internal-reference\n-->\n",
                "| a <!-- markdownlint-disable-line MD056 --> | b |\n|---|---|\n| 1 |\n",
                "```\n<!-- agnix: noqa -->\n```\n",
            ]
        ),
        max_size=9,
    )
)
def test_nothing_that_stood_there_is_lost(parts):
    text = "".join(parts)
    everywhere = range(1, 60)

    after, _ = carried(text, {"ragged-table": everywhere, "broken-link": everywhere})

    kept = after
    for one in Document(parse(Source.from_bytes("a.md", after.encode()))).source.text.split("<!--"):
        if one.startswith(" harness-lint:"):
            kept = kept.replace(" <!--" + one[: one.index("-->") + 3], "", 1)
    assert kept == text


def test_a_configuration_keeps_its_text():
    before = '# ours\nexclude = ["a/"]  # because\n\n[severity]\nwrong-count = "error"\n'
    changes = [
        Change("ignore", "ragged-table", "x", "y"),
        Change("exclude", "/v/**", "x", "y"),
        Change("severity", "broken-link", "x", "y", "warning"),
        Change("ignore", "wrong-count", "x", "y", paths=("/d/**",)),
    ]

    after = changed_config(before, changes, in_pyproject=False)

    assert tomllib.loads(after) == {
        "exclude": ["a/", "/v/**"],
        "ignore": ["ragged-table"],
        "severity": {"wrong-count": "error", "broken-link": "warning"},
        "overrides": [{"paths": ["/d/**"], "ignore": ["wrong-count"]}],
    }
    assert "# ours" in after
    assert "# because" in after


def test_a_table_of_pyproject_is_extended():
    before = '[project]\nname = "x"\n\n[tool.harness-lint]\nversion = "0.1"\n\n[tool.z]\na = 1\n'

    after = changed_config(before, [Change("ignore", "x", "", "")], in_pyproject=True)

    assert tomllib.loads(after)["tool"] == {
        "harness-lint": {"version": "0.1", "ignore": ["x"]},
        "z": {"a": 1},
    }


def test_the_plan_is_shown_and_then_carried_out(project):
    put(project, ".markdownlint.jsonc", '{ // why\n "MD013": false, "extends": "x", }')
    document = put(project, "docs/a.md", f"# A\n\n<!-- markdownlint-disable MD056 -->\n\n{TABLE}")
    before = document.read_text()

    plan = harness_lint(project, "migrate")

    assert "disable=ragged-table" in plan
    assert "MD013: harness-lint has no rule for the same" in plan
    assert document.read_text() == before

    harness_lint(project, "check", code=1)
    harness_lint(project, "migrate", "--write")

    harness_lint(project, "check")
    assert (
        document.read_text().replace(" <!-- harness-lint: disable=ragged-table -->", "") == before
    )


def test_settings_are_written_once(project):
    put(project, ".agnix.toml", '[rules]\ndisabled_rules = ["AS-017"]\n')
    put(project, "README.md", "# A\n")

    harness_lint(project, "migrate", "--write")
    once = (project / "harness-lint.toml").read_text()
    harness_lint(project, "migrate", "--write")

    assert tomllib.loads(once) == {"ignore": ["skill-name-mismatch"]}
    assert (project / "harness-lint.toml").read_text() == once
    harness_lint(project, "config")


def test_what_the_configuration_ignores_needs_no_suppression(project):
    put(project, ".markdownlint.yaml", "MD056: false\n")
    put(project, "a.md", f"# A\n\n<!-- markdownlint-disable MD056 -->\n\n{TABLE}")

    plan = harness_lint(project, "migrate")

    assert "ignore ragged-table" in plan
    assert "disable=ragged-table" not in plan


def test_linters_that_contradict_each_other_are_told(project):
    put(project, ".agnix.toml", '[rules.severity]\nAS-008 = "Error"\n')
    put(project, ".skillsaw.yaml", "rules:\n  agentskill-description: {severity: warning}\n")
    put(project, "README.md", "# A\n")

    plan = harness_lint(project, "migrate")

    assert "severity description-too-long = error" in plan
    assert "`.agnix.toml` says something else of `description-too-long`" in plan


def test_of_several_files_the_one_that_the_linter_reads_counts(project):
    put(project, ".markdownlint.json", "{}")
    put(project, ".markdownlint.yaml", "MD056: false\n")
    put(project, ".markdownlint-cli2.cjs", "module.exports = {}\n")
    put(project, "README.md", "# A\n")

    plan = harness_lint(project, "migrate")

    assert "markdownlint reads `.markdownlint.json` in its place" in plan
    assert "it is a program" in plan
    assert "ignore" not in plan


def test_a_file_of_settings_may_be_named(project):
    settings_file = put(project, "sub/.markdownlint.json", '{"MD056": false}')

    assert "for /sub/**: ignore ragged-table" in harness_lint(
        project, "migrate", str(settings_file.relative_to(project))
    )


def test_where_nothing_stands_that_is_said(project):
    put(project, "README.md", "# A\n")

    assert "no settings or suppressions" in harness_lint(project, "migrate")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        (".markdownlint.json", "{", "is not JSON"),
        (".markdownlint.json", "[1]", "holds no table"),
        (".markdownlint.yaml", "a: [", "is not YAML"),
        (".agnix.toml", "a = ", "is not TOML"),
        (".agnix.toml", "a = \xe9", "is not"),
        (".markdownlint.json", '{"a":' * 5000, "is not JSON"),
        (".markdownlint.yaml", "[" * 5000, "is not YAML"),
        (
            ".skillsaw.yaml",
            "a: &a [x, x]\nb: &b [*a, *a]\n"
            + "".join(
                f"c{n}: &c{n} [{', '.join(['*b' if n == 0 else f'*c{n - 1}'] * 9)}]\n"
                for n in range(9)
            ),
            "holds too many values",
        ),
    ],
)
def test_settings_that_cannot_be_read_give_one_sentence(project, name, text, words):
    put(project, name, text)
    put(project, "README.md", "# A\n")

    said = harness_lint(project, "migrate", code=2)

    assert words in said
    assert "Traceback" not in said


def test_other_files_are_refused(project):
    put(project, ".rumdl.toml", "")

    assert "no file of settings that can be carried over" in harness_lint(
        project, "migrate", ".rumdl.toml", code=2
    )


def test_comments_and_commas_of_jsonc_are_no_part_of_texts(tmp_path):
    put(tmp_path, ".markdownlint.jsonc", '\ufeff{"a": "//x,]", /* , */ "b": [1, 2,\n], // }\n}')

    assert read_settings(Path(tmp_path), ".markdownlint.jsonc") == {"a": "//x,]", "b": [1, 2]}
