"""What the configuration of another linter wants, in its own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from harness_lint.findings import Severity
from harness_lint.pattern import pattern

NOT_PLAIN = pattern(r"[?\[\]{}!\\#]|^/|^\.\.?/|/$|^$")
"""Signs that globs of different kinds read in different ways."""

STARS = pattern(r"\*{3,}|[^/]\*\*|\*\*[^/]")
"""Stars that stand for folders in one kind of glob and not in another."""

FILE_NAME = pattern(r"[^/.][^/]*\.[^/.]+")
"""The last part of a path that no folder has."""

UNCLEAR_GLOB = "the glob may mean something else here; write it yourself, as in `.gitignore`"
PATHS_OF_RULES = "what one linter leaves out, another may be there for; `exclude` leaves it out"
OPTION = "options are not carried over; those of our rules stand below `[rules]`"
ELSEWHERE = "what it names is not read; run `harness-lint migrate` on that file, too"


class Off(NamedTuple):
    """Rules that are switched off."""

    names: tuple[str, ...]
    paths: tuple[str, ...] = ()
    """Globs as in `.gitignore`; none for everywhere."""


class Left(NamedTuple):
    """What is not carried over."""

    what: str
    why: str


class Wishes(NamedTuple):
    """What one file of settings wants."""

    off: tuple[Off, ...] = ()
    on: tuple[str, ...] = ()
    """Rules that are switched on by name."""
    levels: tuple[tuple[str, Severity], ...] = ()
    exclude: tuple[str, ...] = ()
    """Globs as in `.gitignore`."""
    left: tuple[Left, ...] = ()


def markdownlint_wishes(settings: Mapping[str, Any]) -> Wishes:
    """Return what a `.markdownlint.*` wants; of names for one rule the last one counts."""
    states: dict[str, Any] = {}
    left = []
    for word, value in settings.items():
        if word.lower() == "default":
            if value in (False, None):
                left.append(Left("default", "it says nothing of single rules"))
        elif word == "extends":
            left.append(Left("extends", ELSEWHERE))
        elif not word.startswith("$"):
            states.pop(word, None)
            states[word] = value
    off, on, levels = [], [], []
    for word, value in states.items():
        if value in (False, None) or (isinstance(value, Mapping) and value.get("enabled") is False):
            off.append(Off((word,)))
            continue
        on.append(word)
        level = value.get("severity") if isinstance(value, Mapping) else value
        if level in ("error", "warning"):
            levels.append((word, Severity(level)))
    return Wishes(tuple(off), tuple(on), tuple(levels), left=tuple(left))


def cli2_wishes(settings: Mapping[str, Any]) -> Wishes:
    """Return what a `.markdownlint-cli2.*` wants."""
    config = settings.get("config")
    wishes = markdownlint_wishes(config) if isinstance(config, Mapping) else Wishes()
    left = [
        Left(f"{key} {value}", PATHS_OF_RULES)
        for key in ("globs", "ignores")
        for value in _words(settings.get(key))
    ]
    others = [key for key in settings if key not in ("config", "globs", "ignores", "$schema")]
    left += [Left(key, "it is no setting of a rule") for key in others]
    return wishes._replace(left=(*wishes.left, *left))


def agnix_wishes(settings: Mapping[str, Any]) -> Wishes:
    """Return what an `.agnix.toml` wants."""
    rules = settings.get("rules")
    rules = rules if isinstance(rules, Mapping) else {}
    off = [Off(tuple(_words(rules.get("disabled_rules"))))]
    left = [
        Left(f"disabled_validators {word}", "it is no rule")
        for word in _words(rules.get("disabled_validators"))
    ]
    for key, value in rules.items():
        if value is False and key == "skills":
            off.append(Off(SKILLS_OF_AGNIX))
        elif value is False:
            left.append(Left(f"{key} = false", "it is a group of rules that harness-lint has not"))
    for entry in _tables(settings.get("overrides")):
        names = tuple(_words(entry.get("disabled_rules")))
        paths, unclear = _globs(entry.get("paths"), are_files=True)
        left += unclear
        if paths:
            off.append(Off(names, paths))
    exclude, unclear = _globs(settings.get("exclude"))
    if settings.get("extend"):
        left.append(Left("extend", ELSEWHERE))
    levels = rules.get("severity")
    pairs = levels.items() if isinstance(levels, Mapping) else ()
    kept = [(name, str(level).lower()) for name, level in pairs]
    known = tuple((name, Severity(level)) for name, level in kept if level in tuple(Severity))
    kept_out = tuple(path for path in exclude if path not in NEVER_CHECKED)
    return Wishes(tuple(off), (), known, kept_out, (*left, *unclear))


SKILLS_OF_AGNIX = tuple(f"AS-{number:03}" for number in range(1, 26))
"""The rules of agnix that `skills = false` switches off, and that any rule of ours stands for."""

NEVER_CHECKED = frozenset({"/.git/**", "/node_modules/**"})
"""What we never look into, unless it is tracked."""


def skillsaw_wishes(settings: Mapping[str, Any]) -> Wishes:
    """Return what a `.skillsaw.yaml` wants."""
    rules = settings.get("rules")
    rules = rules if isinstance(rules, Mapping) else {}
    off, on, levels, left = [], [], [], []
    for name, value in rules.items():
        options = value if isinstance(value, Mapping) else {}
        if options.get("enabled") is False:
            off.append(Off((name,)))
            continue
        if options.get("enabled") is True:
            on.append(name)
        if options.get("severity") in tuple(Severity):
            levels.append((name, Severity(options["severity"])))
        paths, unclear = _globs(options.get("exclude"), are_folders=True)
        left += [one._replace(what=f"{name}: {one.what}") for one in unclear]
        if paths:
            off.append(Off((name,), paths))
        others = [key for key in options if key not in ("enabled", "severity", "exclude")]
        left += [
            Left(f"{name}: {key}", "options are not carried over; ours stand below `[rules]`")
            for key in others
        ]
    exclude, unclear = _globs(settings.get("exclude"), are_folders=True)
    return Wishes(tuple(off), tuple(on), tuple(levels), exclude, (*left, *unclear))


def _globs(
    values: object, *, are_files: bool = False, are_folders: bool = False
) -> tuple[tuple[str, ...], list[Left]]:
    """Return *values* as globs of `.gitignore`, and those that could mean something else there.

    *are_files*: a glob matches whole paths, never a folder with all in it. *are_folders*: only
    globs of all in a folder mean the same.
    """
    globs, left = [], []
    for value in _words(values):
        last = value.rpartition("/")[2]
        is_exact = not (NOT_PLAIN.search(value) or STARS.search(value))
        if are_files and last != "**":
            is_exact = is_exact and bool(FILE_NAME.fullmatch(last))
        if are_folders:
            inner = value.removeprefix("**/").removesuffix("/**")
            is_exact = is_exact and last == "**" and "*" not in inner
        if is_exact:
            globs.append(value if value.startswith("**/") else f"/{value}")
        else:
            left.append(Left(value, UNCLEAR_GLOB))
    return tuple(globs), left


def _words(value: object) -> Iterator[str]:
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, str))


def _tables(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, Mapping))
