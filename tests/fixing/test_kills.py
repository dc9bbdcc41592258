"""Runs that are killed while they write. `kills.py` does so as often as one likes."""

import pytest

from tests.fixing.kills import killed


@pytest.mark.covers("FIX-004")
def test_a_run_that_is_killed_leaves_each_file_old_or_new(tmp_path):
    result = killed(tmp_path, seed=1, times=6)

    assert not result.torn
    assert result.halfway
