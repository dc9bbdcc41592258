"""Commands that instructions tell to run by the name of a target, a script or a recipe.

``make test``, ``npm run lint``, ``just check``: in a code span, or in a shell's code that stays in
its folder. What is not certain is left out: options that are not known, placeholders, quotes, and
lines that leave open whether the command is there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from harness_lint.documents.document import Said
from harness_lint.documents.instructed_paths import code_span_at, shell_block_at
from harness_lint.pattern import pattern
from harness_lint.source import Span

if TYPE_CHECKING:
    from harness_lint.documents.document import Document

COMMAND = pattern(
    rb"(?:^|[`;&|]|\n)[ \t>]*(?:\$ )?(?:[A-Z_][A-Z0-9_]*=[\w./-]* +)*(?:sudo +|time +)?"
    rb"(make|npm|pnpm|yarn|bun|just)[ \t]+([^`\n;&|]*)"
)
"""The name of a tool where a command begins, and what stands behind it."""

_WORD = pattern(rb"[^ \t\r]+")
_TARGET = pattern(r"[A-Za-z0-9_][\w.-]*(?:/[\w.-]+)*")
_SCRIPT = pattern(r"[A-Za-z][\w.-]*(?::[\w.-]+)*")
_RECIPE = pattern(r"[A-Za-z_][\w-]*")
_SET = pattern(r"\w+[:+?]?=.*")

_UNLESS = pattern(
    r"(?i)\b(?:if (?:it|there|they|one)|unless|exists?|present|available|optional\w*|e\.g\.|"
    r"such as|for example|for instance|like|create[sd]?|adds?|added|adding|new|missing|never|not|"
    r"no longer|removed|deleted|renamed|will|planned|todo|future|instead of|formerly|deprecated|"
    r"legacy|other projects?|their|user'?s|equivalent)\b|n['’]t\b|❌|🚫"
)
"""Words of a line that leave open whether the command is there, or say that it is not."""

_NO_TARGETS = frozenset("sure it a an the changes this that".split())
"""What stands behind ``make`` in English."""

_LETTERS = pattern(r"-[BeiknqRrSstw]+|-j\d*|-[ln]\d*|--(?:jobs|load-average)=\d+")
_LONG = frozenset(
    "--no-print-directory --silent --quiet --dry-run --just-print --always-make --keep-going "
    "--print-directory --no-builtin-rules --jobs".split()
)

_FOLDER_OPTIONS = frozenset("-C --dir --cwd --prefix --directory".split())
_PACKAGE_OPTIONS = frozenset("-w --workspace --filter -F".split())
_ALL_PACKAGES = frozenset("--workspaces -ws -r --recursive --workspace-root".split())
_QUIET = frozenset("-s --silent --quiet -q --yes -v --verbose -n --dry-run".split())

USUAL = frozenset("build dev lint test format typecheck type-check check coverage e2e".split())
"""Names that are scripts where they stand alone: no program is called so."""


class Called(NamedTuple):
    """What a command calls by name."""

    name: str
    start: int
    """In bytes, from where the words behind the tool begin."""
    folder: str = ""
    """Where the command is told to run; ``*`` for in some package."""
    file: str = ""
    """The file that it is told to read."""
    is_sure: bool = True
    """Whether the name can be no program that a package brings."""


def command_facts(document: Document) -> Iterator[Said]:
    """Yield the targets, scripts and recipes that *document* tells to run."""
    data = document.source.data
    for match in COMMAND.finditer(data):
        start, end = match.span(2)
        if not _is_told(document, match, end):
            continue
        tool = match[1].decode()
        words = data[start:end].partition(b" #")[0]
        for called in _READERS[tool](_words(words)):
            at = Span(start + called.start, start + called.start + len(called.name))
            values = {
                "tool": tool,
                "folder": called.folder,
                "file": called.file,
                "sure": called.is_sure,
            }
            yield Said("command", called.name, at, values)


def _is_told(document: Document, match: re.Match[bytes], end: int) -> bool:
    """Whether the command stands in code that is run, in a line that leaves nothing open."""
    data, tool = document.source.data, match.start(1)
    if document.is_example(tool):
        return False
    line_start = data.rfind(b"\n", 0, tool) + 1
    line_end = data.find(b"\n", end)
    line_end = len(data) if line_end < 0 else line_end
    before, behind = data[max(line_start, tool - 100) : tool], data[end : min(line_end, end + 100)]
    block = shell_block_at(document, tool)
    if block is None:
        span = code_span_at(document, tool)
        if span is None or not span.content.start <= tool < span.content.end:
            return False
        ahead = data[span.content.start : tool].strip()
        if ahead and not ahead.endswith((b"&", b";", b"|", b"$")) and b"=" not in ahead:
            return False
        before = data[max(line_start, span.span.start - 100) : span.span.start]
        behind = data[span.span.end : min(line_end, span.span.end + 100)]
    around = before + b" " + behind
    return _UNLESS.search(around.decode("utf-8", "replace")) is None


class _Word(NamedTuple):
    text: str
    start: int


def _words(data: bytes) -> list[_Word]:
    return [_Word(one[0].decode("utf-8", "replace"), one.start()) for one in _WORD.finditer(data)]


def _of_make(words: list[_Word]) -> list[Called]:
    folder = file = ""
    targets: list[_Word] = []
    work = iter(words)
    for word in work:
        text = word.text
        if text in ("-C", "--directory", "-f", "--file", "--makefile"):
            value = next(work, _Word("", 0)).text
            folder, file = (folder, value) if "f" in text.lstrip("-")[:1] else (value, file)
        elif text.isdigit() or _SET.fullmatch(text) or text in _LONG or _LETTERS.fullmatch(text):
            continue  # a number is that of `-j 4`
        elif _TARGET.fullmatch(text):
            targets.append(word)
        else:
            return []
    if not targets or targets[0].text in _NO_TARGETS or len(targets) > 4:
        return []
    return [Called(one.text, one.start, folder, file) for one in targets]


def _of_just(words: list[_Word]) -> list[Called]:
    for word in words:
        if word.text in _QUIET or _SET.fullmatch(word.text):
            continue
        return [Called(word.text, word.start)] if _RECIPE.fullmatch(word.text) else []
    return []


def _of_npm(words: list[_Word]) -> list[Called]:
    rest, folder = _without_options(words)
    if not rest:
        return []
    verb = rest[0]
    if verb.text in ("run", "run-script"):
        return _script(rest[1:], folder, is_sure=True)
    return _script(rest[:1], folder, is_sure=True) if verb.text == "test" else []


def _of_pnpm(words: list[_Word]) -> list[Called]:
    rest, folder = _without_options(words)
    if rest and rest[0].text == "run":
        return _script(rest[1:], folder, is_sure=True)
    return _script(rest, folder, is_sure=False)


def _of_yarn(words: list[_Word]) -> list[Called]:
    rest, folder = _without_options(words)
    if rest and rest[0].text == "workspace":
        rest, folder = rest[2:], "*"
    if rest and rest[0].text == "run":
        rest = rest[1:]
    return _script(rest, folder, is_sure=False)


def _of_bun(words: list[_Word]) -> list[Called]:
    rest, folder = _without_options(words)
    return _script(rest[1:], folder, is_sure=False) if rest and rest[0].text == "run" else []


def _without_options(words: list[_Word]) -> tuple[list[_Word], str]:
    """Return the words without options, up to ``--``, and where the command runs.

    No words at all where an option is not known.
    """
    rest: list[_Word] = []
    folder = ""
    if any(word.text == "--if-present" for word in words):
        return [], ""
    work = iter(words)
    for word in work:
        name, _, value = word.text.partition("=")
        if word.text == "--" or len(rest) > 1:
            break
        if name in _FOLDER_OPTIONS or name in _PACKAGE_OPTIONS:
            if not value and next(work, None) is None:
                return [], ""
            folder = "*"
        elif word.text in _ALL_PACKAGES:
            folder = "*"
        elif word.text.startswith("-"):
            if word.text not in _QUIET:
                return [], ""
        else:
            rest.append(word)
    return rest, folder


def _script(words: list[_Word], folder: str, *, is_sure: bool) -> list[Called]:
    if not words or not _SCRIPT.fullmatch(words[0].text):
        return []
    word = words[0]
    if not is_sure and ":" not in word.text and word.text not in USUAL:
        return []
    return [Called(word.text, word.start, folder, is_sure=is_sure)]


_READERS = {
    "make": _of_make,
    "just": _of_just,
    "npm": _of_npm,
    "pnpm": _of_pnpm,
    "yarn": _of_yarn,
    "bun": _of_bun,
}
