"""Plug-ins that are wrong: each stops the run with exit code 2 and one sentence, none in silence.

The distributions are real ones for Python: a folder on its path, with metadata and entry points.
"""

from __future__ import annotations

import json

import pytest

from tests.plugins.installing import AT_START, check_module, install, lint, run, write

DOCUMENT = {"notes.md": "# Notes\n"}


@pytest.fixture
def site(tmp_path):
    return tmp_path / "site"


@pytest.fixture
def project(tmp_path):
    return write(tmp_path / "project", {**DOCUMENT, "harness-lint.toml": 'plugins = ["winch"]\n'})


def refused(project, site, *arguments):
    """The message of a run that does not begin."""
    done = lint(project, "check", *arguments, site=site)
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    return done.err


@pytest.mark.covers("RUN-009")
def test_a_module_that_raises_is_named_with_distribution_entry_point_and_place(site, project):
    install(site, "winch", "main = winch", {"winch.py": "\nraise RuntimeError('rope\\nis cut')\n"})

    message = refused(project, site)

    assert message == (
        "error: plug-in `winch` cannot be loaded: entry point `main = winch` raises "
        f"RuntimeError: rope is cut ({site / 'winch.py'}:2)\n"
        "hint: repair or reinstall `winch`, or take it out of `plugins`\n"
    )


def test_a_module_that_is_missing_is_named(site, project):
    install(site, "winch", "main = winch.rope", {"winch/__init__.py": ""})

    assert (
        "plug-in `winch` cannot be loaded: entry point `main = winch.rope` raises "
        "ModuleNotFoundError: No module named 'winch.rope'\n"
    ) in refused(project, site)


def test_a_module_below_that_cannot_be_imported_is_no_silence(site, project):
    files = {
        "winch/__init__.py": "",
        "winch/good.py": check_module("WIN101", "good-thing"),
        "winch/deep/__init__.py": "import no_such_rope\n",
    }
    install(site, "winch", "main = winch", files)

    assert "No module named 'no_such_rope'" in refused(project, site)


def test_a_plugin_that_would_end_the_process_is_no_success(site, project):
    install(site, "winch", "main = winch", {"winch.py": "raise SystemExit(0)\n"})

    assert "raises SystemExit: 0" in refused(project, site)


def test_a_program_of_the_plugin_is_not_run(site, project):
    files = {
        "winch/__init__.py": check_module("WIN101", "good-thing"),
        "winch/__main__.py": "raise SystemExit('started')\n",
    }
    install(site, "winch", "main = winch", files)

    assert lint(project, "check", site=site).code == 0


def test_an_entry_point_that_names_an_object_is_refused(site, project):
    module = check_module("WIN101", "good-thing")
    install(site, "winch", "main = winch:good_thing", {"winch.py": module})

    assert "entry point `main = winch:good_thing` names no module" in refused(project, site)


def test_a_plugin_without_any_check_is_refused(site, project):
    install(site, "winch", "main = winch", {"winch.py": "from harness_lint.plugin import *\n"})

    assert "`winch` defines no check" in refused(project, site)


