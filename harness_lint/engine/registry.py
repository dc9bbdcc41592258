"""All checks there are, found by walking the package."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from harness_lint.check import Check
from harness_lint.errors import PluginError
from harness_lint.findings import Severity


class Registry:
    """Checks by code and by name."""

    def __init__(self, checks: Iterable[Check]) -> None:
        self.checks: tuple[Check, ...] = tuple(sorted(checks, key=lambda check: check.code))
        self._by_selector: dict[str, Check] = {}
        for check in self.checks:
            for selector in (check.code, check.name):
                if selector in self._by_selector:
                    raise PluginError(f"two checks are called {selector}")
                self._by_selector[selector] = check

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

    def page(self, check: Check) -> str:
        """Return the text of *check*'s page."""
        return self.page_path(check).read_text(encoding="utf-8")

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
    names = [name for name in Check._fields if name != "implementation"]
    entries = [{n: getattr(c, n) for n in names} for c in sorted(checks, key=lambda c: c.code)]
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def checks_in(package: ModuleType) -> list[Check]:
    """Return every check defined in *package* or in a module below it."""
    import pkgutil

    modules = [package]
    if hasattr(package, "__path__"):
        names = sorted(
            m.name for m in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
        )
        modules += [import_module(name) for name in names]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Check) and value.module == module.__name__
    ]
