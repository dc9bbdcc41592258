"""Rename an item wherever it is meant: in documents, data, tests and their names."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from harness_lint.errors import UsageError
from harness_lint.fixing.edits import Replacement, edited
from harness_lint.lsp.features.items import named_at
from harness_lint.lsp.features.places import offset_of, workspace_edit
from harness_lint.lsp.view import View
from harness_lint.renaming.proof import differences
from harness_lint.renaming.refusals import demand_free, name_to_change
from harness_lint.renaming.rename import rename
from harness_lint.renaming.values import Renaming
from harness_lint.source import Span


def prepare_rename(
    view: View, path: str, params: types.PrepareRenameParams
) -> types.PrepareRenamePlaceholder | None:
    """Return the ID at the position, as it is called now; None if there is none.

    Raises: UsageError for one that cannot be called otherwise, such as a bare number.
    """
    source = view.source(path)
    named = named_at(view, path, offset_of(view, path, params.position))
    if named is None or source is None:
        return None
    name = name_to_change(view.project, list(named.items))
    return types.PrepareRenamePlaceholder(view.positions.range(source, named.at), name.local)


def renamed(view: View, path: str, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """Return what is to be written so that the item at the position has the new name.

    Raises: UsageError for a name that is taken, or that no such item can have; and where it is not
    certain that the place means that item.
    """
    named = named_at(view, path, offset_of(view, path, params.position))
    if named is None:
        return None
    new = {name_to_change(view.project, list(named.items)): params.new_name.strip()}
    demand_free(view.project, view.packs, new)
    renaming = rename(view.project, view.source, new)
    if not any(_meet(one.span, named.at) for one in renaming.edits.get(path, ())):
        raise UsageError(f"it is not certain what `{named.items[0].local}` means here")
    _prove(view, renaming)
    return workspace_edit(
        view, {file: _edits(view, file, own) for file, own in renaming.edits.items()}
    )


def _prove(view: View, renaming: Renaming) -> None:
    """See that *renaming* leaves every item and every link.

    Raises: UsageError if it does not.
    """
    sources = ((path, view.source(path)) for path in renaming.edits)
    later = {
        path: edited(source.data, renaming.edits[path])
        for path, source in sources
        if source is not None
    }
    lost = differences(view.project.trace, view.project_with(later).trace, renaming.ids)
    if lost:
        raise UsageError(f"nothing is renamed, for other things would change: {'; '.join(lost)}")


def _edits(view: View, path: str, edits: Iterable[Replacement]) -> list[types.TextEdit]:
    source = view.source(path)
    if source is None:
        return []
    return [
        types.TextEdit(view.positions.range(source, span), text.decode("utf-8", "replace"))
        for span, text in edits
    ]


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