@pytest.mark.parametrize(
    ("module", "words"),
    [
        (
            check_module("HL999", "good-thing"),
            "`winch`: `HL999` begins with `HL`, which is ours; take another prefix",
        ),
        (
            check_module("HLX101", "good-thing"),
            "`winch`: `HLX101` begins with `HL`, which is ours; take another prefix",
        ),
        (check_module("WINCH1", "good-thing"), "not a check's code and name: WINCH1 good-thing"),
        (check_module("WINCHES101", "good"), "not a check's code and name: WINCHES101 good"),
        (check_module("WIN101", "Good"), "not a check's code and name: WIN101 Good"),
        (
            check_module("WIN101", "good-thing", subject="dict"),
            (
                "`winch`: `WIN101` judges `dict`, which is none of `Document`, `DataFile`, "
                "`Source`, `Project`, `Run`, nor one of our kinds of them"
            ),
        ),
        (
            "from harness_lint.plugin import *\nclass Mine(Document):\n    pass\n"
            + check_module("WIN101", "good-thing", subject="Mine").partition("\n")[2],
            "`winch`: `WIN101` judges `Mine`, which is none of",
        ),
        (
            check_module("WIN101", "good-thing").replace(
                'since="1.0"', 'since="1.0", options=dict'
            ),
            "the options of `WIN101`, `dict`, are no named tuple whose fields all have a default",
        ),
        (
            (
                "from harness_lint.plugin import *\n@facts('winch/rope', subject=Project)\n"
                "def ropes(project):\n    yield from ()\n"
            ),
            "`winch`: facts `winch/rope` are read from `Project`, which is none of",
        ),
        (
            (
                "from harness_lint.plugin import *\n@facts('definition', subject=Document)\n"
                "def ropes(document):\n    yield from ()\n"
            ),
            "not a kind of facts, which is like `pier/term`: definition",
        ),
    ],
)
def test_a_check_that_we_cannot_take_is_told(site, project, module, words):
    install(site, "winch", "main = winch", {"winch.py": module})

    assert words in refused(project, site)


def test_two_plugins_with_one_code_are_both_named(site, project):
    for name, check in (("winch", "good-thing"), ("anchor", "other-thing")):
        install(site, name, f"main = {name}", {f"{name}.py": check_module("WIN101", check)})
    write(project, {"harness-lint.toml": 'plugins = ["winch", "anchor"]\n'})

    assert (
        "error: `WIN101` is what two checks are called: WIN101 other-thing of `anchor`, and "
        "WIN101 good-thing of `winch`\n"
    ) in refused(project, site)


def test_a_name_of_ours_cannot_be_taken(site, project):
    install(site, "winch", "main = winch", {"winch.py": check_module("WIN101", "wrong-count")})

    assert (
        "`wrong-count` is what two checks are called: HL311 wrong-count, and WIN101 wrong-count "
        "of `winch`"
    ) in refused(project, site)


def test_two_plugins_with_facts_of_one_kind_are_both_named(site, project):
    module = (
        "from harness_lint.plugin import *\n@facts('winch/rope', subject=Document)\n"
        "def ropes(document):\n    yield from ()\n"
    )
    for name in ("winch", "anchor"):
        install(site, name, f"main = {name}", {f"{name}.py": module})
    write(project, {"harness-lint.toml": 'plugins = ["winch", "anchor"]\n'})

    assert "facts `winch/rope` are read by two plug-ins: `anchor` and `winch`" in refused(
        project, site
    )


def test_a_plugin_that_is_not_installed_is_told_at_its_line_with_the_nearest(site, project):
    install(site, "winch", "main = winch", {"winch.py": check_module("WIN101", "good-thing")})
    write(project, {"harness-lint.toml": 'fail-on = "error"\nplugins = [\n  "winhc",\n]\n'})

    assert refused(project, site) == (
        f"error: {project / 'harness-lint.toml'}:3: plug-in `winhc` is not installed; "
        "did you mean `winch`?\n"
        "hint: install it where harness-lint is installed, or take it out of `plugins`\n"
    )


def test_all_plugins_that_are_missing_or_broken_are_told_at_once(site, project):
    for name in ("winch", "anchor"):
        install(site, name, f"main = {name}", {f"{name}.py": f"raise ValueError('{name}')\n"})
    write(project, {"harness-lint.toml": 'plugins = ["winch", "anchor"]\n'})

    message = refused(project, site)

    assert message.index("ValueError: anchor") < message.index("ValueError: winch")


def test_a_broken_plugin_that_nobody_asks_for_is_no_matter(site, project):
    install(site, "winch", "main = winch", {"winch.py": "raise ValueError\n"})
    write(project, {"harness-lint.toml": ""})

    assert lint(project, "check", site=site).code == 0


