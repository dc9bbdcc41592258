"""Links to files of the project, to be followed with a click."""

from __future__ import annotations

from lsprotocol import types

from harness_lint.documents.document import Document
from harness_lint.documents.links import links_of
from harness_lint.lsp.features.targets import resolved
from harness_lint.lsp.view import View

MOST = 2_000
"""Links of one text."""


def document_links(
    view: View, path: str, _: types.DocumentLinkParams
) -> list[types.DocumentLink] | None:
    """Return the links of the file at *path* to files that exist; None if it is no Markdown."""
    document = view.document(path)
    if not isinstance(document, Document):
        return None
    found = []
    for link in sorted(links_of(document), key=lambda link: link.at)[:MOST]:
        target = resolved(view, path, link.target)
        if target is not None:
            where = view.positions.range(document.source, link.at)
            found.append(types.DocumentLink(where, _address(view, target.path, link.target)))
    return found


def _address(view: View, path: str, written: str) -> str:
    _, mark, fragment = written.partition("#")
    return f"{view.uri(path)}{mark}{fragment}"
