"""Documents that a generator turns into a web site: their links may be routes, not files."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import basename, dirname

from harness_lint.pattern import pattern
from harness_lint.project.listing import parents

_MARKER = pattern(
    r"(?:mkdocs\.ya?ml|properdocs\.ya?ml|zensical\.toml|docusaurus\.config\.[cm]?[jt]s"
    r"|astro\.config\.[cm]?[jt]s|(?:next|source)\.config\.[cm]?[jt]s|gatsby-config\.[jt]s"
    r"|svelte\.config\.js|hugo\.(?:toml|ya?ml|json)|_config\.yml|book\.toml|conf\.py|mint\.json"
    r"|docs\.json|_sidebar\.md|antora\.yml|docfx\.json|_meta\.(?:js|json|ts)|SUMMARY\.md"
    r"|\.gitlab-ci\.yml|\.gitbook\.yaml|rspress\.config\.[jt]s|nuxt\.config\.[jt]s|_quarto\.yml"
    r"|eleventy\.config\.[cm]?js|\.eleventy\.js)"
)
"""Files that configure a generator, or a forge with slugs of its own."""

_MARKER_FOLDERS = frozenset({".vitepress", ".vuepress", ".docusaurus", ".hugo"})

_CONTENT = frozenset(
    "docs doc documentation website site content src pages posts _posts guide app book wiki".split()
)
"""Folders in which the text of a site stands, where it is configured in the folder above."""


class Sites:
    """Which documents belong to a web site."""

    def __init__(self, files: Iterable[str]) -> None:
        self._folders: set[str] = set()
        folders = set()
        for path in files:
            folder, _, name = path.rpartition("/")
            folders.add(folder)
            if "." in name and _MARKER.fullmatch(name):
                self._folders.add(folder)
        inside = {folder for folder in folders if basename(folder) in _MARKER_FOLDERS}
        self._folders = (self._folders - inside) | set(map(dirname, inside))

    def hold(self, path: str) -> bool:
        """Whether the document at *path* is part of a site."""
        if "" in self._folders and path.split("/", 1)[0] in _CONTENT:
            return True
        return any(folder in self._folders for folder in parents(path))
