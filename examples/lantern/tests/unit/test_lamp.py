"""The model of a lamp."""

from lantern.lamp import Lamp


def test_fr_001_who_lit_a_lamp():
    lamp = Lamp("quay 1")

    lamp.light(by="Edda", at="18:04")

    assert (lamp.lit_by, lamp.lit_at) == ("Edda", "18:04")