def test_a_broken_plugin_is_told_where_a_rule_is_looked_for(site, project):
    install(site, "winch", "main = winch", {"winch.py": "raise ValueError\n"})
    write(project, {"harness-lint.toml": ""})

    assert "plug-in `winch` cannot be loaded" in refused(project, site, "--select", "WIN101")


def test_a_rule_that_no_plugin_has_is_unknown(site, project):
    install(site, "winch", "main = winch", {"winch.py": check_module("WIN101", "good-thing")})

    message = refused(project, site, "--select", "WIN110")

    assert message.startswith("error: --select: unknown rule `WIN110`; did you mean `WIN101`?")


def test_of_a_plugin_that_is_only_selected_nothing_else_is_in_force(site, project):
    files = {
        "winch/__init__.py": "",
        "winch/one.py": check_module("WIN101", "one-thing", AT_START),
        "winch/two.py": check_module("WIN102", "two-things", AT_START),
    }
    install(site, "winch", "main = winch", files)
    write(project, {"harness-lint.toml": ""})

    done = lint(project, "check", "--extend-select", "WIN102", "--output-format", "json", site=site)

    assert done.found == [("WIN102", "notes.md")]


CRASHES = [
    pytest.param("raise KeyError('rope')", "KeyError: 'rope'", id="raises"),
    pytest.param("raise SystemExit(0)", "SystemExit: 0", id="would end the process with 0"),
    pytest.param("return 7", "TypeError: 'int' object is not iterable", id="gives no findings"),
    pytest.param("yield 'rope'", "TypeError: 'rope' is no `Violation`", id="gives words"),
    pytest.param(
        "yield Violation((0, 1), 'rope')", "TypeError: (0, 1) is no `Span` or `Location`", id="pair"
    ),
    pytest.param("yield Violation(Span(0, 999), 'rope')", "IndexError: 999", id="is outside"),
    pytest.param("yield Violation(Span(0, 1), None)", "TypeError: None is no `str`", id="no words"),
    pytest.param(
        "yield Violation(Span(0, 1), 'a\\nb')",
        "ValueError: the message 'a\\nb' is not one line of words",
        id="two lines",
    ),
    pytest.param(
        "yield Violation(Span(0, 1), 'rope', related=(Span(0, 1),))",
        "TypeError: Span(start=0, end=1) is no `Related`",
        id="related is no place",
    ),
    pytest.param(
        "yield Violation(Span(0, 1), 'rope', fix=Fix('Cut', (Edit(Span(0, 1), None),)))",
        "TypeError: None is no `str`",
        id="an edit without a text",
    ),
]


@pytest.mark.covers("RUN-009")
@pytest.mark.parametrize(("body", "cause"), CRASHES)
def test_a_check_that_goes_wrong_ends_in_3_is_named_and_hides_nothing(site, project, body, cause):
    files = {
        "winch/__init__.py": "",
        "winch/good.py": check_module("WIN101", "good-thing", AT_START),
        "winch/bad.py": check_module("WIN102", "bad-thing", body),
    }
    install(site, "winch", "main = winch", files)

    done = lint(project, "check", "--output-format", "json", "-q", site=site)

    assert (done.code, done.found) == (3, [("WIN101", "notes.md")])
    start = "internal error in WIN102 bad-thing of `winch` on `notes.md`: "
    assert done.err.startswith(start + cause), done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("raise KeyError('rope')", "KeyError: 'rope'"),
        ("yield Violation(Span(0, 1), 'x')", "TypeError: Span(start=0, end=1) has no path"),
        ("yield 'rope'", "AttributeError: 'str' object has no attribute 'at'"),
    ],
)
def test_a_project_check_that_goes_wrong_does_the_same(site, project, body, cause):
    files = {
        "winch/__init__.py": "",
        "winch/good.py": check_module("WIN101", "good-thing", AT_START),
        "winch/bad.py": check_module("WIN102", "bad-thing", body, "Project"),
    }
    install(site, "winch", "main = winch", files)

    done = lint(project, "check", "--output-format", "json", "-q", site=site)

    assert (done.code, done.found) == (3, [("WIN101", "notes.md")])
    assert done.err.startswith(f"internal error in WIN102 bad-thing of `winch`: {cause}"), done.err


