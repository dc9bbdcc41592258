"""Configuration: where it is found, what it may say, and how its mistakes are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

from harness_lint.check import Check, check
from harness_lint.config import Config, Override, Selection, load_config
from harness_lint.config_names import check_names, check_selectors
from harness_lint.config_reader import read_config
from harness_lint.config_schema import config_schema
from harness_lint.engine.registry import Registry
from harness_lint.errors import ConfigError, UsageError
from harness_lint.findings import Severity, Violation

EVERYTHING = """\
select = ["HL3", "missing-section"]
extend-select = ["HL303"]
ignore = ["HL001"]
include = ["notes/*.txt"]
exclude = ["vendor/"]
packs = ["packs/ours.yaml"]
status-documents = ["docs/*.md"]
engine = "pyromark"
fail-on = "error"
max-file-size = 5000
gate = "ratchet"
baseline = "ci/known.json"
version = "0.1"

[severity]
HL302 = "warning"

[rules.long-line]
max-length = 80

[[overrides]]
paths = ["archive/**"]
ignore = ["HL3"]
family = "prd"
severity = { HL101 = "info" }
"""


class LineOptions(NamedTuple):
    """Options of the rule below."""

    max_length: int = 100
    """Characters; a longer line is reported."""
    where: Literal["prose", "all"] = "prose"
    words: tuple[str, ...] = ()


@check("HL301", "long-line", subject=str, since="0.1", options=LineOptions)
def long_line(text: str, options: LineOptions) -> Iterator[Violation]:
    """A line is too long."""
    yield from ()


@check("HL302", "short-line", subject=str, since="0.2")
def short_line(text: str) -> Iterator[Violation]:
    """A line is too short."""
    yield from ()


@pytest.fixture
def registry() -> Registry:
    assert isinstance(long_line, Check)
    return Registry([long_line, short_line])


def written(folder: Path, text: str, name: str = "harness-lint.toml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def mistakes(folder: Path, text: str, name: str = "harness-lint.toml") -> list[str]:
    path = written(folder, text, name)
    with pytest.raises(ConfigError) as error:
        load_config(folder)
    return [line.removeprefix(f"{path}:") for line in error.value.message.split("\n")]


def test_every_key_is_read(tmp_path):
    path = written(tmp_path, EVERYTHING)

    config = load_config(tmp_path)

    assert config == Config(
        root=str(tmp_path),
        origin=str(path),
        selection=Selection(
            ("HL3", "missing-section"), ("HL303",), ("HL001",), {"HL302": Severity.WARNING}
        ),
        overrides=(
            Override(
                ("archive/**",),
                Selection(ignore=("HL3",), severity={"HL101": Severity.INFO}),
                family="prd",
            ),
        ),
        include=("notes/*.txt",),
        exclude=("vendor/",),
        packs=("packs/ours.yaml",),
        status_documents=("docs/*.md",),
        rules={"long-line": {"max-length": 80}},
        engine="pyromark",
        fail_on=Severity.ERROR,
        max_file_size=5000,
        gate="ratchet",
        baseline="ci/known.json",
        version="0.1",
    )


def test_the_same_keys_stand_in_a_pyproject(tmp_path):
    text = EVERYTHING.replace("[rules.", "[tool.harness-lint.rules.")
    text = text.replace("[severity]", "[tool.harness-lint.severity]")
    text = text.replace("[[overrides]]", "[[tool.harness-lint.overrides]]")
    written(tmp_path, "[tool.harness-lint]\n" + text, "pyproject.toml")
    written(tmp_path / "plain", EVERYTHING)

    config = load_config(tmp_path)

    assert config.selection == load_config(tmp_path / "plain").selection
    assert config.overrides == load_config(tmp_path / "plain").overrides


def test_the_nearest_configuration_above_wins_and_its_folder_is_the_root(tmp_path):
    written(tmp_path, 'ignore = ["HL1"]')
    written(tmp_path / "a", 'ignore = ["HL2"]')
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)

    config = load_config(deep)

    assert (config.selection.ignore, config.root) == (("HL2",), str(tmp_path / "a"))


def test_a_pyproject_without_our_table_is_passed_over(tmp_path):
    written(tmp_path, 'ignore = ["HL1"]')
    written(tmp_path / "a", "[tool.other]\nx = 1\n", "pyproject.toml")

    assert load_config(tmp_path / "a").root == str(tmp_path)


def test_our_own_file_goes_before_a_pyproject_in_the_same_folder(tmp_path):
    written(tmp_path, 'ignore = ["HL1"]')
    written(tmp_path, '[tool.harness-lint]\nignore = ["HL2"]', "pyproject.toml")

    assert load_config(tmp_path).selection.ignore == ("HL1",)


def test_without_configuration_the_root_is_the_git_root_else_the_folder(tmp_path):
    inside = tmp_path / "repo" / "docs"
    inside.mkdir(parents=True)
    outside = tmp_path / "other"
    outside.mkdir()
    (tmp_path / "repo" / ".git").mkdir()

    assert load_config(inside).root == str(tmp_path / "repo")
    assert load_config(outside).root == str(outside)


def test_an_explicit_configuration_beside_the_project_keeps_the_projects_root(tmp_path):
    (tmp_path / ".git").mkdir()
    path = written(tmp_path / "ci", 'ignore = ["HL1"]', "strict.toml")

    config = load_config(tmp_path, path)

    assert (config.root, config.selection.ignore) == (str(tmp_path), ("HL1",))


def test_an_explicit_configuration_that_is_not_there_is_wrong_use(tmp_path):
    with pytest.raises(UsageError, match=r"`nowhere\.toml` does not exist"):
        load_config(tmp_path, Path("nowhere.toml"))


@pytest.mark.covers("RUN-006")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('selct = ["HL3"]', ["1: unknown key `selct`; did you mean `select`?"]),
        ('select = "HL3"', ["1: `select` is a string; it must be a list of strings"]),
        ("ignore = [1]", ["1: `ignore` is a list; it must be a list of strings"]),
        (
            '\nfail-on = "warnin"',
            [
                (
                    "2: `fail-on` is `warnin`; it must be one of `error`, `warning`; did you "
                    "mean `warning`?"
                )
            ],
        ),
        ('fail-on = "info"', ["1: `fail-on` is `info`; it must be one of `error`, `warning`"]),
        ("fail-on = 3", ["1: `fail-on` is a whole number; it must be one of `error`, `warning`"]),
        ('engine = "x"', ["1: `engine` is `x`; it must be one of `pyromark`, `markdown-it`"]),
        ("max-file-size = 0", ["1: `max-file-size` is 0; it must be at least 1"]),
        (
            "max-file-size = true",
            ["1: `max-file-size` is true or false; it must be a whole number"],
        ),
        ('version = "new"', ["1: `version` is `new`; it must be a version such as `0.1.0`"]),
        (
            "severity = 1",
            ["1: `severity` is a whole number; it must be a table of rules and severities"],
        ),
        (
            '[severity]\nHL1 = "error"\nHL2 = "fatal"',
            ["3: `HL2` is `fatal`; it must be one of `error`, `warning`, `info`"],
        ),
        (
            "rules.long-line = 3",
            ["1: `rules.long-line` is a whole number; it must be a table of options"],
        ),
        (
            "[overrides]\npaths = []",
            ["1: `overrides` is a table; it must be tables `[[overrides]]`"],
        ),
        ('[[overrides]]\nignore = ["HL3"]', ["1: an entry of `overrides` has no `paths`; add it"]),
        (
            '[[overrides]]\npaths = ["a"]\n\n[[overrides]]\npaths = ["b"]\nfamly = "prd"',
            ["6: unknown key `famly`; did you mean `family`?"],
        ),
        ("a = 1\nb = 2", ["1: unknown key `a`", "2: unknown key `b`"]),
        ("select = [", ["1: not TOML: "]),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_would_be_right(tmp_path, text, expected):
    found = mistakes(tmp_path, text)

    assert len(found) == len(expected)
    for line, start in zip(found, expected, strict=True):
        assert line.startswith(start)


def test_a_mistake_in_a_pyproject_is_told_at_its_line(tmp_path):
    text = '[project]\nselct = 1\n\n[tool.harness-lint]\nselct = ["HL3"]\n'

    assert mistakes(tmp_path, text, "pyproject.toml") == [
        "5: unknown key `selct`; did you mean `select`?"
    ]


def test_a_configuration_for_a_newer_version_is_refused(tmp_path):
    assert mistakes(tmp_path, 'version = "99.1"') == [
        "1: `version` is `99.1` but this is harness-lint 0.1.0; upgrade it"
    ]


def test_bytes_that_are_no_text_are_told(tmp_path):
    (tmp_path / "harness-lint.toml").write_bytes(b"select = ['\xff']")

    with pytest.raises(ConfigError, match="not UTF-8 at byte 11"):
        load_config(tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'select = [\n  "long-line",\n  "long-lin",\n]',
            "3: `select`: unknown rule `long-lin`; did you mean `long-line`?",
        ),
        ('ignore = ["hl399"]', "1: `ignore`: unknown rule `hl399`; did you mean `HL302`?"),
        (
            "[severity]\nzzz = 'error'",
            "2: `severity`: unknown rule `zzz`; `harness-lint rules` lists them",
        ),
        ("[rules.long-lines]", "1: unknown rule `long-lines`; did you mean `long-line`?"),
        ("[rules.short-line]\nx = 1", "1: rule `short-line` has no options"),
        (
            "[rules.long-line]\nmax-lenght = 1",
            "2: unknown option `max-lenght` of `long-line`; did you mean `max-length`?",
        ),
        (
            "[rules.HL301]\nmax-length = true",
            "2: option `max-length` of `HL301` is `true`; it must be a whole number",
        ),
        (
            "[rules.long-line]\nwhere = 'none'",
            "2: option `where` of `long-line` is `none`; it must be one of `prose`, `all`",
        ),
        (
            "[rules.long-line]\nwords = 'a'",
            "2: option `words` of `long-line` is `a`; it must be a list, each a string",
        ),
        (
            '[[overrides]]\npaths = ["a"]\nfamily = "prdd"',
            "3: unknown family `prdd`; did you mean `prd`?",
        ),
    ],
)
def test_a_name_that_no_check_has_is_told_with_its_line(tmp_path, registry, text, expected):
    path = written(tmp_path, text)

    with pytest.raises(ConfigError) as error:
        check_names(load_config(tmp_path), registry, families=["prd", "skill"])

    assert error.value.message == f"{path}:{expected}"


@pytest.mark.parametrize("selector", ["ALL", "HL", "HL3", "HL301", "hl301", "long-line"])
def test_a_rule_is_selected_by_code_name_prefix_or_all(tmp_path, registry, selector):
    written(tmp_path, f'select = ["{selector}"]')

    check_names(load_config(tmp_path), registry)


def test_options_given_under_a_code_are_kept_under_the_name(tmp_path, registry):
    written(tmp_path, "[rules.HL301]\nmax-length = 3")

    config = check_names(load_config(tmp_path), registry)

    assert config.rules == {"long-line": {"max-length": 3}}


def test_an_unknown_rule_on_the_command_line_names_its_flag(registry):
    with pytest.raises(UsageError, match="--select: unknown rule `HL9`"):
        check_selectors("--select", ["HL9"], registry)


@pytest.mark.parametrize(
    ("version", "on"), [("", True), ("0.1", True), ("0.1.0", True), ("0.0.9", False)]
)
def test_checks_newer_than_the_version_are_off(version, on):
    assert Config(version=version).knows("0.1") is on


def test_the_schema_accepts_what_the_reader_accepts(tmp_path, registry):
    import tomllib

    import jsonschema

    schema = config_schema(registry.checks)
    jsonschema.Draft202012Validator.check_schema(schema)

    jsonschema.validate(tomllib.loads(EVERYTHING), schema)


@pytest.mark.parametrize(
    "text",
    ['selct = ["HL3"]', 'fail-on = "info"', "[rules.long-line]\nmax-lenght = 1", "[[overrides]]"],
)
def test_the_schema_refuses_what_the_reader_refuses(registry, text):
    import tomllib

    import jsonschema

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(tomllib.loads(text), config_schema(registry.checks))


def test_every_key_and_option_of_the_schema_is_described(registry):
    properties = config_schema(registry.checks)["properties"]

    assert [key for key, value in properties.items() if not value.get("description")] == []
    assert properties["rules"]["properties"]["long-line"]["properties"]["max-length"] == {
        "type": "integer",
        "description": "Characters; a longer line is reported.",
        "default": 100,
    }


def test_a_carriage_return_does_not_move_a_line(tmp_path):
    path = tmp_path / "harness-lint.toml"
    path.write_bytes(b"\r\n\r\nselct = 1\r\n")

    with pytest.raises(ConfigError, match=":3: unknown key"):
        read_config(path, tmp_path)
