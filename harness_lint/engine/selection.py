"""Which rules judge a file, and how hard: defaults, then the pack, then the configuration."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from harness_lint.check import Check
from harness_lint.config import Config, Selection
from harness_lint.documents.document import UNKNOWN
from harness_lint.engine.registry import Registry
from harness_lint.findings import Severity
from harness_lint.packs.patterns import compile_globs
from harness_lint.packs.shape import Family, RuleSetting


class Rule(NamedTuple):
    """A check switched on, with its severity and its options."""

    check: Check
    severity: Severity
    options: object | None
    """None for the defaults of the check."""
    is_fixable: bool = True
    """Whether its fixes may be offered."""
    has_safe_fixes: bool = False
    """Whether all of its fixes are to count as safe."""


Key = tuple[tuple[int, ...], str]
"""The overrides that hold for a file, and its family."""


class Books(NamedTuple):
    """The rules of many files; files with the same rules share a book."""

    keys: Mapping[str, Key]
    """Path → the key of its book."""
    by_key: Mapping[Key, Mapping[str, Rule]]
    """By the code of the check."""


class RuleBook:
    """Resolves the rules for a path and a family; equal settings are resolved once."""

    def __init__(self, config: Config, registry: Registry) -> None:
        self._config = config
        self._registry = registry
        self._overrides = [(compile_globs(o.paths), o) for o in config.overrides]
        self._resolved: dict[Key, tuple[Rule, ...]] = {}
        self._usual: dict[tuple[int, ...], dict[str, Rule | None]] = defaultdict(dict)
        """Overrides → the rules, by code, of the families whose packs say nothing of them."""

    def rules_for(self, path: str, family: Family) -> tuple[Rule, ...]:
        """Return the rules that judge *path*, a document of *family*, by code."""
        return self.rules_under(self.key_of(path, family), family)

    def key_of(self, path: str, family: Family) -> Key:
        """Return what tells which rules judge *path*, a document of *family*."""
        return self._hits(path), family.name

    def books(self, sources: Mapping[str, str], family: Callable[[str], Family | None]) -> Books:
        """Return the rules of *sources*, path → name of a *family*."""
        keys = {path: (self._hits(path), name) for path, name in sources.items()}
        books = {
            key: {
                rule.check.code: rule for rule in self.rules_under(key, family(key[1]) or UNKNOWN)
            }
            for key in dict.fromkeys(keys.values())
        }
        return Books(keys, books)

    def _hits(self, path: str) -> tuple[int, ...]:
        if not self._overrides:
            return ()
        return tuple(i for i, (globs, _) in enumerate(self._overrides) if globs.match(path))

    def rules_under(self, key: Key, family: Family) -> tuple[Rule, ...]:
        """Return the rules of all documents of *family* that have this *key*, by code."""
        if key not in self._resolved:
            overrides = (self._config.overrides[i].selection for i in key[0])
            chain = [self._config.selection, *overrides]
            usual = self._usual[key[0]]
            rules = []
            for check in self._registry.checks:
                setting = family.rules.get(check.name) or family.rules.get(check.code)
                if setting is not None:
                    rules.append(self._rule(check, setting, chain))
                    continue
                if check.code not in usual:
                    usual[check.code] = self._rule(check, None, chain)
                rules.append(usual[check.code])
            self._resolved[key] = tuple(rule for rule in rules if rule is not None)
        return self._resolved[key]

    def rule_for(self, check: Check, path: str, family: Family) -> Rule | None:
        """Return the rule made of *check* for *path*; None if it is off there."""
        return next((rule for rule in self.rules_for(path, family) if rule.check is check), None)

    def may_run(self, check: Check, families: Iterable[Family]) -> bool:
        """Whether *check* is on by default, or anything says that it is on somewhere."""
        if check.severity is not Severity.INFO:
            return True
        selections = (self._config.selection, *(one.selection for _, one in self._overrides))
        if any(_rank(check, (*(one.select or ()), *one.extend_select)) for one in selections):
            return True
        settings = (one.rules.get(check.name) or one.rules.get(check.code) for one in families)
        return any(one is not None and one.severity is not None for one in settings)

    def forced_family(self, path: str) -> str | None:
        """Return the family that the configuration demands for *path*."""
        for globs, override in reversed(self._overrides):
            if override.family and globs.match(path):
                return override.family
        return None

    def _rule(
        self, check: Check, setting: RuleSetting | None, chain: list[Selection]
    ) -> Rule | None:
        enabled = check.severity is not Severity.INFO
        severity = check.severity
        if setting is not None:
            enabled = setting.enabled and (enabled or setting.severity is not None)
            severity = setting.severity or severity
        if not (check.plugin or self._config.knows(check.since)):
            enabled = False
        for selection in chain:
            enabled = _selected(check, enabled, selection)
            severity = _severity(check, selection.severity) or severity
        if not enabled:
            return None
        return Rule(
            check,
            severity,
            self._options(check, setting.options if setting else {}),
            _rank(check, self._config.unfixable) == 0,
            _rank(check, self._config.safe_fixes) > 0,
        )

    def _options(self, check: Check, from_pack: Mapping[str, Any]) -> object | None:
        """Return the options that the pack and the configuration give; None for the defaults."""
        values = {**from_pack, **self._config.rules.get(check.name, {})}
        shape = check.options if values else None
        if shape is None:
            return None
        known = set(getattr(shape, "_fields"))  # noqa: B009  a named tuple
        named = {key.replace("-", "_"): value for key, value in values.items()}
        chosen = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in named.items()
            if key in known
        }
        return shape(**chosen)  # type: ignore[no-any-return]


def _selected(check: Check, enabled: bool, selection: Selection) -> bool:
    wanted = _rank(check, (*(selection.select or ()), *selection.extend_select))
    if selection.select is not None:
        enabled = False
    if wanted:
        enabled = True
    ignored = _rank(check, selection.ignore)
    return enabled and ignored == 0 if not wanted else wanted > ignored


def _rank(check: Check, selectors: Iterable[str]) -> int:
    """Return how exactly the best of *selectors* names *check*: 0 for not at all."""
    best = 0
    for selector in selectors:
        if selector == check.name or selector.upper() == check.code:
            return 100
        if selector == "ALL":
            best = max(best, 1)
        elif check.code.startswith(selector.upper()):
            best = max(best, 1 + len(selector))
    return best


def _severity(check: Check, wanted: Mapping[str, Severity]) -> Severity | None:
    best = max(wanted, key=lambda selector: _rank(check, (selector,)), default=None)
    return wanted[best] if best is not None and _rank(check, (best,)) else None
