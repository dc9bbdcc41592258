"""Whether a test that a hand-off names is among those of a file."""

import pytest

from harness_lint.project.claimed_tests import TestNames as Names

PYTHON = ["test_shows_the_time", "TestBell::test_rings_at_noon", "TestBell::test_is_silent[night]"]
TITLES = ["clock > shows the time", "clock > rings when it is noon"]


@pytest.mark.parametrize(
    ("name", "tests"),
    [
        ("test_shows_the_time", PYTHON),
        ("shows_the_time", PYTHON),
        ("TestBell::test_rings_at_noon", PYTHON),
        ("TestBell.test_rings_at_noon", PYTHON),
        ("tests/test_clock.py::TestBell::test_rings_at_noon", PYTHON),
        ("test_is_silent[day]", PYTHON),
        ("test_is_silent()", PYTHON),
        ("TestBell", PYTHON),
        pytest.param("test_rings", PYTHON, id="a shortened name"),
        pytest.param("rings the bell at noon", PYTHON, id="a description"),
        ("shows the time", TITLES),
        ("clock > shows the time", TITLES),
        ("clock", TITLES),
        ("rings at noon", TITLES),
        ("ringsWhenItIsNoon", TITLES),
        ("TestClock/shows_the_time", ["TestClock/shows the time"]),
        pytest.param("anything", [], id="a file whose tests are not known"),
        pytest.param("test", PYTHON, id="nothing to compare"),
    ],
)
def test_a_name_may_be_that_of_a_test(name, tests):
    assert Names(tests).may_hold(name)


@pytest.mark.parametrize(
    ("name", "tests"),
    [
        ("test_survives_a_storm", PYTHON),
        ("TestBell::test_survives_a_storm", PYTHON),
        ("survives a storm on the sea", TITLES),
        ("survivesAStorm", TITLES),
    ],
)
def test_a_name_that_none_resembles_is_not_there(name, tests):
    assert not Names(tests).may_hold(name)


@pytest.mark.parametrize("name", ["[" * 100_000, "a." * 100_000, "a(" * 100_000, "/" * 100_000])
def test_a_hostile_name_takes_no_time(name):
    Names([name, *PYTHON]).may_hold(name)
