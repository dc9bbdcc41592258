"""The contract of `/lamps`: written before the routes, so it fails until they are there."""

from lantern.routes import answer


# Covers: FR-002
def test_all_lamps_are_listed():
    assert answer("GET", "/lamps")[0] == {"name": "quay 1", "lit": True}
