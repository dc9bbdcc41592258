"""What a comment tells the linter: actions, and the rules that they are about."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol.types import CompletionItemKind

from harness_lint.documents.directives import ACTIONS, WAIVE
from harness_lint.lsp.features.completion.ids import items_near, offer_of
from harness_lint.lsp.features.completion.place import Offer, Place
from harness_lint.pattern import pattern

_DIRECTIVE = pattern(r"(?:<!--|#)[ \t]*harness-lint:[ \t]*(?P<said>(?:(?! -- ).)*)$")
_ACTION = pattern(r"[\w-]*$")
_RULES = pattern(r"[\w-]+[ \t]*=(?:[ \t]*[\w-]+[ \t]*,)*[ \t]*(?P<name>[\w-]*)$")
_ITEMS = pattern(rf"{WAIVE}(?:=[\w,-]+)?[ \t]+(?:[\w./-]+[ \t,]+)*(?P<id>[\w./-]*)$")

_ABOUT = {
    "disable": "from here to the end",
    "disable-line": "on this line",
    "disable-next-line": "on the next line",
    "disable-file": "in the whole file",
    "enable": "from here on again",
    WAIVE: "excuse items",
}


def offered_in_directive(place: Place) -> Iterator[Offer] | None:
    """Return what may stand in the directive at *place*; None if it is none."""
    directive = _DIRECTIVE.search(place.before)
    if directive is None:
        return None
    said = directive["said"]
    if _ACTION.fullmatch(said):
        return _actions(place, said)
    if rules := _RULES.fullmatch(said):
        return _rules(place, rules["name"])
    if items := _ITEMS.fullmatch(said):
        return _items(place, items["id"])
    return iter(())


def _actions(place: Place, typed: str) -> Iterator[Offer]:
    for action in ACTIONS:
        if action.startswith(typed):
            at, kind = place.typed(len(typed)), CompletionItemKind.Keyword
            yield Offer(action, at, kind, _ABOUT[action])


def _rules(place: Place, typed: str) -> Iterator[Offer]:
    """Yield the rules whose name or code begins as *typed*; those found in the file come first."""
    found = {finding.code for finding in place.view.findings(place.document.path)}
    checks = sorted(place.view.registry.checks, key=lambda check: check.code not in found)
    for check in checks:
        is_code = bool(typed) and check.code.startswith(typed.upper())
        if is_code or typed.casefold() in check.name:
            at, kind = place.typed(len(typed)), CompletionItemKind.Constant
            text = check.code if is_code else check.name
            yield Offer(text, at, kind, check.name if is_code else check.code, check.summary)


def _items(place: Place, typed: str) -> Iterator[Offer]:
    for item in items_near(place):
        if item.local.casefold().startswith(typed.casefold()):
            yield offer_of(place, item, len(typed))
