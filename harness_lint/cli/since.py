"""`--since REV`: the commit that the project is compared with."""

from __future__ import annotations

from harness_lint.engine.inputs import Inputs
from harness_lint.errors import UsageError
from harness_lint.project.history import open_history


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
