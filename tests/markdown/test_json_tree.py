"""JSON values with spans, and mistakes at their places."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness_lint.markdown.json_tree import MAX_DEPTH, read, read_json
from harness_lint.source import Source

FUZZ = settings(max_examples=200, deadline=None, derandomize=True)

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)
CHANGES = st.tuples(st.integers(0, 200), st.sampled_from(list('{}[]",:\\x1e-.tn \n\t')))


@FUZZ
@given(VALUES, st.booleans(), st.sampled_from([None, 2]))
def test_values_are_read_as_the_standard_library_reads_them(value, ascii_only, indent):
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)

    assert read_json(text.encode()).root.to_python() == json.loads(text)


@FUZZ
@given(VALUES, CHANGES)
def test_a_broken_text_is_a_problem_just_where_the_standard_library_fails(value, change):
    text = json.dumps(value)
    at, character = change[0] % (len(text) + 1), change[1]
    text = text[:at] + character + text[at:]
    try:
        json.loads(text, parse_constant=lambda name: 1 / 0)
        is_valid = True
    except (ValueError, ZeroDivisionError):
        is_valid = False
    tree = read_json(text.encode())

    assert (tree.error is None) is is_valid
    if tree.error:
        assert 0 <= tree.error.at.start <= tree.error.at.end <= len(text.encode())


def test_every_key_and_value_has_its_span():
    data = '{"é": [1.5, {"b": "\\n"}], "c": null}'.encode()
    tree = read_json(data, base=10)
    words = [data[node.span.start - 10 : node.span.end - 10].decode() for node in tree.root.walk()]

    assert words == [
        data.decode(),
        '"é"',
        '[1.5, {"b": "\\n"}]',
        "1.5",
        '{"b": "\\n"}',
        '"b"',
        '"\\n"',
        '"c"',
        "null",
    ]
    assert tree.root.at(["é", 1, "b"]).value == "\n"


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ('{"a": 1,}', "a comma before `}`; remove it", ","),
        ("[1,]", "a comma before `]`; remove it", ","),
        ("[1 2]", "`,` or `]` is expected, not `2`", "2"),
        ("{a: 1}", "a key in double quotes is expected, not `a`", "a"),
        ("{'a': 1}", "a key in double quotes is expected, not `'`", "'"),
        ('{"a" 1}', "`:` is expected behind the key, not `1`", "1"),
        ("[NaN]", "`NaN` is no value of JSON", "NaN"),
        ("[-Infinity]", "`-Infinity` is no value of JSON", "-Infinity"),
        ("[1, // x\n2]", "JSON has no comments", "/"),
        ('{"a": {"b": 1}', "`{` is never closed", "{"),
        ("[[1]", "`[` is never closed", "["),
        ("[1]]", "text behind the end of the value, not `]`", "]"),
        ('"\\q"', "`\\q` is no escape of JSON; write `\\\\` for a backslash", "\\q"),
        ('["a\tb"]', "control character U+0009 in a string", "\t"),
        ('["a\nb"]', "a string that is not closed on its line", '"a'),
        ("[01]", "a value is expected, not `01`", "01"),
        ("[tru]", "a value is expected, not `tru`", "tru"),
        ("", "the text is empty; a JSON value is expected", ""),
        ("  \n", "the text is empty; a JSON value is expected", ""),
        ("[" * 3000, f"more than {MAX_DEPTH} levels deep", "["),
    ],
    ids=range(20),
)
def test_a_mistake_is_said_in_plain_words_at_its_place(text, message, at):
    data = ("\ufeff" + text).encode()
    tree = read_json(data)

    assert tree.root is None
    assert tree.error.message == message
    assert data[tree.error.at.start : tree.error.at.end].decode() == at
    assert tree.has_mark


def test_doubled_keys_are_listed_and_the_last_one_counts():
    data = b'{"a": 1, "b": {"a": 2}, "a": 3}'
    tree = read_json(data)
    (double,) = tree.duplicates

    assert (double.name, double.at.start, double.first.start) == ("a", 24, 1)
    assert tree.root.get("a").value == 3


def test_lines_of_json_are_documents():
    tree = read(Source.from_text("events.jsonl", '{"a": 1}\n\n{"a": 2}\n'))

    assert [one.to_python() for one in tree.documents] == [{"a": 1}, {"a": 2}]


def test_a_huge_float_is_what_python_makes_of_it():
    assert math.isinf(read_json(b"1e999").root.value)
