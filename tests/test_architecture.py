"""The shape of the house: layers, and the boundary of facts."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

import harness_lint
from harness_lint.check import Check
from harness_lint.config import Config
from harness_lint.engine.file_stage import Clock, FileStage
from harness_lint.engine.registry import INDEX, Registry, index_text, walk_builtin
from harness_lint.engine.selection import RuleBook
from harness_lint.errors import UndecodableError
from harness_lint.packs.loader import builtin_packs
from harness_lint.project.facts import facts_in, rows_by_kind
from harness_lint.source import Source
from tests.fixtures import fixtures

PACKAGE = Path(harness_lint.__file__).parent
LAYERS = [
    ("errors",),
    ("source", "pattern", "shift", "writing"),
    ("findings",),
    ("check",),
    ("markdown",),
    ("packs",),
    ("documents",),
    ("config", "config_places", "config_reader"),
    ("project",),
    ("checks",),
    ("engine",),
    ("config_names", "config_schema"),
    ("pack_names", "fixing"),
    ("pages", "memory_run", "testing", "page_update", "plugin", "reporters"),
    ("tracing", "setup", "deriving", "migrating", "agents", "renaming"),
    ("cli", "lsp", "mcp"),
]
"""From the bottom to the top: a layer imports itself and what stands before it."""


def modules():
    return sorted(PACKAGE.rglob("*.py"))


def imported(path):
    """Yield the names of our modules that *path* imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("harness_lint"):
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.startswith("harness_lint"))


def layer_of(name):
    part = name.split(".")[1] if "." in name else ""
    return next((number for number, layer in enumerate(LAYERS) if part in layer), None)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_layers_below_its_own(path):
    name = ".".join(("harness_lint", *path.relative_to(PACKAGE).with_suffix("").parts))
    own = layer_of(name)
    if own is None:
        assert path.name in {"__init__.py", "__main__.py"}
        return

    above = [module for module in imported(path) if (layer_of(module) or 0) > own]

    assert not above


def test_one_module_alone_knows_each_engine():
    users = {
        (engine, path.name)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for engine in ("pyromark", "mistune")
        if engine in {name.split(".")[0] for name in _names(node)}
    }

    assert {engine for engine, _ in users} <= {"pyromark"}
    assert all(name.startswith("pyromark") or name == "parser.py" for _, name in users)


def _names(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def file_checks():
    return [check for check in Registry.load().checks if check.subject not in ("Project", "Run")]


@pytest.mark.parametrize("check", file_checks(), ids=lambda check: check.name)
def test_a_file_check_cannot_see_the_project(check):
    path = PACKAGE / Path(*check.module.split(".")[1:]).with_suffix(".py")

    assert not [name for name in imported(path) if name.startswith("harness_lint.project")]


def test_no_check_imports_another_check():
    for path in (PACKAGE / "checks").rglob("*.py"):
        assert not [name for name in imported(path) if name.startswith("harness_lint.checks")]


def file_stage():
    rules = RuleBook(Config(), Registry.load())
    return FileStage(builtin_packs(), rules, "", Clock(enabled=False))


def test_facts_survive_a_round_trip_through_json():
    stage = file_stage()
    seen = 0
    for fixture in fixtures():
        for path, data in fixture.contents().items():
            try:
                source = Source.from_bytes(path, data)
            except UndecodableError:  # has no facts
                continue
            for fact in stage.check(source, judge=False).facts.facts:
                rows = rows_by_kind([fact])[fact.kind]
                assert list(facts_in(path, fact.kind, rows)) == [fact]
                seen += 1

    assert seen


TELL_LINES = {"directive"}
"""Kinds of facts that say on which lines something holds."""


def test_what_facts_say_does_not_depend_on_where_they_stand():
    stage = file_stage()
    moved = 0
    for fixture in fixtures():
        for path, data in fixture.contents().items():
            if not path.endswith(".md") or not data.startswith(b"# "):
                continue
            later = data.replace(b"\n", b"\n\n<!-- a line more -->\n", 1)
            try:
                own, below = (
                    stage.check(Source.from_bytes(path, text), judge=False).facts
                    for text in (data, later)
                )
            except UndecodableError:
                continue
            if own.family != below.family:  # told by its first words
                continue
            kinds = {fact.kind for fact in own.facts} - TELL_LINES
            rows, others = rows_by_kind(own.facts), rows_by_kind(below.facts)
            for kind in kinds:
                assert (path, kind, others[kind].said) == (path, kind, rows[kind].said)
                moved += others[kind].places != rows[kind].places

    assert moved


def test_every_check_is_a_check_of_its_own_module():
    for check in Registry.load().checks:
        assert isinstance(check, Check)
        assert check.module.rsplit(".", 1)[1] == check.name.replace("-", "_")


def test_the_index_of_checks_says_what_the_modules_say():
    if INDEX.exists():
        assert INDEX.read_text(encoding="utf-8") == index_text(walk_builtin())


def test_every_pattern_compiles():
    for path in modules():
        name = ".".join(("harness_lint", *path.relative_to(PACKAGE).with_suffix("").parts))
        for value in vars(import_module(name.removesuffix(".__init__"))).values():
            if type(value).__name__ == "_Pattern":
                assert value.pattern


def test_no_pattern_repeats_a_group_for_good():
    """CPython up to 3.11.4 loses matches of possessive groups and atomic ones (gh-106052)."""
    wrong = re.compile(r"(?<!\\)\)(?:[*+?]|\{[\d,]*\})\+|\(\?>")

    for path in modules():
        for line in path.read_text(encoding="utf-8").splitlines():
            assert "pattern(" not in line or not wrong.search(line), (path.name, line)
            assert not line.lstrip().startswith(('rb"', 'r"')) or not wrong.search(line), path.name
