"""Frozen values and records: what `harness_lint.values` makes of a class."""

import pickle

import pytest

from harness_lint.values import MISSING, field, fields, frozen, mutable, replace


@frozen
class Lamp:
    """A lamp."""

    name: str
    rooms: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    """Each lamp has its own."""
    seen: int = field(default=0, compare=False, metadata={"minimum": 0})

    @property
    def room(self) -> str:
        return self.rooms[0]


@mutable
class Watch:
    """A watch."""

    name: str
    lamps: list[Lamp] = field(default_factory=list)


@mutable
class NightWatch(Watch):
    """A watch at night."""

    hour: int = 22


def test_fields_are_given_in_order_or_by_name():
    lamp = Lamp("a", rooms=("hall",))

    assert (lamp.name, lamp.rooms, lamp.notes, lamp.seen) == ("a", ("hall",), {}, 0)
    assert lamp.room == "hall"


@pytest.mark.parametrize("arguments", [{}, {"name": "a", "colour": "red"}])
def test_a_missing_or_an_unknown_field_is_refused(arguments):
    with pytest.raises(TypeError):
        Lamp(**arguments)


def test_a_value_never_changes():
    lamp = Lamp("a")

    with pytest.raises(AttributeError, match="`name` of a `Lamp` never changes"):
        lamp.name = "b"
    with pytest.raises(AttributeError):
        del lamp.name


def test_values_are_equal_by_the_fields_that_count():
    assert Lamp("a", seen=1) == Lamp("a", seen=2)
    assert Lamp("a") != Lamp("b")
    assert hash(Lamp("a", notes=())) == hash(Lamp("a", notes=()))


def test_values_of_two_classes_are_never_equal():
    @frozen
    class Other:
        name: str

    @frozen
    class Another:
        name: str

    assert Other("a") != Another("a")


def test_a_record_is_equal_to_itself_alone_and_may_change():
    one, other = Watch("a"), Watch("a")
    one.name = "b"

    assert one != other
    assert one == one
    assert one.name == "b"


def test_every_object_gets_a_default_of_its_own_from_a_factory():
    one, other = Watch("a"), Watch("b")
    one.lamps.append(Lamp("x"))

    assert not other.lamps


def test_a_subclass_has_the_fields_of_its_base_first():
    night = NightWatch("a", hour=23)

    assert [one.name for one in fields(night)] == ["name", "lamps", "hour"]
    assert (night.name, night.lamps, night.hour) == ("a", [], 23)


def test_an_object_has_room_for_its_fields_alone():
    with pytest.raises(AttributeError):
        Watch("a").colour = "red"


def test_a_copy_differs_in_what_was_changed():
    assert replace(Lamp("a", ("hall",)), name="b") == Lamp("b", ("hall",))


def test_patterns_match_by_position():
    match Lamp("a", ("hall",)):
        case Lamp(name, rooms):
            assert (name, rooms) == ("a", ("hall",))


def test_a_value_survives_pickling():
    assert pickle.loads(pickle.dumps(Lamp("a", ("hall",)))) == Lamp("a", ("hall",))


def test_a_value_shows_its_fields():
    assert repr(Lamp("a")) == "Lamp(name='a', rooms=(), notes={}, seen=0)"


def test_a_field_knows_its_default_and_its_metadata():
    name, _, notes, seen = fields(Lamp)

    assert name.default is MISSING
    assert notes.default_factory is dict
    assert seen.metadata == {"minimum": 0}
