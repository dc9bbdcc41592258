"""XML that every reader takes, whatever stands in the documents that it speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from harness_lint.reporters.terminal import safe

__all__ = ["Element", "child", "lines_of"]


def child(parent: Element, tag: str, **attributes: object) -> Element:
    """Return a new element in *parent*; control and hidden characters are written as escapes."""
    return SubElement(parent, tag, {name: safe(str(value)) for name, value in attributes.items()})


def lines_of(root: Element) -> Iterator[str]:
    """Yield the document of *root*, in ASCII: other characters are references."""
    indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield from tostring(root, encoding="us-ascii").decode("ascii").split("\n")
