"""Small classes with typed fields that cost next to nothing to define: frozen values and records.

`dataclasses` writes and compiles up to eight methods for each class when its module is imported:
with a hundred classes that was a third of a run over one file. Here all classes share their
methods, and the `__init__` of a class is written when its first object is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, TypeVar, dataclass_transform

T = TypeVar("T")

MISSING: Final[Any] = type("Missing", (), {"__repr__": lambda _: "MISSING"})()
"""The default of a field that has none."""

_NO_METADATA: Mapping[str, Any] = MappingProxyType({})


class Field:
    """What is known of a field."""

    __slots__ = ("compare", "default", "default_factory", "metadata", "name")

    def __init__(
        self,
        default: object = MISSING,
        default_factory: Callable[[], object] = MISSING,
        metadata: Mapping[str, Any] = _NO_METADATA,
        compare: bool = True,
    ) -> None:
        self.name = ""
        self.default: Any = default
        self.default_factory = default_factory
        self.metadata = metadata
        self.compare = compare


def field(
    *,
    default: Any = MISSING,  # noqa: ANN401  as wide as what it stands for
    default_factory: Callable[[], Any] = MISSING,
    metadata: Mapping[str, Any] = _NO_METADATA,
    compare: bool = True,
) -> Any:  # noqa: ANN401
    """Say more of a field than its default, as `dataclasses.field` does."""
    return Field(default, default_factory, metadata, compare)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(kind: type[T]) -> type[T]:
    """Make *kind* a value: slotted, frozen, equal to another if class and fields are equal."""
    return _made(kind, _FROZEN_METHODS)


@dataclass_transform(eq_default=False, field_specifiers=(field,))
def mutable(kind: type[T]) -> type[T]:
    """Make *kind* a record: slotted, free to change, equal to itself alone."""
    return _made(kind, _METHODS)


def fields(kind: object) -> tuple[Field, ...]:
    """Return the fields of a class made here, or of an object of it, in order."""
    found: tuple[Field, ...] = kind.__fields__  # type: ignore[attr-defined]
    return found


def replace(one: T, **changes: object) -> T:
    """Return a copy of *one* with other values in some fields."""
    kept = {each.name: getattr(one, each.name) for each in fields(one)}
    return type(one)(**{**kept, **changes})


def _made(kind: type[T], methods: Mapping[str, Any]) -> type[T]:
    """Return *kind* once more, with slots and *methods*."""
    members = dict(vars(kind))
    own = dict(_own_fields(members))
    inherited = {one.name: one for one in getattr(kind, "__fields__", ())}
    every = {**inherited, **own}
    for name in (*own, "__dict__", "__weakref__"):
        members.pop(name, None)
    # What is worked out once is kept in a `__dict__`.
    needs_dict = any(isinstance(member, cached_property) for member in members.values())
    slots = [name for name in own if name not in inherited] + ["__dict__"] * needs_dict
    shared = {
        "__slots__": tuple(slots),
        "__fields__": tuple(every.values()),
        "__match_args__": tuple(every),
        "__qualname__": kind.__qualname__,
    }
    make: Any = type(kind)
    made: type[T] = make(kind.__name__, kind.__bases__, {**members, **methods, **shared})
    return made


def _own_fields(members: Mapping[str, Any]) -> Iterator[tuple[str, Field]]:
    for name in members.get("__annotations__", ()):
        given = members.get(name, MISSING)
        one = given if isinstance(given, Field) else Field(given)
        one.name = name
        yield name, one


def _write_init(self: object, *arguments: object, **named: object) -> None:
    """Stand for the `__init__` of a class until the first object of it is made."""
    kind = next(one for one in type(self).__mro__ if vars(one).get("__init__") is _write_init)
    init = _init_of(kind)
    type.__setattr__(kind, "__init__", init)
    init(self, *arguments, **named)


def _init_of(kind: type) -> Callable[..., None]:
    is_frozen = kind.__setattr__ is _refuse
    names: dict[str, Any] = {"set_field": object.__setattr__, "MISSING": MISSING}
    parameters, lines = ["self"], ["pass"]
    for one in fields(kind):
        given, name = one.name, one.name
        if one.default_factory is not MISSING:
            names[f"make_{name}"] = one.default_factory
            parameters.append(f"{name}=MISSING")
            given = f"make_{name}() if {name} is MISSING else {name}"
        elif one.default is not MISSING:
            names[f"default_{name}"] = one.default
            parameters.append(f"{name}=default_{name}")
        else:
            parameters.append(name)
        lines.append(
            f"set_field(self, {name!r}, {given})" if is_frozen else f"self.{name} = {given}"
        )
    body = "\n    ".join(lines)
    # Names of fields come from our own classes, never from a document.
    exec(f"def __init__({', '.join(parameters)}):\n    {body}", names)  # noqa: S102
    init: Callable[..., None] = names["__init__"]
    return init


def _key(self: object) -> tuple[object, ...]:
    return tuple([getattr(self, one.name) for one in fields(self) if one.compare])


def _equals(self: object, other: object) -> Any:  # noqa: ANN401  NotImplemented is no bool
    if other.__class__ is not self.__class__:
        return NotImplemented
    return _key(self) == _key(other)


def _hash(self: object) -> int:
    return hash(_key(self))


def _show(self: object) -> str:
    shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self))
    return f"{type(self).__qualname__}({shown})"


def _refuse(self: object, name: str, _: object = None) -> None:
    raise AttributeError(f"`{name}` of a `{type(self).__name__}` never changes")


def _reduce(self: object) -> tuple[Any, ...]:
    """Let pickle make the object anew: a frozen one takes no state."""
    return type(self), tuple(getattr(self, one.name) for one in fields(self))


_METHODS: Mapping[str, Any] = {"__init__": _write_init, "__repr__": _show}
_FROZEN_METHODS: Mapping[str, Any] = {
    **_METHODS,
    "__eq__": _equals,
    "__hash__": _hash,
    "__setattr__": _refuse,
    "__delattr__": _refuse,
    "__reduce__": _reduce,
}
