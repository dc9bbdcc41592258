"""Front matter: the YAML between ``---`` lines at the top of a document, cut out by ourselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.pattern import pattern
from harness_lint.source import BYTE_ORDER_MARK, Source, Span

if TYPE_CHECKING:
    from harness_lint.markdown.data_tree import DuplicateKey
    from harness_lint.markdown.yaml_tree import YamlNode, YamlProblem, YamlTree

_OPENING = pattern(rb"---[ \t]*\r?(?:\n|$)")
_CLOSING = pattern(rb"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_WRONG_FENCE = pattern(
    rb"[ \t]*(?:-{2,}|\*{3,}|_{3,}|={3,}|\+{3,}|`{3,}|\xe2\x80\x94|(?:- ){2,}-?)[ \t]*\r?$",
    re.MULTILINE,
)
_KEY = pattern(rb"""["']?[\w\x80-\xff$@][\w\x80-\xff.$@/ -]{0,63}["']?[ \t]{0,4}:(?=[ \t\r\n]|$)""")
_NESTED = pattern(rb"[ \t]+[^ \t\r\n]|- |#[^#]")


class FrontMatter:
    """The front matter of one source; its YAML is read when first asked for."""

    __slots__ = ("_tree", "content", "is_closed", "source", "span", "wrong_fence")

    def __init__(
        self,
        source: Source,
        span: Span,
        content: Span,
        *,
        is_closed: bool,
        wrong_fence: Span | None = None,
    ) -> None:
        self.source = source
        self.span = span
        """With its fences, without the line end behind the closing one."""
        self.content = content
        """The YAML text between the fences, its last line end included."""
        self.is_closed = is_closed
        """False if no closing fence comes: *content* is then the lines that look like YAML."""
        self.wrong_fence = wrong_fence
        """A line that was meant to close it, such as ``------``."""
        self._tree: YamlTree | None = None

    @property
    def opens_at(self) -> int:
        """Offset of the opening fence."""
        return self.span.start

    @property
    def tree(self) -> YamlTree:
        """The YAML with its problems."""
        if self._tree is None:
            from harness_lint.markdown.yaml_tree import read_yaml

            data = self.source.data[self.content.start : self.content.end]
            self._tree = read_yaml(data, self.content.start)
        return self._tree

    @property
    def root(self) -> YamlNode | None:
        """The value of the YAML; None if it is empty or cannot be read."""
        return self.tree.root

    @property
    def error(self) -> YamlProblem | None:
        """Why the YAML cannot be read; None if it can."""
        return self.tree.error

    @property
    def duplicates(self) -> tuple[DuplicateKey, ...]:
        """The keys that stand a second time in their mapping."""
        return self.tree.duplicates


class Cut(NamedTuple):
    """What stands at the top of a source: the front matter, and where the Markdown begins."""

    front_matter: FrontMatter | None
    body: int
    """Offset of the first byte of the Markdown."""


def cut_front_matter(source: Source) -> Cut:
    """Cut the front matter off *source*.

    It opens with a first line ``---`` (after at most one byte order mark) and closes with a line
    ``---`` or ``...``. Without such a line, the lines that look like YAML are taken for it.
    Two thematic breaks with no key between them are Markdown.
    """
    data = source.data
    start = len(BYTE_ORDER_MARK) if data.startswith(BYTE_ORDER_MARK) else 0
    opening = _OPENING.match(data, start)
    if opening is None:
        return Cut(None, start)
    closing = _CLOSING.search(data, opening.end())
    if closing is None:
        return _cut_unclosed(source, opening)
    content = Span(opening.end(), closing.start())
    if not _has_key(data, content):
        return Cut(None, start)
    end = start + len(data[start : closing.end()].rstrip())
    body = min(closing.end() + 1, len(data))
    return Cut(FrontMatter(source, Span(start, end), content, is_closed=True), body)


def _has_key(data: bytes, content: Span) -> bool:
    """Whether a line of *content* is meant as YAML's; nothing at all is an empty front matter."""
    words = data[content.start : content.end]
    if not words.strip() or words.lstrip().startswith((b"{", b"- ")):
        return True
    return any(_KEY.match(line) for line in words.splitlines())


def _cut_unclosed(source: Source, opening: re.Match[bytes]) -> Cut:
    # a document may well begin with a thematic break: only a key behind it makes front matter
    data, first = source.data, opening.end()
    if not _KEY.match(data, first):
        return Cut(None, opening.start())
    end = _yaml_end(data, first)
    content = Span(first, end)
    wrong = _WRONG_FENCE.match(data, end)
    if wrong is None:
        at = Span(opening.start(), opening.start() + len(data[opening.start() : end].rstrip()))
        return Cut(FrontMatter(source, at, content, is_closed=False), end)
    fence = Span(end, end + len(wrong[0].rstrip()))
    at = Span(opening.start(), fence.end)
    front_matter = FrontMatter(source, at, content, is_closed=False, wrong_fence=fence)
    return Cut(front_matter, min(wrong.end() + 1, len(data)))


def _yaml_end(data: bytes, start: int) -> int:
    """Return the first byte behind the lines from *start* that look like YAML."""
    while start < len(data) and (_KEY.match(data, start) or _NESTED.match(data, start)):
        newline = data.find(b"\n", start)
        start = len(data) if newline < 0 else newline + 1
    return start


_SEARCHED_LINES = 40
"""How far down front matter that is not at the start is looked for."""


def misplaced_front_matter(source: Source, body: int) -> Span | None:
    """Return the span of a ``---`` … ``---`` block of ``key: value`` lines behind other text.

    Only the first lines from *body* are searched, and fenced code is passed over.
    """
    data, opens, fence = source.data, None, b""
    if data.find(b"\n---", body) < 0:
        return None
    at = body
    for _ in range(_SEARCHED_LINES):
        newline = data.find(b"\n", at)
        end = len(data) if newline < 0 else newline
        line = data[at:end].rstrip()
        if fence:
            fence = b"" if line.lstrip().startswith(fence) else fence
        elif line.lstrip()[:3] in (b"```", b"~~~"):
            fence, opens = line.lstrip()[:3], None
        elif line == b"---":
            if opens is not None:
                return Span(opens, at + 3)
            opens = at if _KEY.match(data, end + 1) else None
        elif opens is not None and not (_KEY.match(data, at) or _NESTED.match(data, at)):
            opens = None
        if newline < 0:
            return None
        at = newline + 1
    return None
