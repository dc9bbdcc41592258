"""Structured documents: JSON and YAML files of a family, such as hand-offs and reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from harness_lint.documents.directives import directives_in_data, said_directive
from harness_lint.documents.document import Said
from harness_lint.packs.field_shapes import NOTHING
from harness_lint.packs.shape import Family
from harness_lint.packs.trace_shapes import ItemKind
from harness_lint.source import Source

if TYPE_CHECKING:
    from harness_lint.markdown.yaml_tree import Tree


class DataFile:
    """A JSON or YAML file of a family."""

    def __init__(
        self, source: Source, family: Family, kinds: Mapping[str, ItemKind] = NOTHING
    ) -> None:
        self.source = source
        self.family = family
        self.kinds = kinds
        """The kinds of items that the packs know, by name."""
        self.reads_all = True
        """Whether all of it is wanted, or only what claims an item."""

    @property
    def path(self) -> str:
        """The file's path below the project's root."""
        return self.source.path

    @property
    def is_json(self) -> bool:
        """Whether the file's name says JSON."""
        return self.path.endswith((".json", ".jsonl"))

    @property
    def language(self) -> str:
        """What the file is written in: ``json`` or ``yaml``; readers of other languages say so."""
        return "json" if self.is_json else "yaml"

    @cached_property
    def tree(self) -> Tree:
        """The parsed data with a span for each key and value, or the problem that prevents it."""
        from harness_lint.markdown import json_tree, yaml_tree

        read = json_tree.read if self.is_json else yaml_tree.read
        return read(self.source)

    @property
    def trees(self) -> tuple[Tree, ...]:
        """What is to be judged as data: the tree, or several where lines stand for themselves."""
        return (self.tree,)

    def release(self) -> None:
        """Let what was read go, once nobody needs the document any more."""

    def facts(self) -> Iterator[Said]:
        """Yield what the project needs to know of this file."""
        if not self.is_json:
            for directive in directives_in_data(self.source):
                yield from said_directive(directive, self.path, self.family)
        trace = self.family.trace
        if trace is not None and trace.names_keys:
            from harness_lint.documents.data_trace import data_trace

            yield from data_trace(self, trace)
        if self.family.references:
            from harness_lint.documents.named_paths import named_paths_in_data

            yield from named_paths_in_data(self)
