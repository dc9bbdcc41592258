"""Paths that exist on one machine only: below somebody's home.

Homes of containers, of runners and of nobody in particular (`/home/node`, `/Users/you`) are the
same wherever a document is read.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from harness_lint.pattern import pattern
from harness_lint.source import Located, Span

if TYPE_CHECKING:
    from harness_lint.documents.document import Document

_MARKS = (b"/Users/", b"/home/", b"\\Users\\")

_HOME = pattern(
    rb"(?<![\w.~/$}%)\]-])(?:file://)?(?:(?P<home>/(?:Users|home)/)|(?P<windows>[A-Z]:\\{1,2}Users\\{1,2}))"
    rb"(?P<name>[\w.-]{1,60})(?=[/\\])",
    re.IGNORECASE,
)
"""A home, and the name of its owner; with something below it."""

_NOBODY = frozenset(
    "a admin agent airflow alice all-users ansible app appuser bar bob builder buildkite-agent "
    "carol charlie circleci claude code codespace coder container containeradministrator "
    "containeruser daytona default demo deploy deployer dev developer docker e2b ec2-user eve "
    "example foo frappe git gitlab-runner gitpod guest harness jane janedoe jdoe jenkins joe john "
    "johndoe jovyan kasm-user kali linuxbrew me mluser myself myuser name names ngc node nobody "
    "nonroot nvidia oai odoo opc openclaw oracle oscar person pi postgres project public pwuser "
    "pyuser rails replit root rstudio ruby runner runneradmin runtimeuser sandbox sbx_user "
    "sbx_user1051 seluser service shared site solana someone somebody sprite steam student "
    "superuser test tester testuser travis ubuntu user user1 user2 username users usr vagrant "
    "vercel-sandbox vscode web work worker workspace www www-data xxx you yourname".split()
)
"""Names of homes that are no person's."""

_ANYBODY = pattern(
    r"(?i)(?:your|my|some|the|test|example|user|dummy|fake|placeholder)[._-]?\w*|.?|x+|\.+"
)

_SHOWN = pattern(
    r"(?i)(?:\b(?:bad|wrong|incorrect|don'?t|do not|avoid|never|not|no|e\.g\.|for example|such as|"
    r"for instance|like|instead of|rather than|strip|redact|leaks?|hard-?coded|matches)\b"
    r"|❌|✗|🚫|→)[^.;\n]{0,60}$"
)
"""Words before a path that show it, or warn of it."""

_TESTED_AHEAD = pattern(r"(?:\[ +-[a-z]|\btest +-[a-z]) +[\"']?$")
_TESTED_BEHIND = pattern(r"(?i)[^\s`]*`? +(?:exists|is (?:there|present|available))\b")
"""What stands around a path that is used only where it is there."""

_CLOSE = 100
"""So many bytes before a path are looked at for words, on its line."""

_SPOKEN = frozenset({"bash", "sh", "shell", "zsh", "console", "fish", "powershell", "pwsh", "cmd"})
"""Languages of code that is to be run; other code may be the output of something."""


def homes_in(document: Document, nobody: tuple[str, ...] = ()) -> Iterator[Located[str]]:
    """Yield each home that *document* names, where it stands first.

    Names in *nobody* are no person's either. Examples and code in other languages than a shell's
    are left out, and so is what the document warns of.
    """
    data = document.source.data
    if not any(mark in data for mark in _MARKS):
        return
    names = _NOBODY | {name.lower() for name in nobody}
    seen: set[bytes] = set()
    for match in _HOME.finditer(data):
        name = match["name"].decode("utf-8", "replace")
        if match[0] in seen or name.lower() in names or _ANYBODY.fullmatch(name):
            continue
        if _is_said(document, match.start()):
            seen.add(match[0])
            start = match.start("home") if match["home"] else match.start("windows")
            at = Span(start, match.end())
            yield Located(document.source.slice(at), at)


def _is_said(document: Document, offset: int) -> bool:
    if document.is_example(offset):
        return False
    blocks = document.code_blocks
    number = bisect_right(blocks, offset, key=lambda block: block.span.start) - 1
    if number >= 0 and offset < blocks[number].span.end:
        return blocks[number].language in _SPOKEN and not _is_tested(document, offset)
    return _SHOWN.search(_before(document, offset)) is None and not _is_tested(document, offset)


def _is_tested(document: Document, offset: int) -> bool:
    """Whether the path at *offset* is looked for before it is used: ``if … exists``."""
    behind = document.source.data[offset : offset + 2 * _CLOSE].partition(b"\n")[0]
    if _TESTED_BEHIND.match(behind.decode("utf-8", "replace")) is not None:
        return True
    return _TESTED_AHEAD.search(_before(document, offset)) is not None


def _before(document: Document, offset: int) -> str:
    """Return the text of the line before *offset*, as far as it is close."""
    before = document.source.data[max(0, offset - _CLOSE) : offset].rpartition(b"\n")[2]
    return before.decode("utf-8", "replace")
