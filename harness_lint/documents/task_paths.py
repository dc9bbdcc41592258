"""Paths in the text of a task, and whether the task changes them or only refers to them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.markdown.nodes import ListBlock
from harness_lint.markdown.prose import Prose
from harness_lint.pattern import pattern
from harness_lint.source import Located, Source

if TYPE_CHECKING:
    from harness_lint.documents.fields import Field
    from harness_lint.markdown.outline import Section

_WORD = pattern(
    r"(?<![\w/@.:~-])(?:"
    r"((?:\.{1,2}/|/|~/)?(?:[\w@.()\[\]+~$-]+/)*[\w@.()\[\]+~$-]*\.[A-Za-z][A-Za-z0-9]{0,9}(?![\w/(]))"
    r"|/?[\w@.()\[\]+~$-]+(?:/[\w@.()\[\]+~$-]+)*)"
)
"""A file: a last segment with an extension that begins with a letter, folders before it or not.

Else, outside the group, what might have been one: no file begins further on in it.
"""

EXTENSIONS = frozenset(
    "adoc bash bat c cc cfg clj cljs conf cpp cs csproj css csv cts dart ejs env erb ex exs "
    "feature fs go gql gradle graphql groovy h handlebars hbs hcl hpp hs htm html http ini ipynb "
    "java jl js json json5 jsonc jsonl jsx kt kts less lock lua m md mdc mdx mjs ml mts nix php pl "
    "plist po prisma properties proto ps1 psd1 pug py pyi r rb rego rs rst sass scala scss sh sln "
    "sol sql sqlite svelte svg swift tf tfvars tmpl toml ts tsv tsx twig txt vb vue wasm xaml "
    "xcodeproj xml xsd yaml yml zig zsh".split()
)
"""Extensions that make a name a file; names of products (`Next.js`) are told apart by `PRODUCT`."""

FILE_FIELDS = ("file", "files")
"""Fields of a sheet's task, by folded name, that list the files it changes."""

PRODUCT = pattern(r"[A-Z][A-Za-z]*\.(?:js|py|io|net|ts|ai)")
"""``Next.js``, ``Vue.js``, ``Node.js``: names of products, not files."""

_REFERS = pattern(
    r"\b(?:per|see|from|using|use|uses|via|based on|following|follows?|against|like|"
    r"match(?:es|ing)?|"
    r"as in|in line with|defined in|described in|documented in|specified in|listed in|according to|"
    r"refer(?:ring)? to|reads?|reading|parse|parses|loads?|imports?|imported from|mirrors?|reuse|"
    r"reusing|for|of|and run|run|runs|running|with|calls?|then)"
    r"(?:\s+(?:the|a|an|its|all|existing|our))?(?:\s+[\w-]+)?[\s`*(:]*$",
    re.IGNORECASE,
)
_CHANGES = pattern(
    r"(?:\b(?:in|into|to|at|inside|create|creates|add|adds|update|updates|extend|edit|modify|implement|"
    r"refactor|write|rewrite|file|scaffold|under|within)(?:\s+(?:the|a|an|new))?|[:→,&+]|—|–|\band)[\s`*(]*$",
    re.IGNORECASE,
)
_PASSIVE_TASK = pattern(
    r"(?:re-?)?(?:run|verify|review|check|validate|confirm|execute|measure|inspect|audit|read|"
    r"manually|ensure|test that|assert|benchmark|profile|smoke)\b",
    re.IGNORECASE,
)
_ONLY_READ = pattern(
    r"(?i)[\s*_]*(?:read|reference|see|context|review|inspect|check|consult|run)\b"
)
_MARKUP = 4
"""So many bytes of a field without a value are behind its name: colon, asterisks, a blank."""
_WINDOW = 60
"""How far back, in characters, the words before a path are looked at."""


class PathUse(NamedTuple):
    """A path in the text of a task."""

    path: Located[str]
    """As written, without a leading ``./``."""
    is_changed: bool
    """Whether the words say that the task writes the file; False if it may only refer to it."""
    in_code: bool


