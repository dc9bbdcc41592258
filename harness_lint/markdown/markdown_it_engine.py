"""The second engine: markdown-it's tokens made into our tree, for places without pyromark."""

from __future__ import annotations

from harness_lint.markdown.nodes import Root


def read(data: bytes, start: int) -> Root:
    """Return the tree of *data* from the offset *start*, where its front matter ends."""
    raise NotImplementedError
