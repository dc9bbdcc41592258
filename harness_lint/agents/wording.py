"""What an agent is told: findings, and what to do with them, in few words."""

from __future__ import annotations

LIMIT = 8000
"""Characters of one answer. Claude Code and GitHub Copilot cut it after some 10,000."""


_FIXES = "`harness-lint check --fix FILE` makes the repairs behind `->` that are not unsafe; "
_RULES = "`harness-lint explain CODE` tells why, and how to repair it."


def after_edit(findings: str) -> str:
    """Return what is said of *findings*, lines of the format `agent`, in files just written."""
    return _told("harness-lint found this in what you have just written; repair it:", findings)


def before_end(findings: str) -> str:
    """Return what is said of *findings* in all that was changed, before the agent ends."""
    return _told("harness-lint found this in what has changed; repair it before you end:", findings)


def _told(lead: str, findings: str) -> str:
    text = f"{lead}\n{findings}{_FIXES if ' -> ' in findings else ''}{_RULES}"
    if len(text) <= LIMIT:
        return text
    cut = text[: text.rindex("\n", 0, LIMIT)]
    return f"{cut}\n… and more: run `harness-lint check` when these are repaired."
