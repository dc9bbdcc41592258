"""Sources, spans and places: bytes, lines and columns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness_lint.errors import UndecodableError
from harness_lint.source import LOCATION_TEXT, Location, Place, Source, Span

FUZZ = settings(max_examples=200, deadline=None, derandomize=True)
TEXTS = st.text(st.sampled_from("ab é任🎯\u0301\ufeff\t\r\n"), max_size=40)


@pytest.mark.parametrize(
    ("text", "word", "line", "column", "utf16"),
    [
        ("ab", "a", 1, 1, 0),
        ("ab\ncd", "d", 2, 2, 1),
        ("ab\r\ncd", "d", 2, 2, 1),
        pytest.param("\ufeffab", "b", 1, 3, 2, id="a byte order mark is a character"),
        ("\tab", "b", 1, 3, 2),
        ("é任b", "b", 1, 3, 2),
        pytest.param("🎯b", "b", 1, 2, 2, id="an emoji is two units of UTF-16"),
        pytest.param("e\u0301b", "b", 1, 3, 2, id="a combining mark is a character"),
        pytest.param("a\rb", "b", 1, 3, 2, id="a carriage return alone ends no line"),
        pytest.param("a\u2028b", "b", 1, 3, 2, id="a line separator ends no line"),
    ],
)
def test_a_position_counts_lines_and_code_points(text, word, line, column, utf16):
    source = Source.from_text("a.md", text)
    offset = source.data.index(word.encode())

    assert source.position(offset) == (line, column)
    assert source.utf16_column(offset) == utf16
    assert source.line_at(offset) == line


@FUZZ
@given(TEXTS)
def test_positions_agree_with_counting_by_hand(text):
    source = Source.from_text("a.md", text)

    for index in range(len(text) + 1):
        before = text[:index]
        offset = len(before.encode())
        last = before.rsplit("\n", 1)[-1]
        assert source.position(offset) == (before.count("\n") + 1, len(last) + 1)
        assert source.utf16_column(offset) == len(last.encode("utf-16-le")) // 2


@FUZZ
@given(TEXTS)
def test_lines_put_together_are_the_text(text):
    source = Source.from_text("a.md", text)
    lines = [source.slice(source.line_span(i + 1)) for i in range(len(source.line_starts))]

    assert lines == [line.rstrip("\r") for line in text.split("\n")]


def test_the_end_is_on_the_last_line():
    assert Source.from_text("a.md", "a\n").position(2) == (2, 1)
    assert Source.from_text("a.md", "").position(0) == (1, 1)


@pytest.mark.parametrize("offset", [-1, 3])
def test_an_offset_outside_is_an_error(offset):
    with pytest.raises(IndexError):
        Source.from_text("a.md", "ab").position(offset)


@pytest.mark.parametrize("line", [0, -1, 3])
def test_a_line_that_is_not_there_is_an_error(line):
    with pytest.raises(IndexError):
        Source.from_text("a.md", "a\nb").line_span(line)


@pytest.mark.parametrize(
    ("data", "offset", "reason"),
    [
        (b"ab\xff", 2, "byte 0xff is not UTF-8"),
        (b"\xc3", 0, "byte 0xc3 is not UTF-8"),
        (b"a\x00b", 1, "NUL byte"),
        (b"\xff\xfea\x00", 3, "NUL byte"),
        (b"\xed\xa0\x80", 0, "byte 0xed is not UTF-8"),
    ],
)
def test_bytes_that_are_no_text_name_their_place(data, offset, reason):
    with pytest.raises(UndecodableError) as caught:
        Source.from_bytes("a.md", data)

    assert (caught.value.offset, caught.value.reason) == (offset, reason)
    assert caught.value.path == "a.md"


def test_a_lone_surrogate_of_an_editor_is_no_text():
    with pytest.raises(UndecodableError) as caught:
        Source.from_text("a.md", "é\ud800")

    assert (caught.value.offset, caught.value.reason) == (2, "lone surrogate")


def test_a_location_carries_place_and_first_line():
    source = Source.from_text("a.md", f"x\n  {'é' * 300}\nz\n")
    location = source.location(Span(2, len(source.data)))

    assert location == Location(
        "a.md", Span(2, len(source.data)), Place(2, 1, 4, 1), "é" * LOCATION_TEXT
    )


def test_columns_do_not_depend_on_what_was_asked_before():
    text = "aä日😀\nü" * 3 + "b"
    data = text.encode()
    source = Source.from_text("a.md", text)
    offsets = [*range(len(data) + 1), *range(len(data), -1, -1), 5, 2, 9, 3]

    for offset in offsets:
        start = data.rfind(b"\n", 0, offset) + 1
        column = len(data[start:offset].decode("utf-8", "replace")) + 1
        assert source.position(offset) == (data.count(b"\n", 0, offset) + 1, column)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        ("é\nb", [0, 3]),
        ("a\n", [0, 2]),
        ("a\rb\r\nc\n", [0, 2, 5, 7]),
        ("a\n\r", [0, 2, 3]),
    ],
)
def test_editors_count_lines_that_a_carriage_return_ends(text, starts):
    assert Source.from_text("a.md", text).editor_line_starts == starts
