"""Plug-ins: installed distributions with an entry point in the group `harness_lint.checks`.

An entry point names a module or a package; what is defined in it or below it is taken. Nothing is
looked up unless the configuration names a plug-in, or a rule is selected that we do not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import NamedTuple

from harness_lint.engine.contribution import Contribution, contribution_of, modules_of
from harness_lint.engine.crashes import cause_of
from harness_lint.errors import PluginError, did_you_mean

GROUP = "harness_lint.checks"


def installed(group: str = GROUP) -> list[EntryPoint]:
    """Return the entry points of all plug-ins, by distribution and name."""
    return sorted(entry_points(group=group), key=lambda one: (distribution_of(one), one.name))


class Named(NamedTuple):
    """The plug-ins that some words name."""

    points: list[EntryPoint]
    unknown: dict[str, str]
    """Each word that names none → what is to be said of it."""


def named(words: Iterable[str], group: str = GROUP) -> Named:
    """Return what *words* name: entry points by their own names, or by their distributions'."""
    known = installed(group) if words else []
    found: dict[tuple[str, str], EntryPoint] = {}
    unknown: dict[str, str] = {}
    for word in words:
        hits = [one for one in known if word == one.name or _same(word, distribution_of(one))]
        found |= {(distribution_of(one), one.name): one for one in hits}
        if not hits:
            unknown[word] = _not_installed(word, known)
    return Named([found[key] for key in sorted(found)], unknown)


def load_all(points: Iterable[EntryPoint]) -> list[Contribution]:
    """Return what each of *points* brings along.

    Raises: PluginError with each that cannot be loaded: distribution, entry point and cause.
    """
    loaded: list[Contribution] = []
    faults: list[PluginError] = []
    for point in points:
        try:
            loaded.append(_load(point))
        except PluginError as error:
            faults.append(error)
    if faults:
        # The first cause: what else is wrong is told, too, but has no traceback.
        raise PluginError("\n".join(one.message for one in faults), faults[0].hint) from faults[0]
    return loaded


def distribution_of(point: EntryPoint) -> str:
    """Return the name of the distribution that brings *point*."""
    return point.dist.name if point.dist is not None else point.name


def _load(point: EntryPoint) -> Contribution:
    name = distribution_of(point)
    who = f"plug-in `{name}` cannot be loaded: entry point `{point.name} = {point.value}`"
    try:
        package = point.load()
        modules = list(modules_of(package)) if isinstance(package, ModuleType) else []
    except (Exception, SystemExit) as error:
        hint = f"repair or reinstall `{name}`, or take it out of `plugins`"
        raise PluginError(f"{who} raises {cause_of(error)}", hint) from error
    if not modules:
        raise PluginError(f"{who} names no module", "its value is `package.module`, no object")
    return contribution_of(modules, name)


def _same(word: str, distribution: str) -> bool:
    """Whether two names are one distribution's. Source: PEP 503, normalised names."""
    first, second = (re.sub(r"[-_.]+", "-", one).lower() for one in (word, distribution))
    return first == second


def _not_installed(word: str, known: Iterable[EntryPoint]) -> str:
    names = sorted({distribution_of(one) for one in known})
    near = did_you_mean(word, [*names, *(one.name for one in known)])
    there = f"; installed are {', '.join(f'`{one}`' for one in names)}" if names else ""
    return f"plug-in `{word}` is not installed{near or there}"
