"""The example plug-in, built, installed by pip, and used by the installed command."""

from __future__ import annotations

import json

import pytest

from tests.plugins.installing import EXAMPLE, run, write

CONFIG = 'plugins = ["pier-rules"]\n'
TASKS = "# Tasks: Ferry\n\n## Phase 1: Setup\n\n- [ ] T001 Utilise the winch in src/winch.py\n"
FILES = {
    "specs/001-ferry/tasks.md": TASKS,
    "docs/harbour.md": "# Harbour\n\n## Glossary\n\n**Berth**: a place for one boat\n",
    "docs/trains.md": "# Trains\n\n## Glossary\n\n**Berth**: a bed\n",
}
FOUND = [
    (
        "docs/trains.md:5:3: PIER201 `Berth` means something else in `docs/harbour.md`; "
        "keep one meaning [term-defined-twice]"
    ),
    (
        "specs/001-ferry/tasks.md:5:12: PIER101 `Utilise` says no more than `Use`; write `Use` "
        "[weak-verb]"
    ),
]


@pytest.fixture
def project(tmp_path):
    return write(tmp_path, {**FILES, "harness-lint.toml": CONFIG})


def concise(environment, folder, *arguments):
    done = environment.lint(folder, "check", "--output-format", "concise", "-q", *arguments)
    assert not done.err
    return done.out.splitlines()


def test_a_configured_plugin_finds_things_in_files_and_in_the_project(environment, project):
    done = environment.lint(project, "check", "--output-format", "concise", "-q")

    assert (done.code, done.out.splitlines(), done.err) == (1, FOUND, "")


def test_its_own_tests_pass_where_it_is_installed(environment, tmp_path):
    tests = EXAMPLE / "tests"
    python = environment.bin / "python"

    done = run(tmp_path, python, "-m", "pytest", "-q", "-p", "no:cacheprovider", tests)

    assert done.code == 0, done.out
    assert " passed" in done.out


def test_it_is_not_asked_unless_it_is_configured(environment, project):
    (project / "harness-lint.toml").write_text("")

    assert concise(environment, project) == []


@pytest.mark.parametrize("name", ["pier", "Pier_Rules"])
def test_it_goes_by_its_entry_point_and_by_any_spelling_of_its_distribution(
    environment, project, name
):
    (project / "harness-lint.toml").write_text(f'plugins = ["{name}"]')

    assert concise(environment, project) == FOUND


def test_a_rule_that_is_selected_by_name_needs_no_configuration(environment, project):
    (project / "harness-lint.toml").write_text("")

    assert concise(environment, project, "--extend-select", "PIER201") == FOUND[:1]
    assert concise(environment, project, "--select", "PIER") == FOUND
    assert concise(environment, project, "--select", "HL") == []


def test_select_of_the_configuration_finds_it_too(environment, project):
    (project / "harness-lint.toml").write_text('select = ["weak-verb"]\n')

    assert concise(environment, project) == FOUND[1:]


def test_ignore_severity_and_options_of_the_configuration_are_for_its_rules_too(
    environment, project
):
    text = CONFIG + 'ignore = ["PIER201"]\n[severity]\nweak-verb = "info"\n'
    text += '[rules.weak-verb]\nverbs = ["utilise"]\n'
    (project / "harness-lint.toml").write_text(text)

    done = environment.lint(project, "check", "--output-format", "json")

    (finding,) = json.loads(done.out)["findings"]
    assert (done.code, finding["code"], finding["severity"]) == (0, "PIER101", "info")


def test_an_option_that_it_does_not_have_is_told_with_the_nearest(environment, project):
    (project / "harness-lint.toml").write_text(CONFIG + "[rules.PIER101]\nverb = []\n")

    done = environment.lint(project, "check")

    place = project / "harness-lint.toml"
    words = "unknown option `verb` of `PIER101`; did you mean `verbs`?"
    assert (done.code, done.err) == (2, f"error: {place}:3: {words}\n")


def test_an_option_of_the_wrong_type_is_told(environment, project):
    (project / "harness-lint.toml").write_text(CONFIG + '[rules.weak-verb]\nverbs = "use"\n')

    done = environment.lint(project, "check")

    assert done.code == 2
    assert "option `verbs` of `weak-verb` is `use`; it must be a list, each a string" in done.err


def test_a_rule_of_it_is_set_by_a_pack(environment, project):
    pack = """\
pack: ours
title: Ours
families:
  page:
    title: A page
    paths: ["docs/*.md"]
    rules: {term-defined-twice: warning}
"""
    write(project, {"ours.yaml": pack, "harness-lint.toml": CONFIG + 'packs = ["ours.yaml"]\n'})

    done = environment.lint(project, "check", "--output-format", "json", "--select", "PIER201")

    assert [one["severity"] for one in json.loads(done.out)["findings"]] == ["warning"]


def test_a_comment_in_the_document_suppresses_it(environment, project):
    comment = "<!-- harness-lint: disable-file=PIER101 -- the winch insists -->\n"
    write(project, {"specs/001-ferry/tasks.md": TASKS + "\n" + comment})

    assert concise(environment, project) == FOUND[:1]


def test_its_checks_do_not_go_by_our_version(environment, project):
    (project / "harness-lint.toml").write_text(CONFIG + 'version = "0.0.1"\n')

    assert concise(environment, project) == FOUND


def test_json_has_the_address_of_its_page_where_there_is_one(environment, project):
    done = environment.lint(project, "check", "--output-format", "json")

    urls = {one["code"]: one["url"] for one in json.loads(done.out)["findings"]}
    assert urls == {"PIER101": "https://pier.example/rules/weak-verb", "PIER201": None}


