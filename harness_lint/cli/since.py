"""`--since REV`, the commit that the project is compared with, and `--changed`."""

from __future__ import annotations

from harness_lint.engine.inputs import Inputs
from harness_lint.errors import UsageError
from harness_lint.project.history import NO_COMMITS, open_history


def compared(inputs: Inputs, root: str, rev: str) -> Inputs:
    """Return *inputs* with what the project at *root* was at *rev*.

    That is the newest commit that both *rev* and the checked-out commit have behind them: what
    others have done on *rev* since is none of this project's changes.

    Raises: UsageError if there is no such commit, or no history.
    """
    history = open_history(root)
    base = history.merge_base(rev)
    if base is None:
        cut = f": {history.why_not}" if history.why_not else ""
        raise UsageError(f"`{rev}` and the checked-out commit have no commit in common{cut}")
    return inputs._replace(since=base.sha, open_history=lambda: history)


def changed_only(inputs: Inputs, root: str) -> Inputs:
    """Return *inputs* with those files only that differ from the commit compared with, or are new.

    Without one, that is the checked-out commit; before the first one all files are new.

    Raises: UsageError if there is no git repository.
    """
    history = inputs.open_history() if inputs.open_history is not None else open_history(root)
    if history.why_not == NO_COMMITS:
        return inputs
    changes = history.changed_since(inputs.since or "HEAD")
    changed = {change.path for change in changes if change.status != "deleted"}
    files = tuple(path for path in inputs.files if path in changed)
    skipped = {path: reason for path, reason in inputs.skipped.items() if path in changed}
    notes = () if files or skipped else ("nothing to check: no document has changed",)
    return inputs._replace(
        files=files, skipped=skipped, empty_folders=(), notes=(*inputs.notes, *notes)
    )
