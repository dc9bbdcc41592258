"""Rename an item wherever it is meant: in documents, data, tests and their names."""

from __future__ import annotations

from lsprotocol import types

from harness_lint.errors import UsageError
from harness_lint.lsp.features.items import named_at
from harness_lint.lsp.features.places import offset_of
from harness_lint.lsp.view import View
from harness_lint.renaming.at import NameAt, name_at
from harness_lint.renaming.meanings import Meanings
from harness_lint.renaming.refusals import demand_free, name_to_change
from harness_lint.renaming.rename import rename


def prepare_rename(
    view: View, path: str, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    """Return the ID at the position, as it is called now; None if there is none.

    Raises: UsageError for one that cannot be called otherwise, such as a bare number.
    """
    found = _name_at(view, path, params.position)
    source = view.source(path)
    if found is None or source is None:
        return None
    return types.PrepareRenamePlaceholder(
        view.positions.range(source, found.span), found.name.local
    )


def renamed(view: View, path: str, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """Return what is to be written so that the item at the position has the new name.

    Raises: UsageError for a name that is taken, or that no such item can have.
    """
    found = _name_at(view, path, params.position)
    if found is None:
        return None
    new = {found.name: params.new_name.strip()}
    demand_free(view.project, view.packs, new)
    edits = rename(view.project, view.source, new).edits
    changes = {}
    for file, replacements in edits.items():
        source = view.source(file)
        if source is not None:
            changes[view.uri(file)] = [
                types.TextEdit(
                    view.positions.range(source, one.span), one.text.decode("utf-8", "replace")
                )
                for one in replacements
            ]
    return types.WorkspaceEdit(changes=changes)


def _name_at(view: View, path: str, position: types.Position) -> NameAt | None:
    source = view.source(path)
    if source is None:
        return None
    meanings = Meanings(view.project)
    found = name_at(meanings, source, offset_of(view, path, position))
    if found is None:
        _refuse(view, path, position)
        return None
    name_to_change(view.project, meanings.items(found.name))
    return found


def _refuse(view: View, path: str, position: types.Position) -> None:
    """Say why what stands at *position* cannot be renamed, if it is an item.

    Raises: UsageError for an item without a name that could be changed, or for several.
    """
    named = named_at(view, path, offset_of(view, path, position))
    if named is not None:
        name_to_change(view.project, list(named.items))
        raise UsageError(f"it is not certain what `{named.items[0].local}` means here")
