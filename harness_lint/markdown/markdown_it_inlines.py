"""The places of markdown-it's inlines, searched in the source from left to right.

What is not found (text changed by the parser) gets an empty span where the search stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from harness_lint.markdown.nodes import (
    Break,
    CodeSpan,
    Emphasis,
    HtmlInline,
    Image,
    Inline,
    Link,
    Text,
)
from harness_lint.markdown.scan import MAX_DEPTH
from harness_lint.pattern import pattern
from harness_lint.source import Span

_STRENGTHS = {"em": 1, "strong": 2, "s": 0}
_LINE_END = pattern(rb"[ \t]*\\?(?:\r\n|\n|\r)")
_BEHIND_LINK = pattern(rb"\](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\[\]]*\])?")


class Parser(MarkdownIt):
    """markdown-it with GFM's tables and strikethrough, which leaves addresses as they are."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"maxNesting": MAX_DEPTH + 2})
        self.enable(["table", "strikethrough"]).disable("text_join")

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        """Return *url* as it is."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        """Return *link* as it is."""
        return link

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - markdown-it's name
        """Any address makes a link: we follow none."""
        return True


def place_inlines(tokens: Sequence[Token], data: bytes, content: Span) -> tuple[Inline, ...]:
    """Return the inlines that *tokens* stand for, in the part *content* of *data*."""
    return _Placer(data, content).place(tokens)


def _text_of(inline: Inline) -> str:
    return inline.value if isinstance(inline, Text) else ""


@dataclass(slots=True, eq=False, repr=False)
class _Open:
    token: Token | None
    start: int
    children: list[Inline] = field(default_factory=list)


class _Placer:
    __slots__ = ("at", "data", "end", "stack")

    def __init__(self, data: bytes, content: Span) -> None:
        self.data = data
        self.at = content.start
        self.end = content.end
        self.stack = [_Open(None, content.start)]

    def place(self, tokens: Sequence[Token]) -> tuple[Inline, ...]:
        for token in tokens:
            if token.nesting == 1:
                self._open(token)
            elif token.nesting == -1:
                self._close(token)
            else:
                self._single(token)
        return tuple(self.stack[0].children)

    def _find(self, words: bytes) -> Span:
        """Return the next place of *words*, and go behind it."""
        start = self.data.find(words, self.at, self.end) if words else -1
        if start < 0:
            return Span(self.at, self.at)
        self.at = start + len(words)
        return Span(start, self.at)

    def _add(self, inline: Inline) -> None:
        self.stack[-1].children.append(inline)

    def _open(self, token: Token) -> None:
        markup = token.markup.encode()
        if token.type == "link_open":
            markup = b"<" if token.markup == "autolink" else b"["
        self.stack.append(_Open(token, self._find(markup).start))

    def _close(self, token: Token) -> None:
        opened = self.stack.pop()
        children = tuple(opened.children)
        if token.type == "link_close" and opened.token is not None:
            is_autolink = opened.token.markup == "autolink"
            self._pass_link(is_autolink=is_autolink)
            target, title = (str(opened.token.attrGet(name) or "") for name in ("href", "title"))
            if is_autolink and children and not _text_of(children[0]).startswith("mailto:"):
                target = target.removeprefix("mailto:")  # which markdown-it puts before an address
            self._add(Link(Span(opened.start, self.at), target, title, children, is_autolink))
            return
        end = self._find(token.markup.encode()).end
        self._add(Emphasis(Span(opened.start, end), _STRENGTHS[token.tag], children))

    def _pass_link(self, *, is_autolink: bool) -> None:
        if is_autolink:
            self._find(b">")
            return
        bracket = self.data.find(b"]", self.at, self.end)
        found = _BEHIND_LINK.match(self.data, bracket, self.end) if bracket >= 0 else None
        if found:
            self.at = found.end()

    def _single(self, token: Token) -> None:
        if token.type == "text":
            self._text(token.content)
        elif token.type == "text_special":
            self._add(Text(self._find(token.markup.encode()), token.content))
        elif token.type in ("softbreak", "hardbreak"):
            self._break(is_hard=token.type == "hardbreak")
        elif token.type == "code_inline":
            self._code(token)
        elif token.type == "html_inline":
            self._html(token)
        elif token.type == "image":
            self._image(token)
        else:
            raise AssertionError(f"unreachable: {token.type}")

    def _text(self, value: str) -> None:
        if not value:
            return
        span = self._find(value.encode())
        found = self.stack[-1].children
        before = found[-1] if found else None
        if isinstance(before, Text) and before.span.end == span.start < span.end:
            size = before.span.end - before.span.start
            if len(before.value.encode()) == size:
                found[-1] = Text(Span(before.span.start, span.end), before.value + value)
                return
        self._add(Text(span, value))

    def _break(self, *, is_hard: bool) -> None:
        found = _LINE_END.search(self.data, self.at, self.end)
        span = Span(*found.span()) if found else Span(self.at, self.at)
        self.at = span.end
        self._add(Break(span, is_hard))

    def _code(self, token: Token) -> None:
        ticks = token.markup.encode()
        opening = self._find(ticks)
        closing = re.compile(rb"(?<!`)" + ticks + rb"(?!`)").search(self.data, self.at, self.end)
        if closing is None:
            self._add(CodeSpan(opening, Span(opening.end, opening.end), token.content))
            return
        inner = Span(opening.end, closing.start())
        padding = inner.end - inner.start - len(token.content.encode())
        if padding >= 2 and self.data[inner.start : inner.start + 1] == b" ":
            inner = Span(inner.start + 1, inner.end - 1)
        self.at = closing.end()
        self._add(CodeSpan(Span(opening.start, self.at), inner, token.content))

    def _html(self, token: Token) -> None:
        lines = token.content.encode().splitlines()
        start = self._find(lines[0]).start
        for line in lines[1:]:
            self._find(line.lstrip())
        self._add(HtmlInline(Span(start, self.at), token.content))

    def _image(self, token: Token) -> None:
        start = self._find(b"![").start
        inner = _Placer(self.data, Span(self.at, self.end))
        children = inner.place(token.children or ())
        self.at = inner.at
        self._pass_link(is_autolink=False)
        target, title = (str(token.attrGet(name) or "") for name in ("src", "title"))
        self._add(Image(Span(start, self.at), target, title, children))
