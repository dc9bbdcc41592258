"""Facts of a plug-in's own: what it reads from a document, for its project checks to judge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import NamedTuple, TypeVar

from harness_lint.documents.document import Said
from harness_lint.pattern import pattern

S = TypeVar("S")

KIND = pattern(r"[a-z][a-z0-9-]*/[a-z][a-z0-9-]*")
"""``pier/term``: the slash keeps facts of plug-ins apart from ours, which have none."""


class FactReader(NamedTuple):
    """A function that yields facts of one kind about documents of one class."""

    kind: str
    subject: type
    """The class of the documents that it reads."""
    module: str
    read: Callable[..., Iterator[Said]]
    plugin: str = ""
    """What brought it: the distribution of a plug-in, or a local file."""

    @property
    def title(self) -> str:
        """What a message about it calls it."""
        return f"facts {self.kind} of `{self.plugin}`"

    def __reduce__(self) -> tuple[Callable[..., FactReader], tuple[str, ...]]:
        """Give what another process needs to have it too: its module."""
        return _again, (self.module, self.kind, self.plugin)

    def __call__(self, subject: object) -> Iterator[Said]:
        """Yield what is said in *subject*.

        Raises: TypeError for a fact of another kind than it is there to read.
        """
        for said in self.read(subject):
            if not isinstance(said, Said) or said.kind != self.kind:
                raise TypeError(f"{said!r} is no fact of the kind {self.kind}")
            yield said


def _again(module: str, kind: str, plugin: str) -> FactReader:
    found = vars(import_module(module)).values()
    return next(one for one in found if isinstance(one, FactReader) and one.kind == kind)._replace(
        plugin=plugin
    )


def facts(kind: str, *, subject: type[S]) -> Callable[[Callable[[S], Iterator[Said]]], FactReader]:
    """Make a reader of facts of a function: it yields what documents of *subject* say of *kind*.

    *kind* is two words with a slash between them, such as ``pier/term``. What is yielded is kept,
    and may be computed in another process: values are plain (what JSON can hold), and depend on
    nothing but the document.

    Raises: ValueError for a kind of another shape.
    """

    def decorate(read: Callable[[S], Iterator[Said]]) -> FactReader:
        if not KIND.fullmatch(kind):
            raise ValueError(f"not a kind of facts, which is like `pier/term`: {kind}")
        return FactReader(kind, subject, read.__module__, read)

    return decorate
