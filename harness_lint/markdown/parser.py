"""Source → Markdown tree. This module alone knows which engine reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from harness_lint.errors import ConfigError
from harness_lint.markdown.front_matter import (
    FrontMatter,
    cut_front_matter,
    misplaced_front_matter,
)
from harness_lint.markdown.nodes import Root
from harness_lint.markdown.outline import Outline, outline_of
from harness_lint.source import Source, Span

ENGINES = ("pyromark", "markdown-it")
"""The names that `parse` takes, besides the empty one."""

Engine: TypeAlias = "Callable[[bytes, int, int], Root]"


class Markdown:
    """A source read as Markdown."""

    __slots__ = ("_outline", "front_matter", "root", "source")

    def __init__(self, source: Source, front_matter: FrontMatter | None, root: Root) -> None:
        self.source = source
        self.front_matter = front_matter
        self.root = root
        self._outline: Outline | None = None

    @property
    def outline(self) -> Outline:
        """The tree of sections, made when first asked for."""
        if self._outline is None:
            self._outline = outline_of(self.root, len(self.source.data))
        return self._outline

    def release(self) -> None:
        """Let the tree go without the garbage collector, which would look through all of it."""
        if self._outline is not None:
            self._outline.release()

    @property
    def misplaced_front_matter(self) -> Span | None:
        """A block that looks like front matter but does not stand at the very start."""
        if self.front_matter is not None:
            return None
        return misplaced_front_matter(self.source, 0)


def parse(source: Source, engine: str = "") -> Markdown:
    """Return *source* as Markdown, read by *engine*: pyromark if it is installed, by default.

    Raises: ConfigError for an engine that we do not know or that is not installed.
    """
    cut = cut_front_matter(source)
    root = engine_named(engine)(source.data, cut.body, len(source.data))
    return Markdown(source, cut.front_matter, root)


def engine_name(name: str = "") -> str:
    """Return which engine reads Markdown where *name* is asked for.

    Raises: ConfigError as `parse` does.
    """
    return engine_named(name).__module__.rpartition(".")[2]


def engine_named(name: str) -> Engine:
    """Return the engine that *name* asks for; an empty one asks for the best that is installed.

    Raises: ConfigError as `parse` does.
    """
    if name not in ("", *ENGINES):
        known = " or ".join(f"`{known}`" for known in ENGINES)
        raise ConfigError(f"Markdown engine `{name}` is unknown; use {known}")
    if name != "markdown-it":
        try:
            from harness_lint.markdown import pyromark_engine
        except ImportError as error:
            if name:
                raise ConfigError(f"Markdown engine `{name}` is not installed") from error
        else:
            return pyromark_engine.read
    from harness_lint.markdown import markdown_it_engine

    return markdown_it_engine.read
