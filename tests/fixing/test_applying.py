"""Which fixes are applied together, and which never."""

import pytest

from harness_lint.findings import Applicability
from harness_lint.fixing.applying import applied, fixable, is_any
from tests.fixing.findings import finding

TEXTS = {"a.md": "abc déf".encode(), "b.md": b"second"}


def read(path):
    if path not in TEXTS:
        raise FileNotFoundError(path)
    return TEXTS[path]


def test_a_fix_may_edit_several_texts():
    made = applied([finding(("a.md", 0, 1, "A"), ("b.md", 0, 6, "2nd"))], read)

    assert made.texts == {"a.md": "Abc déf".encode(), "b.md": b"2nd"}


def test_a_fix_that_overlaps_an_earlier_one_waits_with_all_its_edits():
    first, second = finding(("a.md", 0, 2, "A")), finding(("b.md", 0, 1, "S"), ("a.md", 1, 3, "B"))

    made = applied([first, second], read)

    assert made.texts == {"a.md": "Ac déf".encode()}
    assert (made.fixed, made.waiting) == ((first,), (second,))


def test_findings_with_one_and_the_same_fix_are_fixed_by_it():
    both = [finding(("a.md", 3, 3, "!"), message=message) for message in ("one", "two")]

    made = applied(both, read)

    assert made.texts == {"a.md": "abc! déf".encode()}
    assert made.fixed == tuple(both)
    assert made.edits == both[0].fix.edits


@pytest.mark.parametrize(
    ("edits", "reason"),
    [
        ([("a.md", 0, 1, "a")], "changes nothing"),
        ([], "changes nothing"),
        ([("a.md", 4, 99, "")], "lies outside of the text"),
        ([("a.md", 6, 7, "")], "cuts a character"),
        ([("a.md", 4, 6, "")], "cuts a character"),
        ([("a.md", 0, 2, "x"), ("a.md", 1, 3, "y")], "has edits that overlap each other"),
        ([("a.md", 0, 1, "A"), ("c.md", 0, 1, "C")], "edits `c.md`, which cannot be read"),
        ([("a.md", 0, 1, "\0")], "writes what is no text"),
        ([("a.md", 0, 1, "\ud800")], "writes what is no text"),
    ],
)
def test_a_fix_that_cannot_be_right_is_our_fault_and_changes_nothing(edits, reason):
    wrong = finding(*edits)

    made = applied([wrong, finding(("b.md", 0, 0, "a "))], read)

    assert made.texts == {"b.md": b"a second"}
    assert [(fault.finding, fault.reason) for fault in made.faults] == [(wrong, reason)]


def test_unsafe_fixes_are_for_those_who_want_them():
    safe = finding(("a.md", 0, 1, "A"))
    unsafe = finding(("a.md", 2, 3, "C"), applicability=Applicability.UNSAFE)

    assert fixable([safe, unsafe]) == (safe,)
    assert fixable([safe, unsafe, safe._replace(fix=None)], is_any) == (safe, unsafe)
