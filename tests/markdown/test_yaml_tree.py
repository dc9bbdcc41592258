"""YAML values with spans: as PyYAML reads them, but never exploding."""

from __future__ import annotations

import datetime as dt
import sys

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from harness_lint.markdown.data_tree import Kind, TooLargeError
from harness_lint.markdown.yaml_tree import MAX_DEPTH, read, read_yaml
from harness_lint.source import Source

FUZZ = settings(max_examples=150, deadline=None, derandomize=True)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)


def python(text: str) -> object:
    tree = read_yaml(text.encode())
    assert tree.error is None, tree.error
    return tree.root.to_python() if tree.root else None


@FUZZ
@given(VALUES, st.booleans())
def test_dumped_values_are_read_back(value, flow):
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True)

    assert python(text) == yaml.safe_load(text)


@FUZZ
@given(st.from_regex(r"[-+0-9a-fxobnyes.:_~]{1,9}", fullmatch=True))
def test_a_plain_scalar_means_what_pyyaml_says(word):
    try:
        expected = yaml.safe_load(f"k: {word}\n")["k"]
    except (yaml.YAMLError, ValueError, TypeError, OverflowError):
        return
    if isinstance(expected, dt.date | dict | list):
        return
    tree = read_yaml(f"k: {word}\n".encode())
    value = tree.root.get("k").value

    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2025-01-31", "2025-01-31"),
        ("2025-01-31 10:00:00", "2025-01-31 10:00:00"),
        ("!!str 1", "1"),
        ("!!int '7'", 7),
        ("!!float 1", 1.0),
        ("!odd x", "x"),
        ("'1'", "1"),
        ("|\n  a\n  b\n", "a\nb\n"),
        ("yes", True),
        ("", None),
        ("9" * 5000, "9" * 5000),
    ],
    ids=range(11),
)
def test_a_scalar_is_read_by_tag_style_and_words(text, value):
    assert python(f"k: {text}") == {"k": value}


def test_every_key_and_value_has_its_span():
    text = "# é\nä: [1, {b: 'c'}]\nd:\n  - e\n  - f: |\n      g\n      h\n\ni: j k\n"
    data = text.encode()
    tree = read_yaml(data, base=100)
    spans = [data[node.span.start - 100 : node.span.end - 100] for node in tree.root.walk()]

    assert [one.decode() for one in spans] == [
        "ä: [1, {b: 'c'}]\nd:\n  - e\n  - f: |\n      g\n      h\n\ni: j k",
        "ä",
        "[1, {b: 'c'}]",
        "1",
        "{b: 'c'}",
        "b",
        "'c'",
        "d",
        "- e\n  - f: |\n      g\n      h",
        "e",
        "f: |\n      g\n      h",
        "f",
        "|\n      g\n      h",
        "i",
        "j k",
    ]


def test_aliases_refer_and_are_not_expanded():
    tree = read_yaml(b"a: &x {k: 1}\nb: *x\n")
    alias = tree.root.get("b")

    assert alias.kind is Kind.ALIAS
    assert alias.resolved is tree.root.get("a")
    assert alias.get("k").value == 1
    assert alias.is_mapping
    assert tree.root.to_python() == {"a": {"k": 1}, "b": {"k": 1}}


def test_a_bomb_of_aliases_is_small_until_its_budget_ends():
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60)]
    tree = read_yaml("\n".join(lines).encode())

    assert tree.error is None
    with pytest.raises(TooLargeError):
        tree.root.to_python()


def test_an_alias_inside_its_own_value_is_an_error():
    tree = read_yaml(b"a: &x\n  - *x\n")

    assert tree.error.message == "`*x` stands in the value that it refers to"


@pytest.mark.parametrize("text", ["[" * 3000, "{a: " * 3000, "- " * 3000 + "x"])
def test_three_thousand_levels_are_one_problem(text):
    tree = read_yaml(text.encode())

    assert tree.root is None
    assert tree.error.message == f"more than {MAX_DEPTH} levels deep"


def test_several_documents_are_kept_apart():
    tree = read_yaml(b"--- &x\na: 1\n---\nb: 2\n")

    assert [one.to_python() for one in tree.documents] == [{"a": 1}, {"b": 2}]
    assert tree.root is tree.documents[0]


def test_a_byte_order_mark_is_passed_over_and_noted():
    tree = read(Source.from_text("a.yaml", "\ufeffa: b\n"))

    assert tree.has_mark
    assert tree.root.key_span("a") == (3, 4)


def test_lookups_on_the_wrong_kind_give_none():
    root = read_yaml(b"a: [1]\n").root

    assert root.get("a").get("x") is None
    assert root.at(["a", 5]) is None
    assert root.at(["a", 0, "x"]) is None
    assert root.keys == ("a",)


def test_yaml_is_not_imported_before_it_is_needed(tmp_path):
    code = (
        "import sys; from harness_lint.markdown.parser import parse;"
        "from harness_lint.source import Source;"
        "parse(Source.from_text('a.md', '---\\nname: a\\n---\\n# T\\n')).outline;"
        "sys.exit('yaml' in sys.modules)"
    )
    import subprocess

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