def test_a_check_that_needs_what_documents_do_not_have_is_named(site, project):
    module = check_module("WIN102", "bad-thing").replace('"1.0"', '"1.0", needs=("ropes",)')
    good = check_module("WIN101", "good-thing", AT_START)
    files = {"winch/__init__.py": "", "winch/good.py": good, "winch/bad.py": module}
    install(site, "winch", "main = winch", files)

    done = lint(project, "check", "--output-format", "json", "-q", site=site)

    assert (done.code, done.found) == (3, [("WIN101", "notes.md")])
    assert "WIN102 bad-thing of `winch`" in done.err


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        ("raise KeyError('rope')", "KeyError: 'rope'"),
        ("yield 'rope'", "TypeError: 'rope' is no fact of the kind winch/rope"),
        (
            "yield Said('winch/chain', '', Span(0, 1), {})",
            (
                "TypeError: Said(kind='winch/chain', key='', at=Span(start=0, end=1), values={}) "
                "is no fact of the kind winch/rope"
            ),
        ),
    ],
)
def test_a_reader_of_facts_that_goes_wrong_is_named_and_hides_nothing(site, project, body, cause):
    files = {
        "winch/__init__.py": "",
        "winch/good.py": check_module("WIN101", "good-thing", AT_START),
        "winch/bad.py": "from harness_lint.plugin import *\n"
        "@facts('winch/rope', subject=Document)\n"
        f"def ropes(document):\n    {body}\n",
    }
    install(site, "winch", "main = winch", files)

    done = lint(project, "check", "--output-format", "json", "-q", site=site)

    assert (done.code, done.found) == (3, [("WIN101", "notes.md")])
    assert done.err.startswith(
        f"internal error in facts winch/rope of `winch` on `notes.md`: {cause}"
    ), done.err


