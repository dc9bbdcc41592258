"""What edits make of a text, and which of them go together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness_lint.fixing.edits import Draft, Replacement, edited
from harness_lint.source import Span


def replacement(start, end, text="x"):
    return Replacement(Span(start, end), text.encode())


@pytest.mark.parametrize(
    ("edits", "text"),
    [
        ([], "abcdef"),
        ([(0, 1, "X")], "Xbcdef"),
        ([(6, 6, "X")], "abcdefX"),
        ([(2, 4, ""), (0, 0, "X")], "Xabef"),
        pytest.param([(1, 3, "X"), (3, 5, "Y")], "aXYf", id="edits that touch"),
        pytest.param([(3, 3, "X"), (3, 3, "Y")], "abcXYdef", id="insertions in their order"),
        pytest.param([(3, 5, "Y"), (3, 3, "X")], "abcXYf", id="an insertion before a replacement"),
        pytest.param([(1, 3, "Y"), (3, 3, "X")], "aYXdef", id="an insertion behind a replacement"),
        pytest.param([(1, 3, "Y"), (1, 3, "Y")], "aYdef", id="the same edit twice"),
        pytest.param([(3, 3, "Y"), (3, 3, "Y")], "abcYdef", id="the same insertion twice"),
    ],
)
def test_edits_replace_their_spans_alone(edits, text):
    assert edited(b"abcdef", [replacement(*one) for one in edits]) == text.encode()


@pytest.mark.parametrize(
    "edits",
    [
        [(1, 3), (2, 4)],
        [(2, 4), (1, 3)],
        [(1, 5), (2, 3)],
        pytest.param([(1, 5), (3, 3)], id="an insertion into what is replaced"),
        pytest.param([(3, 3), (1, 5)], id="a replacement around an insertion"),
        pytest.param([(1, 3, "X"), (1, 3, "Y")], id="two texts for one span"),
        pytest.param([(6, 7)], id="outside of the text"),
    ],
)
def test_edits_that_do_not_go_together_are_refused(edits):
    with pytest.raises(ValueError, match=r"overlaps|outside"):
        edited(b"abcdef", [replacement(*one) for one in edits])


SPANS = st.tuples(st.integers(0, 30), st.integers(0, 6)).map(lambda one: (one[0], sum(one)))
EDITS = st.lists(st.tuples(SPANS, st.text("xyz", max_size=3)), max_size=12)


@given(EDITS)
def test_a_draft_takes_what_clashes_with_nothing_that_it_holds(edits):
    draft, held = Draft(), []
    for (start, end), text in edits:
        one = replacement(start, end, text)

        assert draft.takes(one) is (one in held or not any(map(one.clashes, held)))

        if draft.takes(one):
            draft.take(one)
            held.append(one)


@given(EDITS)
def test_all_bytes_outside_of_the_edits_are_as_they_were(edits):
    data = bytes(range(40))
    draft, kept = Draft(), [True] * len(data)
    for (start, end), text in edits:
        one = replacement(start, end, text.upper())
        if draft.takes(one):
            draft.take(one)
            kept[start:end] = [False] * (end - start)

    made = draft.made_of(data)

    assert bytes(byte for byte in made if byte < 40) == bytes(byte for byte in data if kept[byte])