def test_sarif_has_its_rules_with_their_pages(environment, project):
    done = environment.lint(project, "check", "--output-format", "sarif")

    first, second = json.loads(done.out)["runs"][0]["tool"]["driver"]["rules"]
    assert (first["id"], first["name"]) == ("PIER101", "WeakVerb")
    assert first["helpUri"] == "https://pier.example/rules/weak-verb"
    assert "## Why" in first["help"]["markdown"]
    assert (second["id"], "helpUri" in second) == ("PIER201", False)


def test_explain_shows_its_page_even_where_it_is_not_configured(environment, tmp_path):
    done = environment.lint(tmp_path, "explain", "pier101")

    page = EXAMPLE / "pier_rules" / "checks" / "weak_verb.md"
    assert done.out == page.read_text(encoding="utf-8")


def test_rules_lists_it_where_it_is_configured_and_says_how_elsewhere(
    environment, project, tmp_path_factory
):
    here = environment.lint(project, "rules")
    there = environment.lint(tmp_path_factory.mktemp("empty"), "rules")

    assert any(line.split()[:3] == ["PIER101", "warning", "weak-verb"] for line in lines(here))
    assert not any(line.startswith("PIER") for line in lines(there))
    assert (here.err, there.code) == ("", 0)
    assert '`plugins = ["pier-rules"]` puts its rules in force' in there.err


def lines(done):
    return done.out.splitlines()


def test_rules_as_json_say_what_brought_them(environment, project):
    done = environment.lint(project, "rules", "--output-format", "json")

    rules = {one["code"]: one for one in json.loads(done.out)}
    assert rules["PIER101"]["plugin"] == "pier-rules"
    assert rules["PIER101"]["options"]["verbs"]["default"] == ["leverage", "utilise", "utilize"]
    assert rules["HL302"]["plugin"] is None


def test_no_local_code_lets_what_is_installed_run(environment, project):
    assert concise(environment, project, "--no-local-code") == FOUND


@pytest.mark.parametrize("command", [["status"], ["trace", "matrix"], ["files"], ["config"]])
def test_other_commands_know_its_rules_in_the_configuration(environment, project, command):
    (project / "harness-lint.toml").write_text(CONFIG + 'ignore = ["PIER101"]\n')

    done = environment.lint(project, *command)

    assert done.code == 0, done.err


def test_a_run_without_plugins_looks_for_none(environment, project):
    (project / "harness-lint.toml").write_text('select = ["HL302", "wrong-count"]\n')
    program = (
        "import sys; from harness_lint.cli import main; code = main(['check']);"
        "print(*sys.modules); sys.exit(code)"
    )

    done = run(project, environment.bin / "python", "-c", program)

    modules = set(done.out.splitlines()[-1].split())
    assert done.code == 0
    assert not modules & {"importlib.metadata", "harness_lint.engine.extension", "pier_rules"}


LOG = {"docs/pier-log.md": "# Log of the pier\n\n## Weather\n\nFog.\n"}


def test_a_pack_of_it_is_named_like_one_of_ours(environment, project):
    write(project, {**LOG, "harness-lint.toml": CONFIG + 'packs = ["pier"]\n'})

    taken = environment.lint(project, "files", "docs/pier-log.md")
    found = concise(environment, project, "docs/pier-log.md")

    assert taken.out.split()[:2] == ["docs/pier-log.md", "pier-log"]
    assert ["HL101" in line for line in found] == [True]
    assert "section `Boats` is missing" in found[0]


def test_a_pack_runs_no_code_and_names_rules_that_must_be_in_force(environment, project):
    write(project, {**LOG, "harness-lint.toml": 'packs = ["pier"]\n'})

    done = environment.lint(project, "check")

    assert done.code == 2
    assert "pier.yaml:9: unknown rule `term-defined-twice`" in done.err


def test_a_pack_that_nobody_ships_is_told_with_the_nearest(environment, project):
    write(project, {"harness-lint.toml": 'packs = ["peer"]\n'})

    done = environment.lint(project, "check")

    assert (done.code, done.err) == (
        2,
        "error: packs: unknown pack `peer`; did you mean `pier`?\n",
    )


def test_a_pack_of_the_project_extends_that_of_a_plugin(environment, project):
    pack = """\
pack: ours
title: Ours
extends: [pier, memos.yaml]
families:
  pier-log: {paths: ["logs/*.md"], rules: {missing-section: warning}}
"""
    memos = "pack: memos\ntitle: Memos\nextends: pier\n"
    files = {"logs/may.md": LOG["docs/pier-log.md"], "ours.yaml": pack, "memos.yaml": memos}
    write(project, {**files, "harness-lint.toml": CONFIG + 'packs = ["ours.yaml"]\n'})

    taken = environment.lint(project, "files", "logs")
    done = environment.lint(project, "check", "--output-format", "json", "logs")

    assert taken.out.split()[:2] == ["logs/may.md", "pier-log"]
    found = [(one["severity"], one["message"]) for one in json.loads(done.out)["findings"]]
    assert [severity for severity, _ in found] == ["warning"]
    assert found[0][1].startswith("section `Boats` is missing")


def test_rules_of_a_pack_that_is_extended_must_be_in_force(environment, project):
    files = {"ours.yaml": "pack: ours\ntitle: Ours\nextends: pier\n"}
    write(project, {**files, "harness-lint.toml": 'packs = ["ours.yaml"]\n'})

    done = environment.lint(project, "check")

    assert done.code == 2
    assert "ours.yaml:1: unknown rule `term-defined-twice`" in done.err
