"""What lenses and hints have shown in open texts, and which of them have become old."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from harness_lint.lsp.answers import FEATURES, Feature

if TYPE_CHECKING:
    from collections.abc import Collection

    from harness_lint.lsp.view import View


class _Shown(NamedTuple):
    version: int
    """Of the text that was asked about."""
    what: object


class Showing:
    """Remembers what was shown when the editor asked. For the thread of the projects alone.

    Of a text that is edited the editor asks again by itself; of all others it must be told, but
    only if what they show is no longer so.
    """

    def __init__(self, methods: Collection[str] = ()) -> None:
        """Remember the answers to *methods*: what the editor can be told to ask for again."""
        self._features = [one for one in FEATURES if one.shows and one.method in methods]
        self._shown: dict[tuple[str, str], _Shown] = {}
        """Method and address → what the last answer shows."""

    def remember(self, feature: Feature, view: View, path: str) -> None:
        """Take note that the editor was just told what *feature* shows in the file at *path*."""
        version = view.version(path)
        if version is not None and feature.shows is not None and feature in self._features:
            shown = _Shown(version, feature.shows(view, path))
            self._shown[feature.method, view.uri(path)] = shown

    def old(self, view: View, paths: Collection[str]) -> frozenset[str]:
        """Return the methods whose answers about texts at *paths* are not what they would be now.

        It is told once, as the editor asks again.
        """
        return frozenset(
            feature.method
            for feature in self._features
            for path in paths
            if self._is_old(feature, view, path)
        )

    def _is_old(self, feature: Feature, view: View, path: str) -> bool:
        key = feature.method, view.uri(path)
        shown, version = self._shown.get(key), view.version(path)
        if shown is None or shown.version != version or feature.shows is None:
            return False
        what = feature.shows(view, path)
        self._shown[key] = _Shown(version, what)
        return what != shown.what

    def forget(self, uri: str) -> None:
        """Forget what was shown in a text that is closed."""
        for feature in self._features:
            self._shown.pop((feature.method, uri), None)
