"""The states and measures of a correct mission: the difference of the file is to be reviewed."""

from tests.mission_trace import SNAPSHOT, snapshot


def test_the_trace_of_the_correct_project_is_as_it_was_reviewed():
    assert snapshot() == SNAPSHOT.read_text(encoding="utf-8")
