"""Tree-sitter: the only module that knows it. Grammars are loaded once, when first asked for."""

from __future__ import annotations

from collections.abc import Callable
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
    tree = Parser(language).parse(_reader(data))
    cursor = QueryCursor(query, match_limit=_MOST_MATCHES)
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


_MOST_MATCHES = 256
"""Matches under way at a time: calls in calls in calls, each waiting for its arguments."""

_CHUNK = 16_384


def _reader(data: bytes) -> Callable[[int, object], bytes]:
    """Return what hands *data* to the parser.

    Some grammars go back to the beginning again and again where the text is not of their language.
    They are told that it ends there, before that takes the square of its length.
    """
    left = 3_000 + 8 * len(data) // _CHUNK

    def read(offset: int, _point: object) -> bytes:
        nonlocal left
        left -= 1
        return data[offset : offset + _CHUNK] if left > 0 else b""

    return read


def _outer_first(found: Found) -> tuple[int, int]:
    return found[0], -found[1]


@lru_cache(maxsize=32)
def _loaded(grammar: Grammar) -> tuple[Language, Query]:
    from tree_sitter import Language, Query

    language = Language(getattr(import_module(grammar.package), grammar.function)())
    return language, Query(language, grammar.query)
