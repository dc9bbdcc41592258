"""All checks there are, found by walking the package."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from harness_lint.check import Check
from harness_lint.errors import PluginError
from harness_lint.findings import Severity

if TYPE_CHECKING:
    from harness_lint.documents.fact_reader import FactReader
    from harness_lint.engine.contribution import Contribution


class Registry:
    """Checks by code and by name."""

    def __init__(self, checks: Iterable[Check], readers: Iterable[FactReader] = ()) -> None:
        """Make a registry of *checks*, and of the *readers* of facts that plug-ins bring.

        Raises: PluginError with each code, name and kind of facts that two of them have.
        """
        self.checks: tuple[Check, ...] = tuple(sorted(checks, key=lambda check: check.code))
        self.readers = tuple(readers)
        self._by_selector: dict[str, Check] = {}
        clashes: list[str] = []
        for check in self.checks:
            for selector in (check.code, check.name):
                other = self._by_selector.setdefault(selector, check)
                if other is not check:
                    clashes.append(_clash(selector, other, check))
        clashes += _clashes_of_kinds(self.readers)
        if clashes:
            hint = "one of the plug-ins must go, or take other codes and names"
            raise PluginError("\n".join(clashes), hint)

    @classmethod
    def load(cls) -> Registry:
        """Return the registry of our own checks."""
        return _builtin()

    def get(self, selector: str) -> Check | None:
        """Return the check with that code or name."""
        return self._by_selector.get(selector) or self._by_selector.get(selector.upper())

    def matching(self, selector: str) -> tuple[Check, ...]:
        """Return the checks that a code, a name, a prefix of codes or ``ALL`` selects."""
        if selector == "ALL":
            return self.checks
        exact = self.get(selector)
        if exact is not None:
            return (exact,)
        prefix = selector.upper()
        if not (prefix.isalnum() and any(c.code.startswith(prefix) for c in self.checks)):
            return ()
        return tuple(check for check in self.checks if check.code.startswith(prefix))

    def extended(self, contributions: Iterable[Contribution]) -> Registry:
        """Return the registry of these checks and of what plug-ins bring along.

        Raises: PluginError for a code, a name or a kind of facts that two of them have.
        """
        several = tuple(contributions)
        return Registry(
            (*self.checks, *(check for one in several for check in one.checks)),
            (*self.readers, *(reader for one in several for reader in one.readers)),
        )

    def page(self, check: Check) -> str:
        """Return the text of *check*'s page; where there is none, the first lines of one."""
        try:
            return self.page_path(check).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return f"# {check.code} {check.name}\n\n{check.summary}\n"

    def page_path(self, check: Check) -> Path:
        """Return where *check*'s page stands: beside its module, named like the check."""
        from importlib.util import find_spec

        spec = find_spec(check.module)
        if spec is None or spec.origin is None:
            raise AssertionError(f"{check.code} comes from a module that is not a file")
        return Path(spec.origin).with_name(check.name.replace("-", "_") + ".md")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every code and every name, for suggestions."""
        return tuple(self._by_selector)


INDEX = Path(__file__).parents[1] / "checks" / "index.json"
"""What is known of our own checks, so that only those that run are imported.

Written by ``make index``, and tested to be what the modules say.
"""


@cache
def _builtin() -> Registry:
    if not INDEX.exists():
        return Registry(walk_builtin())
    entries = json.loads(INDEX.read_bytes())
    return Registry(_known(entry) for entry in entries)


def _known(entry: dict[str, Any]) -> Check:
    severity, needs = Severity(entry.pop("severity")), tuple(entry.pop("needs"))
    return Check(severity=severity, needs=needs, **entry)


def walk_builtin() -> list[Check]:
    """Return our own checks, found by walking the package."""
    import harness_lint.checks as package

    return checks_in(package)


def index_text(checks: Iterable[Check]) -> str:
    """Return the text of the index of *checks*."""
    names = [name for name in Check._fields if name not in _NOT_INDEXED]
    entries = [{n: getattr(c, n) for n in names} for c in sorted(checks, key=lambda c: c.code)]
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def checks_in(package: ModuleType) -> list[Check]:
    """Return every check defined in *package* or in a module below it."""
    from harness_lint.engine.contribution import modules_of

    return [
        value
        for module in modules_of(package)
        for value in vars(module).values()
        if isinstance(value, Check) and value.module == module.__name__
    ]


_NOT_INDEXED = frozenset({"implementation", "plugin", "url"})
"""What the index does not say of a check: its code, and what only plug-ins have."""


def _clash(selector: str, first: Check, second: Check) -> str:
    return f"`{selector}` is what two checks are called: {first.title}, and {second.title}"


def _clashes_of_kinds(readers: Iterable[FactReader]) -> Iterator[str]:
    plugins: dict[str, str] = {}
    for reader in readers:
        other = plugins.setdefault(reader.kind, reader.plugin)
        if other != reader.plugin:
            yield f"facts `{reader.kind}` are read by two plug-ins: `{other}` and `{reader.plugin}`"
