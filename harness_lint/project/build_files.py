"""What Makefiles, justfiles and package.json say that can be run by name.

Only what is certain: a file that includes others which are not there, or makes its rules while it
runs, may know any name. Sources: GNU make manual 4.4, chapters 3, 4 and 6; just.systems/man;
docs.npmjs.com/cli/commands/npm-run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from harness_lint.pattern import pattern

LONGEST = 500_000
"""So many characters of a file are read; of a longer one nothing is known."""

_CONTINUED = pattern(r"\\\r?\n[ \t]*")
_INCLUDE = pattern(r"[ ]*(?:-|s)?include[ \t]+(.+)")
_MADE = pattern(
    r"(?m)^[^\t#\n]*\$[({]eval\b|^ *\$[({](?:call|foreach)\b|^ *\$[({]\w+[)}][ \t\r]*$|^load[ \t]"
    r"|^\.RECIPEPREFIX"
)
"""What makes rules, or may, while make reads the file."""

_DEFINE = pattern(r" *(?:override +|export +)?define\b")
_ENDEF = pattern(r" *endef\b")
_RULE = pattern(r"([^\t#:=][^#:=]*)::?(?!=)(.*)")
_ASSIGNED = pattern(r" *(?:export[ \t]+|override[ \t]+)?([\w.-]+)[ \t]*(?::{0,3}|[?+!])=[ \t]*(.*)")
_VARIABLE = pattern(r"\$(?:\((\w+)\)|\{(\w+)\})")
"""A variable in the name of a target."""
_CALL = pattern(r"\$[({][^(){}]*[)}]")
"""What stands for something else in the value of a variable."""

_RECIPE = pattern(r"@?([A-Za-z_][\w-]*)(?:[ \t][^:\n]*)?:(?!=)")
_ALIAS = pattern(r"alias[ \t]+([A-Za-z_][\w-]*)[ \t]*:=")
_ELSEWHERE = pattern(r"(?m)^(?:import|mod)\??[ \t]|^set[ \t]+fallback\b")


class Names(NamedTuple):
    """What a file knows by name."""

    words: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()
    """Pattern rules of make: ``%.html``."""
    includes: tuple[str, ...] = ()
    """Files that it includes, as written."""
    has_paths: bool = False
    """Whether it knows paths, names with a slash, that are made of variables."""
    programs: frozenset[str] = frozenset()
    """Names of packages whose programs may be called by name."""
    is_certain: bool = True
    """Whether it knows no other names."""

    def may_know(self, name: str) -> bool:
        """Whether *name* is one of these, or may be."""
        if not self.is_certain or name in self.words or (self.has_paths and "/" in name):
            return True
        return any(_fits(name, one) for one in self.patterns)


UNCERTAIN = Names(is_certain=False)
"""What is known of a file that cannot be read."""


def _fits(name: str, rule: str) -> bool:
    head, _, tail = rule.partition("%")
    return len(name) > len(head) + len(tail) and name.startswith(head) and name.endswith(tail)


def names_in_makefile(text: str) -> Names:
    """Return the targets of a Makefile."""
    if len(text) > LONGEST or _MADE.search(text):
        return UNCERTAIN
    targets: set[str] = set()
    includes: list[str] = []
    values: dict[str, str] = {}
    for line in _lines_of(text):
        include, assigned = _INCLUDE.match(line), _ASSIGNED.match(line)
        if include is not None:
            includes += include[1].partition("#")[0].split()
        elif assigned is not None:
            values[assigned[1]] = "a b" if assigned[1] in values else assigned[2]
        else:
            targets.update(_targets_of(line))
    made = {one for one in targets if "$" in one}
    if ".DEFAULT" in targets or any("*" in one for one in targets):
        return UNCERTAIN
    if not all(_is_path(one, values) for one in made):
        return UNCERTAIN
    words = frozenset(targets - made)
    patterns = tuple(sorted(one for one in words if "%" in one))
    return Names(words, patterns, tuple(includes), has_paths=bool(made))


def _is_path(target: str, values: Mapping[str, str]) -> bool:
    """Whether *target*, which holds variables, is certainly one name with a slash.

    A variable that is set twice may be anything.
    """
    bare = _VARIABLE.sub("", target)
    names = [one[1] or one[2] for one in _VARIABLE.finditer(target)]
    found = [values[name].partition("#")[0].strip() for name in names if name in values]
    known = [_CALL.sub("", value) for value in found]
    if "$" in bare or "%" in bare or any(" " in value for value in known):
        return False
    return "/" in bare or any("/" in value for value in known)


def _lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a Makefile that are no recipes and stand in no ``define``."""
    depth = 0
    for line in _CONTINUED.sub(" ", text).splitlines():
        if depth or not line.startswith("\t"):
            starts, ends = _DEFINE.match(line) is not None, _ENDEF.match(line) is not None
            if not (depth or starts or ends):
                yield line
            depth = max(0, depth + starts - ends)


def _targets_of(line: str) -> list[str]:
    """Return the targets of a rule; those that it is about, for ``.PHONY``."""
    rule = _RULE.match(line)
    if rule is None:
        return []
    targets = rule[1].rstrip(" \t&").split()
    return rule[2].partition(";")[0].split() if targets[:1] == [".PHONY"] else targets


def names_in_justfile(text: str) -> Names:
    """Return the recipes and aliases of a justfile."""
    if len(text) > LONGEST or _ELSEWHERE.search(text):
        return UNCERTAIN
    words = set()
    for line in text.splitlines():
        match = _ALIAS.match(line) or _RECIPE.match(line)
        if match is not None:
            words.add(match[1])
    return Names(frozenset(words))


def names_in_package(text: str) -> Names:
    """Return the scripts of a package.json, and the packages that may bring programs."""
    import json

    try:
        data = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        return UNCERTAIN
    scripts = data.get("scripts", {}) if isinstance(data, dict) else None
    if not isinstance(data, dict) or not isinstance(scripts, dict):
        return UNCERTAIN
    programs = {name.rpartition("/")[2] for name in _dependencies(data)}
    return Names(frozenset(scripts), programs=frozenset(programs))


def _dependencies(data: dict[str, object]) -> Iterator[str]:
    for key in ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies"):
        found = data.get(key)
        if isinstance(found, dict):
            yield from found
