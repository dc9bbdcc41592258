"""Pages of checks: each case is a small project and what is found in it.

A case is a ``###`` heading below ``## Cases``, with fences below it:

- ``markdown path=tasks.md`` (any language): a source of the project; several make a project;
- ``text findings``: the findings expected, one per line in the concise format; none: silence;
- ``markdown fixed path=tasks.md``: the source after the safe and unsafe fixes of the check;
- ``toml options``: the check's options; ``toml config``: top-level keys of the configuration;
- ``toml baseline``: the states of items that the baseline holds, by their IDs;
- ``yaml pack``: a pack that goes before the built-in ones;
- ``text tree``: further files and folders (with a final ``/``) that exist, one per line;
- ``markdown before path=spec.md``: the source as it was in the first commit;
- ``markdown new path=spec.md``: a source that is not committed yet.

A path may be followed by ``today=2030-01-31`` to set the date, and by
``changed=2030-01-31T12:00:00Z`` to say when the source came to be what it is, by a commit. Where
any of these three is used, there is a history, and the project is compared with its first commit;
what is not marked has always been as it is. An unknown fence is an error.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from harness_lint.pattern import pattern

if TYPE_CHECKING:
    from harness_lint.project.frozen_history import FrozenHistory

TODAY = date(2026, 1, 15)
"""The date of a case that names none."""


@dataclass(slots=True, eq=False, repr=False)
class Case:
    """One promise of a page."""

    title: str
    sources: dict[str, bytes] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    fixed: dict[str, bytes] = field(default_factory=dict)
    options: dict[str, object] = field(default_factory=dict)
    config: dict[str, object] = field(default_factory=dict)
    baseline: dict[str, str] = field(default_factory=dict)
    tree: list[str] = field(default_factory=list)
    packs: list[str] = field(default_factory=list)
    today: date = TODAY
    changed: dict[str, int] = field(default_factory=dict)
    before: dict[str, bytes] = field(default_factory=dict)

    new: set[str] = field(default_factory=set)

    @property
    def history(self) -> FrozenHistory | None:
        """What its sources were, commit by commit; None if it says nothing of that."""
        if not (self.changed or self.before or self.new):
            return None
        from harness_lint.project.frozen_history import FrozenHistory

        later = self.changed.keys() | self.new
        always = {path: data for path, data in self.sources.items() if path not in later}
        snapshots = [(0, {**always, **self.before})]
        for moment in sorted(set(self.changed.values())):
            changed = {path for path, time in self.changed.items() if time == moment}
            files = {path: self.sources[path] for path in changed}
            snapshots.append((moment, {**snapshots[-1][1], **files}))
        return FrozenHistory(snapshots, self.sources)


def cases_of(page: str) -> list[Case]:
    """Return the cases of a page.

    Raises: ValueError for a fence that is none of those above.
    """
    from markdown_it import MarkdownIt

    cases: list[Case] = []
    below = False
    tokens = MarkdownIt("commonmark").parse(page)
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            title = tokens[number + 1].content
            below = title == "Cases" if token.tag == "h2" else below
            if below and token.tag == "h3":
                cases.append(Case(title))
        elif token.type == "fence" and below and cases:
            _add_fence(cases[-1], token.info, token.content)
    return cases


def _add_fence(case: Case, info: str, content: str) -> None:
    words = info.split()
    settings = dict(word.split("=", 1) for word in words if "=" in word)
    flags = [word for word in words[1:] if "=" not in word]
    if "today" in settings:
        case.today = date.fromisoformat(settings["today"])
    if "changed" in settings:
        moment = datetime.fromisoformat(settings["changed"])
        case.changed[settings["path"]] = int(moment.timestamp())
    if flags == ["findings"]:
        case.findings = content.splitlines()
    elif flags == ["options"]:
        case.options = tomllib.loads(content)
    elif flags == ["config"]:
        case.config = tomllib.loads(content)
    elif flags == ["baseline"]:
        case.baseline = tomllib.loads(content)
    elif flags == ["tree"]:
        case.tree = content.splitlines()
    elif flags == ["pack"]:
        case.packs.append(content)
    elif flags == ["fixed"] and "path" in settings:
        case.fixed[settings["path"]] = _bytes(content)
    elif flags == ["before"] and "path" in settings:
        case.before[settings["path"]] = _bytes(content)
    elif flags in ([], ["new"]) and "path" in settings:
        case.sources[settings["path"]] = _bytes(content)
        case.new.update([settings["path"]] if flags else [])
    else:
        raise ValueError(f"{case.title}: a fence that says nothing to us: {info!r}")


_ESCAPE = pattern(rb"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})")


def _bytes(content: str) -> bytes:
    r"""Return *content* as bytes; ``\xNN`` and ``\uNNNN`` in it stand for what cannot be shown."""

    def plain(match: re.Match[bytes]) -> bytes:
        if match[1]:
            return bytes([int(match[1], 16)])
        return chr(int(match[2], 16)).encode()

    return _ESCAPE.sub(plain, content.encode())
