"""Bytes and what clients count: there and back, and along with an edit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from harness_lint.findings import Finding, Severity
from harness_lint.lsp.buffers import edited, opened
from harness_lint.lsp.carrying import carried
from harness_lint.lsp.positions import Encoding, Positions
from harness_lint.shift import shift_between
from harness_lint.source import Source, Span

TEXTS = st.text(st.sampled_from("ab \n\r\t\u2028\x0cé🚪|`")) | st.text(max_size=8)
UNITS = {Encoding.Utf8: "utf-8", Encoding.Utf16: "utf-16-le", Encoding.Utf32: "utf-32-le"}
WIDTH = {Encoding.Utf8: 1, Encoding.Utf16: 2, Encoding.Utf32: 4}


def decodable(text):
    return not any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in text)


@pytest.mark.parametrize("encoding", [*UNITS])
@given(text=TEXTS.filter(decodable), data=st.data())
def test_a_place_is_the_same_there_and_back(encoding, text, data):
    source, positions = Source.from_text("a.md", text), Positions(encoding)
    before = text[: data.draw(st.integers(0, len(text)))]
    if before.endswith("\r") and text[len(before) :].startswith("\n"):
        return  # no client can name a place within an end of a line

    found = positions.position(source, len(before.encode()))

    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    width = len(lines[-1].encode(UNITS[encoding])) // WIDTH[encoding]
    assert (found.line, found.character) == (len(lines) - 1, width)
    assert positions.offset(source, found) == len(before.encode())


@pytest.mark.parametrize(
    ("position", "offset"),
    [
        pytest.param((0, 99), 2, id="behind the end of a line"),
        pytest.param((9, 0), 9, id="behind the last line"),
        pytest.param((1, 1), 3, id="in the middle of a pair"),
    ],
)
def test_a_place_that_is_not_there_is_the_nearest_before_it(position, offset):
    source = Source.from_text("a.md", "ab\n🚪c\n")

    assert Positions().offset(source, types.Position(*position)) == offset


@given(before=TEXTS.filter(decodable), after=TEXTS.filter(decodable), data=st.data())
def test_what_an_edit_did_not_touch_goes_along_with_its_words(before, after, data):
    old, new = before.encode(), after.encode()
    start = data.draw(st.integers(0, len(old)))
    span = Span(start, data.draw(st.integers(start, len(old))))

    moved = shift_between(old, new).span(span)

    if moved is not None:
        assert new[moved.start : moved.end] == old[span.start : span.end]


def test_a_finding_that_was_typed_into_waits_until_it_is_found_again():
    before = Source.from_text("a.md", "one two three\n")
    place = before.place(Span(4, 7))
    finding = Finding("HL1", "x", Severity.ERROR, "m", "a.md", Span(4, 7), place, "unknown")
    typed, behind = (
        Source.from_text("a.md", text) for text in ("one txwo three\n", "\none two three\n")
    )

    assert [*carried([finding], before.data, typed)] == []
    (moved,) = carried([finding], before.data, behind)
    assert (moved.span, moved.place.line, moved.place.column) == (Span(5, 8), 2, 5)


def test_changes_of_one_message_see_each_other():
    changes = [
        types.TextDocumentContentChangePartial(
            range=types.Range(types.Position(0, 0), types.Position(0, 0)), text="🚪\n"
        ),
        types.TextDocumentContentChangePartial(
            range=types.Range(types.Position(0, 2), types.Position(1, 1)), text="!"
        ),
    ]

    buffer = edited(opened("a.md", "abc", 1), changes, 2, Positions())

    assert (buffer.source.text, buffer.version) == ("🚪!bc", 2)
