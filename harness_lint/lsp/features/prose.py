"""Words of documents in the Markdown that an editor shows: nothing in them may become markup."""

from __future__ import annotations

from harness_lint.pattern import pattern

_MARKUP = pattern(r"([\\`*{}\[\]<>()#|~!&]|(?<![^\W_])_|_(?![^\W_]))")
"""An underscore inside a word is no markup, and some editors would show its backslash."""
_INVISIBLE = pattern(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Return *text* on one line, so that it is shown as it is written.

    Words between backticks, as messages have them, stay code.
    """
    words = " ".join(_INVISIBLE.sub("\ufffd", text).split())
    parts = words.split("`")
    if len(parts) % 2 == 0:
        return _MARKUP.sub(r"\\\1", words)
    return "".join(
        code(part) if number % 2 else _MARKUP.sub(r"\\\1", part)
        for number, part in enumerate(parts)
    )


def code(text: str) -> str:
    """Return *text* as code."""
    words = " ".join(_INVISIBLE.sub("\ufffd", text).split()).replace("`", "'")
    return f"`{words}`" if words else ""


def link_to(title: str, address: str) -> str:
    """Return a link with *title* to *address*."""
    return f"[{plain(title)}](<{address.replace('<', '%3C').replace('>', '%3E')}>)"
