"""Local checks: files of the project, run only if its configuration names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plugins.installing import AT_START, check_module, lint, write

CHECK = check_module("OUR101", "first-character", AT_START)
DOCUMENT = {"notes.md": "# Notes\n"}


def project_with(folder, local, files):
    config = f"local-checks = {local}\n".replace("'", '"')
    return write(folder, {**DOCUMENT, "harness-lint.toml": config, **files})


def found(project, *arguments):
    done = lint(project, "check", "--output-format", "json", "-q", *arguments)
    assert not done.err
    return [code for code, _ in done.found]


def refused(project, *arguments, **variables):
    done = lint(project, "check", *arguments, **variables)
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    return done.err


OTHERS = {
    "tools/_shared.py": "raise ValueError\n",
    "tools/test_first.py": "raise ValueError\n",
    "tools/conftest.py": "raise ValueError\n",
    "tools/notes.txt": "raise ValueError\n",
}


@pytest.mark.parametrize("local", ["tools/first.py", "tools", "tools/", "tools/*.py", "./tools/f*"])
def test_a_file_a_folder_and_a_pattern_name_files(tmp_path, local):
    project = project_with(tmp_path, [local], {"tools/first.py": CHECK, **OTHERS})

    assert found(project) == ["OUR101"]


@pytest.mark.covers("SAF-005")
def test_files_that_nobody_names_are_not_run(tmp_path):
    files = {"tools/first.py": "open('started', 'w').close()\n" + CHECK, "harness-lint.toml": ""}
    write(tmp_path, {**DOCUMENT, **files})

    assert found(tmp_path) == []
    assert not (tmp_path / "started").exists()


def test_a_file_that_two_patterns_name_is_run_once(tmp_path):
    local = ["tools/first.py", "tools"]
    project = project_with(tmp_path, local, {"tools/first.py": CHECK})

    assert found(project) == ["OUR101"]


def test_the_root_of_the_project_counts_wherever_the_run_begins(tmp_path):
    project = project_with(tmp_path, ["tools"], {"tools/first.py": CHECK, "docs/a.md": "# A\n"})

    assert found(project / "docs") == ["OUR101"]


def test_it_reads_facts_of_its_own_for_the_whole_project(tmp_path):
    module = """\
from harness_lint.plugin import *


@facts("our/title", subject=Document)
def titles(document):
    title = document.outline.title
    if title is not None:
        yield Said("our/title", title.key, title.heading.span, {})


@check("OUR201", "same-title", subject=Project, since="1.0", needs=("our/title",))
def same_title(project):
    '''Two documents have one title.'''
    for fact in project.facts("our/title"):
        if len(project.lookup("our/title", fact.key)) > 1:
            yield Violation(fact.at, f"`{fact.key}` is the title of another document, too")