def paths_in(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """Yield the match of each name of a file in ``text[start:end]``."""
    return (match for match in _WORD.finditer(text, start, end) if match[1])


def without_paths(text: str) -> str:
    """Return *text* with a blank for each name of a file."""
    return _WORD.sub(lambda match: " " if match[1] else match[0], text)


def path_uses(prose: Prose, source: Source | None = None) -> tuple[PathUse, ...]:
    """Return the files that a task's text names, in order; those in addresses are left out.

    With *source*, paths are as its bytes have them: ``a/__b__/c.ts`` keeps its underscores.
    """
    found: list[PathUse] = []
    text = prose.value
    passive = _PASSIVE_TASK.match(text[_title_start(text) :]) is not None
    changed_before = False
    for match in paths_in(text):
        name = match[0]
        in_code = prose.is_code(match.start())
        if not _is_file(name, in_code=in_code) or _in_address(text, match.start()):
            continue
        before = text[max(0, match.start() - _WINDOW) : match.start()]
        changed = not passive and _is_changed(
            before, first=not found, changed_before=changed_before
        )
        changed_before = changed
        at = prose.span(match.start(), match.start() + len(name))
        written = source.slice(at) if source is not None else name
        found.append(PathUse(Located(written.removeprefix("./"), at), changed, in_code))
    return tuple(found)


def paths_of_field(field: Field, source: Source) -> Iterator[PathUse]:
    """Yield the files in a field that is named for them, up to a remark in brackets: all change."""
    prose, value = field.leaf.prose, field.value.value
    start = prose.value.find(value) if value else -1
    if start < 0:
        return
    for match in paths_in(prose.value, start, start + len(value.split("(", 1)[0])):
        in_code = prose.is_code(match.start())
        if _is_file(match[0], in_code=in_code):
            at = prose.span(*match.span())
            written = source.slice(at).removeprefix("./")
            yield PathUse(Located(written, at), is_changed=True, in_code=in_code)


def paths_below(field: Field, body: Section, source: Source) -> Iterator[PathUse]:
    """Yield the files in the list behind a field that has no value of its own.

    An item that only reads its file says so: ``Read: a/b.ts``.
    """
    listed = _list_behind(field, body) if not field.value.value else None
    for item in listed.items if listed is not None else ():
        leaf = item.paragraph
        if leaf is None:
            continue
        is_changed = _ONLY_READ.match(leaf.prose.value) is None
        for use in path_uses(leaf.prose, source)[:1]:
            yield use._replace(is_changed=is_changed)


def _list_behind(field: Field, body: Section) -> ListBlock | None:
    for block, following in pairwise(body.blocks):
        if block is field.leaf and field.span.end >= block.span.end - _MARKUP:
            return following if isinstance(following, ListBlock) else None
    return None


def _title_start(text: str) -> int:
    """Return where the words begin behind box, ID and markers."""
    match = re.match(
        r"(?:\[.\]\s*)?(?:[A-Z]+-?\d+[A-Za-z]?[:.]?\s*)?(?:\[[^\]]{1,8}\]\s*|[—–:-]\s*)*", text
    )
    return match.end() if match else 0


def _is_changed(before: str, *, first: bool, changed_before: bool) -> bool:
    words = _CHANGES.search(before)
    if words is None or (not words[0].strip("`*( ").isalpha() and not (first or changed_before)):
        return False
    if not words[0].strip("`*( ").isalpha() and _REFERS.search(before[: words.start()] + " "):
        return False
    return words[0].strip("`*( ").lower() != "and" or changed_before


def _is_file(name: str, *, in_code: bool) -> bool:
    last = name.rsplit("/", 1)[-1]
    extension = last.rsplit(".", 1)[-1].lower()
    if "/" in name:
        return extension in EXTENSIONS or in_code
    return extension in EXTENSIONS and not PRODUCT.fullmatch(name)


def _in_address(text: str, start: int) -> bool:
    head = text[max(0, start - 12) : start]
    return "://" in head or head.endswith("www.")


_TEST_PATH = pattern(
    r"(?:^|/)(?:tests?|__tests__|specs?|e2e|testing)/|(?:^|[/_.-])(?:test|tests|spec)s?[_.-]|[a-z]Tests?\.",
)


def is_test_path(path: str) -> bool:
    """Whether *path* names a file of tests, by its folder or its name."""
    return _TEST_PATH.search(path) is not None


_FOLDER = pattern(r"(?<![\w:/])[\w.@~-]+(/(?:[\w.@~-]+/)*[\w.@*-]*)?")
"""Words, and behind them, in the group, what makes them a path."""


def names_a_path(prose: Prose) -> bool:
    """Whether a task's text names a file, or in code a folder; an address is neither."""
    if path_uses(prose):
        return True
    folders = (match for match in _FOLDER.finditer(prose.value) if match[1])
    return any(prose.is_code(match.start()) for match in folders)