def test_sarif_tells_of_the_crash_of_a_plugin(site, project):
    module = check_module("WIN102", "bad-thing", "raise KeyError('rope')")
    install(site, "winch", "main = winch", {"winch.py": module})

    done = lint(project, "check", "--output-format", "sarif", site=site)

    (invocation,) = json.loads(done.out)["runs"][0]["invocations"]
    (told,) = invocation["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("internal error in WIN102 bad-thing of `winch`")


def test_a_check_without_a_page_is_explained_by_its_first_line(site, project):
    install(site, "winch", "main = winch", {"winch.py": check_module("WIN101", "good-thing")})

    done = lint(project, "explain", "WIN101", site=site)

    assert done.out == "# WIN101 good-thing\n\nSomething is found.\n"


def test_the_debug_variable_shows_where_a_plugin_breaks(site, project):
    install(site, "winch", "main = winch", {"winch.py": "def haul():\n    1 / 0\n\nhaul()\n"})

    done = lint(project, "check", site=site, HARNESS_LINT_DEBUG="1")

    assert done.code == 2
    assert "line 2, in haul" in done.err


def test_code_in_the_linted_folder_is_no_plugin(tmp_path):
    evil = "open('started', 'w').close()\n" + check_module("WIN101", "good-thing")
    project = install(tmp_path / "project", "winch", "main = winch", {**DOCUMENT, "winch.py": evil})
    write(project, {"click.py": "open('started', 'w').close()\n"})
    import sys

    done = run(
        project, sys.executable, "-m", "harness_lint", "check", "--select", "WIN101", "notes.md"
    )

    assert (done.code, (project / "started").exists()) == (2, False), done.err


PACK = "pack: winch\ntitle: Winches\nfamilies:\n  log:\n    title: A log\n    paths: ['notes.md']\n"


def install_pack(site, name, value, files):
    install(site, name, f"[harness_lint.packs]\nwinch = {value}", files)


def refused_pack(project, site):
    write(project, {"harness-lint.toml": 'packs = ["winch"]\n'})
    return refused(project, site)


def test_a_pack_is_found_without_running_its_package(site, project):
    files = {"winch/__init__.py": "raise ValueError\n", "winch/data/winch.yaml": PACK}
    install_pack(site, "winch", "winch.data", files)
    write(project, {"harness-lint.toml": 'packs = ["winch"]\n'})

    done = lint(project, "files", "--output-format", "json", site=site)

    assert [one["family"] for one in json.loads(done.out)] == ["log"]


@pytest.mark.parametrize("value", ["winch", "winch.none", "none", "winch.py"])
def test_a_pack_without_its_file_is_told(site, project, value):
    install_pack(site, "the-winch", value, {"winch/__init__.py": ""})

    message = refused_pack(project, site)

    assert (
        f"error: plug-in `the-winch`, entry point `winch = {value}`: there is no `winch.yaml`\n"
    ) in message


def test_a_pack_that_two_plugins_ship_is_told(site, project):
    install_pack(site, "winch", "winch", {"winch/winch.yaml": PACK})
    install_pack(site, "anchor", "winch", {})

    message = refused_pack(project, site)

    assert "pack `winch` is shipped by `anchor` and `winch`; one of them must go" in message


def test_a_mistake_in_a_pack_of_a_plugin_has_file_and_line(site, project):
    files = {"winch/__init__.py": "", "winch/winch.yaml": PACK.replace("title: A log", "titel: A")}
    install_pack(site, "winch", "winch", files)

    message = refused_pack(project, site)

    assert f"{site / 'winch' / 'winch.yaml'}:5: unknown key `titel`" in message


OVER = "pack: ours\ntitle: Ours\n\nextends: {}\n"


def refused_over(project, site, extends):
    config = 'packs = ["ours.yaml"]\n'
    write(project, {"harness-lint.toml": config, "ours.yaml": OVER.format(extends)})
    return refused(project, site)


def test_a_pack_that_is_extended_and_that_nobody_ships_is_told_with_the_nearest(site, project):
    install_pack(site, "winch", "winch", {"winch/winch.yaml": PACK})

    message = refused_over(project, site, "wench")

    words = "`extends` names the unknown pack `wench`; did you mean `winch`?"
    assert message == f"error: ours.yaml:4: {words}\n"


def test_a_pack_that_is_extended_and_that_two_plugins_ship_is_told(site, project):
    install_pack(site, "winch", "winch", {"winch/winch.yaml": PACK})
    install_pack(site, "anchor", "winch", {})

    message = refused_over(project, site, "[kiro, winch]")

    assert "pack `winch` is shipped by `anchor` and `winch`; one of them must go" in message


def test_a_mistake_in_a_pack_that_is_extended_has_its_file_and_line(site, project):
    files = {"winch/__init__.py": "", "winch/winch.yaml": PACK.replace("title: A log", "titel: A")}
    install_pack(site, "winch", "winch", files)

    message = refused_over(project, site, "winch")

    assert f"{site / 'winch' / 'winch.yaml'}:5: unknown key `titel`" in message


def test_packs_of_plugins_that_extend_one_another_in_a_circle_are_told(site, project):
    packs = {"winch/winch.yaml": f"extends: beside.yaml\n{PACK}"}
    packs["winch/beside.yaml"] = PACK.replace("pack: winch", "pack: beside\nextends: winch")
    install_pack(site, "winch", "winch", {"winch/__init__.py": "", **packs})

    message = refused_over(project, site, "winch")

    one, two = site / "winch" / "winch.yaml", site / "winch" / "beside.yaml"
    assert f"{two}:2: `extends` goes in a circle: `{one}` → `{two}` → `{one}`" in message
