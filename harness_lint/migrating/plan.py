"""What is carried over, and what is not and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from harness_lint.config import Config
from harness_lint.findings import Severity
from harness_lint.migrating.comments import Suppression
from harness_lint.migrating.peers import Peer, Same, why_not
from harness_lint.migrating.wishes import Off, Wishes

LAST_LINE = 2**31

NOTHING_THERE = "harness-lint reports nothing there"
NO_SUCH_ACTION = "harness-lint has nothing like it"
IN_FRONT_MATTER = (
    "a comment in front matter; write `# harness-lint: disable-line=RULE` behind the key"
)


class Change(NamedTuple):
    """One change of the configuration."""

    key: str
    """`ignore`, `extend-select`, `severity` or `exclude`."""
    value: str
    """A rule, or a glob."""
    origin: str
    """The file of settings that wants it."""
    because: str
    """What it says, in its own words."""
    level: str = ""
    """Of a severity."""
    paths: tuple[str, ...] = ()
    """Globs, where it is for some paths only."""


class NotCarried(NamedTuple):
    """What was found and is not carried over."""

    place: str
    what: str
    why: str


class Insertion(NamedTuple):
    """A suppression that is written into a document."""

    path: str
    line: int
    text: str
    """Ours, without the signs of a comment."""
    because: str
    start: int
    end: int
    """The bytes that it replaces; the same twice where it is put beside the other one."""


class Known(NamedTuple):
    """What is known of our own rules."""

    is_off: Callable[[str], bool]
    """Whether a rule does not run unless it is selected, and is not."""
    is_selected: Callable[[str], bool]
    """Whether the configuration names it among those that are to run."""


class Carried(NamedTuple):
    """What becomes of one file."""

    changes: tuple[Change | Insertion, ...]
    left: tuple[NotCarried, ...]


def carry_settings(peer: Peer, path: str, wishes: Wishes, known: Known) -> Carried:
    """Return what becomes of what the file of settings *path* wants."""
    folder = path.rpartition("/")[0]
    changes: list[Change] = []
    left = [NotCarried(path, one.what, one.why) for one in wishes.left]
    everywhere = peer.rules_named(n for off in wishes.off if not off.paths for n in off.names)
    for off in _scopes(wishes.off):
        names = peer.rules_named(off.names)
        scope = tuple(_below(folder, one) for one in off.paths) or _whole(folder)
        done: set[str] = set()
        for same in peer.same:
            if same.at_places_only or not _covers(same, {*names, *everywhere}, names):
                continue
            done.update(same.theirs)
            if known.is_off(same.ours):
                why = f"`{same.ours}` is off here anyway, unless it is selected"
                left.append(NotCarried(path, " ".join(same.theirs), why))
            elif known.is_selected(same.ours):
                why = f"the configuration selects `{same.ours}`"
                left.append(NotCarried(path, " ".join(same.theirs), why))
            else:
                because = " ".join(one for one in same.theirs if one in names)
                changes.append(Change("ignore", same.ours, path, because, paths=scope))
        rest = [name for name in names if name not in done]
        left += (NotCarried(path, name, why_not(peer, name)) for name in rest)
    changes += _levels(peer, path, wishes, known) if not folder else ()
    changes += (Change("exclude", _below(folder, g), path, "exclude") for g in wishes.exclude)
    return Carried(tuple(changes), tuple(dict.fromkeys(left)))


def _scopes(offs: Iterable[Off]) -> Iterator[Off]:
    """Yield all that is off in the same paths as one."""
    names: dict[tuple[str, ...], tuple[str, ...]] = defaultdict(tuple)
    for off in offs:
        names[off.paths] += off.names
    yield from (Off(tuple(dict.fromkeys(those)), paths) for paths, those in names.items())


def _covers(same: Same, off: set[str], here: Sequence[str]) -> bool:
    return off.issuperset(same.theirs) and any(name in here for name in same.theirs)


def _levels(peer: Peer, path: str, wishes: Wishes, known: Known) -> Iterator[Change]:
    """Yield severities and selections of rules that stand for one of theirs each."""
    single = {one.theirs[0]: one.ours for one in peer.same if len(one.theirs) == 1}
    whole = {one.ours for one in peer.same if not one.at_places_only}
    levels: dict[str, tuple[str, Severity]] = {}
    for word, level in wishes.levels:
        levels |= dict.fromkeys(peer.rules_named((word,)), (word, level))
    for name, (word, level) in levels.items():
        if name in single and single[name] in whole:
            yield Change("severity", single[name], path, f"{word}: {level}", str(level))
    for word in wishes.on:
        if word.lower() in peer.groups:
            continue
        for name in peer.rules_named((word,)):
            ours = single.get(name, "")
            if ours in whole and known.is_off(ours):
                yield Change("extend-select", ours, path, word)


def agreed(changes: Iterable[Change]) -> Carried:
    """Return *changes* without those that contradict earlier ones, or say the same once more."""
    kept: dict[tuple[object, ...], Change] = {}
    left = []
    for change in changes:
        key = "ignore" if change.key == "extend-select" else change.key
        first = kept.setdefault((key, change.value, change.paths), change)
        if (first.key, first.level) != (change.key, change.level):
            why = f"`{first.origin}` says something else of `{change.value}`"
            left.append(NotCarried(change.origin, change.because, why))
    return Carried(tuple(kept.values()), tuple(left))


def is_in_force(change: Change, config: Config, matching: Callable[[str], set[str]]) -> bool:
    """Whether *config* says so already, or something else of its own; *matching*: word → rules."""

    def has(words: Iterable[str]) -> bool:
        return any(change.value in matching(word) for word in words)

    if change.key == "exclude":
        return change.value in config.exclude
    if change.key == "severity":
        return has(config.selection.severity)
    if change.key == "extend-select":
        return has(config.selection.extend_select) or has(config.selection.ignore)
    return has(config.selection.ignore) or any(
        one.paths == change.paths and has(one.selection.ignore) for one in config.overrides
    )


def carry_suppressions(
    path: str,
    suppressions: Sequence[Suppression],
    found: Mapping[str, Sequence[int]],
    *,
    replace: bool,
) -> Carried:
    """Return what becomes of *suppressions* of *path*; *found*: rule → lines that it reports."""
    changes: list[Insertion] = []
    left: list[NotCarried] = []
    begun: set[str] = set()
    for number, one in enumerate(suppressions):
        place = f"{path}:{one.first}"
        if not one.is_known:
            left.append(NotCarried(place, one.action, NO_SUCH_ACTION))
            continue
        ours = _ours(one)
        if one.action == "enable":
            kept = [rule for rule in ours if rule in begun]
            begun.difference_update(kept)
        else:
            lines = _lines(suppressions, number)
            kept = [
                r for r in ours if any(lines(r)[0] <= n <= lines(r)[1] for n in found.get(r, ()))
            ]
            if not one.in_front_matter and one.action == "disable":
                begun.update(kept)
        if kept and one.in_front_matter:
            left.append(NotCarried(place, one.words, IN_FRONT_MATTER))
        elif kept:
            changes.append(_insertion(path, one, kept, replace=replace))
        elif one.action != "enable":
            left += _unused(place, one, ours)
    return Carried(tuple(changes), tuple(left))


def _ours(one: Suppression) -> list[str]:
    """Return the rules of ours that *one* is about."""
    names = one.peer.rules_named(one.names)
    return [s.ours for s in one.peer.same if not one.names or set(s.theirs) <= set(names)]


def _lines(suppressions: Sequence[Suppression], number: int) -> Callable[[str], tuple[int, int]]:
    """Return what gives the lines in which the suppression *number* silences a rule of ours."""
    one = suppressions[number]
    if one.action == "disable-line":
        return lambda _: (one.first, one.first)
    if one.action == "disable-next-line":
        return lambda _: (one.last + 1, one.last + 1)
    if one.action == "disable-file":
        return lambda _: (1, LAST_LINE)

    def until_enabled(rule: str) -> tuple[int, int]:
        later = (
            other.first
            for other in suppressions[number + 1 :]
            if other.action == "enable" and other.peer is one.peer and rule in _ours(other)
        )
        return one.first, next(later, LAST_LINE)

    return until_enabled


def _insertion(path: str, one: Suppression, kept: Sequence[str], *, replace: bool) -> Insertion:
    reason = f" -- {one.reason}" if one.reason else ""
    text = f"harness-lint: {one.action}={', '.join(kept)}{reason}"
    stands_for = {name for s in one.peer.same if s.ours in kept for name in s.theirs}
    is_whole = bool(one.names) and stands_for.issuperset(one.peer.rules_named(one.names))
    start = one.at.start if replace and is_whole else one.at.end
    return Insertion(path, one.first, text, f"{one.peer.name}: {one.words}", start, one.at.end)


def _unused(place: str, one: Suppression, ours: Sequence[str]) -> Iterator[NotCarried]:
    if ours or not one.names:
        yield NotCarried(place, one.words, NOTHING_THERE)
        return
    for name in one.peer.rules_named(one.names):
        yield NotCarried(place, name, why_not(one.peer, name))


def rewritten(data: bytes, insertions: Iterable[Insertion]) -> bytes:
    """Return *data*, a document, with *insertions* of it, which do not overlap."""
    for one in sorted(insertions, key=lambda one: one.start, reverse=True):
        comment = f"<!-- {one.text} -->".encode()
        gap = b" " if one.start == one.end else b""
        data = data[: one.start] + gap + comment + data[one.end :]
    return data


def _below(folder: str, glob: str) -> str:
    if not folder:
        return glob
    return f"/{folder}/{glob.removeprefix('/')}"


def _whole(folder: str) -> tuple[str, ...]:
    return (f"/{folder}/**",) if folder else ()
