"""Several passes of edits as one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness_lint.fixing.composing import composed
from harness_lint.fixing.edits import Draft, Replacement, edited
from harness_lint.source import Span


def replacement(start, end, text):
    return Replacement(Span(start, end), text.encode())


@pytest.mark.parametrize(
    ("passes", "once"),
    [
        ([], []),
        ([[(1, 2, "X")]], [(1, 2, "X")]),
        pytest.param([[(1, 2, "XY")], [(1, 2, "Z")]], [(1, 2, "ZY")], id="of what is new"),
        pytest.param([[(1, 2, "XYZ")], [(5, 6, "")]], [(1, 2, "XYZ"), (3, 4, "")], id="behind it"),
        pytest.param([[(3, 3, "X")], [(0, 7, "")]], [(0, 6, "")], id="around it"),
        pytest.param([[(3, 3, "X")], [(3, 4, "")]], [], id="taken back"),
        pytest.param([[(2, 2, "X")], [(3, 3, "Y")]], [(2, 2, "XY")], id="beside it"),
        pytest.param([[(6, 6, "X")], [(7, 7, "Y")]], [(6, 6, "XY")], id="at the end"),
    ],
)
def test_passes_are_told_in_bytes_of_the_first_text(passes, once):
    given = [[replacement(*one) for one in edits] for edits in passes]

    assert composed(given, len("abcdef")) == tuple(replacement(*one) for one in once)


@given(st.data())
def test_passes_at_once_make_what_they_make_one_by_one(data):
    first = text = data.draw(st.binary(max_size=20))
    passes = []
    for _ in range(data.draw(st.integers(0, 4))):
        draft, taken = Draft(), []
        ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
        for (start, end), new in data.draw(st.lists(st.tuples(ends, st.binary(max_size=3)))):
            one = Replacement(Span(start, end), new)
            if draft.takes(one) and one not in taken:
                draft.take(one)
                taken.append(one)
        text = draft.made_of(text)
        passes.append(taken)

    assert edited(first, composed(passes, len(first))) == text
