"""Go to definition: of an ID its item, of a link or a path the file, of a name the skill."""

from __future__ import annotations

from lsprotocol import types

from harness_lint.lsp.features.items import named_at
from harness_lint.lsp.features.places import location, offset_of, placed
from harness_lint.lsp.features.targets import span_in, target_at
from harness_lint.lsp.view import View


def definition(
    view: View, path: str, params: types.DefinitionParams
) -> list[types.Location] | None:
    """Return where what stands at the position is defined; None if it is nothing that we know."""
    offset = offset_of(view, path, params.position)
    target = target_at(view, path, offset)
    named = named_at(view, path, offset)
    if target is not None and (named is None or target.is_address):
        found = [location(view, target.path, span_in(view, target))]
    elif named is not None:
        found = [placed(view, item.at) for item in named.items]
    else:
        return None
    return [place for place in found if place is not None]
