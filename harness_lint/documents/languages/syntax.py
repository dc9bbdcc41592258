"""Tree-sitter: the only module that knows it. Grammars are loaded once, when first asked for."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Query

    Found: TypeAlias = tuple[int, int, str, Node]
    """Start, end, name of the capture, node."""


class Grammar(NamedTuple):
    """A grammar and the query that finds what a reader looks at.

    Every pattern of the query captures its outermost node alone: see `captures`.
    """

    package: str
    query: str
    function: str = "language"


def captures(grammar: Grammar, data: bytes) -> list[Found]:
    """Return what *grammar*'s query finds in *data*, outer nodes before inner ones.

    Takes any bytes: what is no program gives what can be made out around it.
    """
    from tree_sitter import Parser, QueryCursor

    language, query = _loaded(grammar)
    tree = Parser(language).parse(data)
    cursor = QueryCursor(query)
    found: list[Found] = []
    # To search around many wrong tokens in a row takes the square of their number, so nodes with
    # errors are searched one by one, without what they hold.
    left = [tree.root_node]
    while left:
        node = left.pop()
        has_error = node.has_error
        cursor.set_max_start_depth(0 if has_error else _ANY_DEPTH)
        for name, nodes in cursor.captures(node).items():
            found += [(one.start_byte, one.end_byte, name, one) for one in nodes]
        if has_error:
            left += node.named_children
    found.sort(key=_outer_first)
    return found


_ANY_DEPTH = 0xFFFF_FFFF


def _outer_first(found: Found) -> tuple[int, int]:
    return found[0], -found[1]


@lru_cache(maxsize=32)
def _loaded(grammar: Grammar) -> tuple[Language, Query]:
    from tree_sitter import Language, Query

    language = Language(getattr(import_module(grammar.package), grammar.function)())
    return language, Query(language, grammar.query)