"""
    files = {"tools/titles.py": module, "a.md": "# Lamp\n", "b.md": "# LAMP\n"}
    project = project_with(tmp_path, ["tools"], files)

    assert found(project, "--select", "OUR") == ["OUR201", "OUR201"]
    assert found(project, "--select", "OUR", "b.md") == ["OUR201"]


def test_its_page_is_explained_and_its_options_are_checked(tmp_path):
    module = (
        "from typing import NamedTuple\n"
        "class Options(NamedTuple):\n    longest: int = 3\n    '''Characters.'''\n"
        + CHECK.replace('since="1.0"', 'since="1.0", options=Options').replace(
            "(subject):", "(subject, options):"
        )
    )
    page = "# OUR101 first-character\n\nSomething is found.\n"
    files = {"tools/first.py": module, "tools/first_character.md": page}
    project = project_with(tmp_path, ["tools"], files)

    rules = lint(project, "rules", "--output-format", "json").out
    explained = lint(project, "explain", "first-character").out
    with (project / "harness-lint.toml").open("a") as config:
        config.write("[rules.OUR101]\nlongst = 4\n")

    assert '"description": "Characters."' in rules
    assert '"plugin": "tools/first.py"' in rules
    assert explained == page
    assert "unknown option `longst` of `OUR101`; did you mean `longest`?" in refused(project)


def test_bytecode_is_neither_written_nor_believed(tmp_path):
    import importlib.util
    import py_compile

    project = project_with(tmp_path, ["tools"], {"tools/first.py": CHECK})
    other = write(tmp_path, {"other.py": "raise ValueError('started')\n"}) / "other.py"
    cache = Path(importlib.util.cache_from_source(str(tmp_path / "tools" / "first.py")))
    py_compile.compile(
        str(other), str(cache), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH
    )

    assert found(project) == ["OUR101"]
    cache.unlink()
    assert found(project) == ["OUR101"]
    assert not list(cache.parent.iterdir())


def test_modules_of_the_project_cannot_stand_for_others(tmp_path):
    files = {"tools/first.py": CHECK, "tools/json.py": "", "json.py": "raise ValueError\n"}
    project = project_with(tmp_path, ["tools/first.py"], files)

    assert found(project) == ["OUR101"]


@pytest.mark.covers("SAF-005")
def test_no_local_code_refuses_with_the_place_and_the_way_out(tmp_path):
    module = "open('started', 'w').close()\n" + CHECK
    project = project_with(tmp_path, ["tools"], {"tools/first.py": module})

    message = refused(project, "--no-local-code")

    assert message == (
        f"error: {project / 'harness-lint.toml'}:1: `local-checks` runs code of this project, "
        "which --no-local-code refuses\n"
        "hint: if you do not trust it, --config FILE names a configuration without "
        "`local-checks`\n"
    )
    assert not (project / "started").exists()


def test_the_variable_refuses_too_for_every_command(tmp_path):
    project = project_with(tmp_path, ["tools"], {"tools/first.py": CHECK})

    for command in (["check"], ["status"], ["files"], ["config"], ["rules"], ["explain", "OUR101"]):
        done = lint(project, *command, HARNESS_LINT_NO_LOCAL_CODE="1")

        assert done.code == 2
        assert "which HARNESS_LINT_NO_LOCAL_CODE=1 refuses" in done.err


def test_no_local_code_is_no_matter_where_there_is_none(tmp_path):
    write(tmp_path, {**DOCUMENT, "harness-lint.toml": ""})

    assert found(tmp_path, "--no-local-code") == []


def test_isolated_runs_none_of_it(tmp_path):
    project = project_with(tmp_path, ["tools"], {"tools/first.py": CHECK})

    assert found(project, "--isolated", "--no-local-code") == []


def test_the_way_out_leads_out(tmp_path):
    project = project_with(tmp_path, ["tools"], {"tools/first.py": CHECK})
    write(project, {"ci/plain.toml": ""})

    assert found(project, "--no-local-code", "--config", "ci/plain.toml") == []


@pytest.mark.parametrize(
    ("module", "cause"),
    [
        pytest.param("def haul(:\n", "SyntaxError: invalid syntax (first.py, line 1)", id="syntax"),
        pytest.param("\n1 / 0\n", "ZeroDivisionError: division by zero", id="raises"),
        pytest.param("import no_rope\n", "ModuleNotFoundError: No module named 'no_rope'", id="no"),
        pytest.param("from . import rope\n", "ImportError: attempted relative import", id="beside"),
        pytest.param("raise SystemExit(0)\n", "SystemExit: 0", id="ends"),
        pytest.param("x = '\0'\n", "SyntaxError: source code string cannot contain null", id="NUL"),
        pytest.param("#" * 2_000_000, "ImportError: larger than 1 MB", id="large"),
        pytest.param("-" * 500_000 + "1", "", id="deep"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_named_with_the_cause(tmp_path, module, cause):
    project = project_with(tmp_path, ["tools"], {"tools/first.py": module})

    message = refused(project)

    assert f"error: local checks `tools/first.py` cannot be loaded: {cause}" in message
    assert message.endswith("hint: repair it, or take it out of `local-checks`\n")


def test_a_file_that_is_not_utf_8_is_named(tmp_path):
    project = project_with(tmp_path, ["tools"], {})
    (project / "tools").mkdir()
    (project / "tools" / "first.py").write_bytes(b"x = '\xff'\n")

    assert "local checks `tools/first.py` cannot be loaded: SyntaxError" in refused(project)


def test_a_file_without_a_check_is_told(tmp_path):
    project = project_with(tmp_path, ["tools"], {"tools/first.py": "x = 1\n"})

    assert "error: `tools/first.py` defines no check\n" in refused(project)


def test_two_files_with_one_code_are_both_named(tmp_path):
    files = {"tools/a.py": CHECK, "tools/b.py": CHECK.replace("first", "other")}
    project = project_with(tmp_path, ["tools"], files)

    assert (
        "`OUR101` is what two checks are called: OUR101 first-character of `tools/a.py`, and "
        "OUR101 other-character of `tools/b.py`"
    ) in refused(project)


@pytest.mark.covers("SAF-002")
@pytest.mark.parametrize(
    ("local", "words"),
    [
        ("../evil.py", "it leads out of the project; checks from elsewhere are a plug-in"),
        ("tools/../../evil.py", "it leads out of the project; checks from elsewhere are a plug-in"),
        ("..", "it leads out of the project; checks from elsewhere are a plug-in"),
        ("/etc/evil.py", "it must be a path below the project's root, with forward slashes"),
        ("..\\\\evil.py", "it must be a path below the project's root, with forward slashes"),
        ("a\\u0000b.py", "it must be a path below the project's root, with forward slashes"),
        ("tools/none.py", "there is no such Python file"),
        ("tools/**/*.py", "there is no such Python file"),
        ("tools/first.txt", "there is no such Python file"),
        ("none", "there is no such Python file"),
        ("x" * 5000, "there is no such Python file"),
        ("linked.py", "`linked.py` leads out of the project"),
        ("linked-*.py", "`linked-too.py` leads out of the project"),
        ("elsewhere", "it leads out of the project; checks from elsewhere are a plug-in"),
        ("elsewhere/evil.py", "it leads out of the project; checks from elsewhere are a plug-in"),
    ],
)
def test_a_hostile_path_is_refused_and_nothing_is_run(tmp_path, local, words):
    evil = "open('started', 'w').close()\n" + CHECK
    write(tmp_path, {"evil.py": evil})
    project = project_with(tmp_path / "project", [], {"tools/first.txt": evil})
    (project / "harness-lint.toml").write_text(f'local-checks = ["{local}"]\n')
    for name in ("linked.py", "linked-too.py"):
        (project / name).symlink_to(tmp_path / "evil.py")
    (project / "elsewhere").symlink_to(tmp_path)

    message = refused(project)

    start = f"error: {project / 'harness-lint.toml'}:1: `local-checks` names "
    assert message.startswith(start)
    assert message.splitlines()[0].endswith(f": {words}")
    assert not (project / "started").exists()


def test_a_link_inside_the_project_is_followed(tmp_path):
    project = project_with(tmp_path, ["tools/linked.py"], {"common/first.py": CHECK})
    (project / "tools").mkdir()
    (project / "tools" / "linked.py").symlink_to("../common/first.py")

    assert found(project) == ["OUR101"]


@pytest.mark.parametrize("value", ['"tools"', "[1]", "{}"])
def test_a_value_of_another_kind_is_told(tmp_path, value):
    write(tmp_path, {**DOCUMENT, "harness-lint.toml": f"local-checks = {value}\n"})

    assert "; it must be a list of strings" in refused(tmp_path)


def test_mistakes_of_both_keys_are_told_at_once(tmp_path):
    text = 'plugins = ["none-such"]\nlocal-checks = ["none.py"]\n'
    write(tmp_path, {**DOCUMENT, "pyproject.toml": f"[tool.harness-lint]\n{text}"})

    first, second, _ = refused(tmp_path).splitlines()

    assert ":2: plug-in `none-such` is not installed" in first
    assert ":3: `local-checks` names `none.py`: there is no such Python file" in second
