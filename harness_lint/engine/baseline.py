"""Baselines: findings that are known, are not shown, and never fail a run.

A baseline is a JSON file with findings by path, and with the states of traced items, against which
the gate `ratchet` holds those of today. The same project gives the same bytes.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from harness_lint.engine.fingerprints import what_of
from harness_lint.errors import ConfigError, UsageError
from harness_lint.findings import Finding
from harness_lint.writing import write_text

VERSION = 1
"""Of the file's shape."""

NEVER_KNOWN = frozenset({"HL904", "HL905"})
"""Codes that are never part of a baseline: what nobody looks at is not known."""

REMEDY = "--write-baseline writes it anew"


class Known(NamedTuple):
    """A finding as a baseline keeps it."""

    code: str
    fingerprint: str
    message: str = ""
    """For those who read the file; it is not compared."""


class Baseline(NamedTuple):
    """What was known when the baseline was written."""

    findings: Mapping[str, tuple[Known, ...]]
    """By path below the root."""
    items: Mapping[str, str]
    """Qualified ID → state of the item."""


class Compared(NamedTuple):
    """The findings of a run, held against a baseline."""

    findings: tuple[Finding, ...]
    """Those that are new."""
    hidden: int
    """How many are in the baseline."""
    fixed: int
    """How many of the baseline did not occur."""


def read_baseline(path: Path, shown: str) -> Baseline:
    """Return the baseline at *path*, which messages call *shown*.

    Raises: UsageError if it is not there; ConfigError if it is no baseline.
    """
    data = _json(path, shown)
    if not isinstance(data, dict):
        raise ConfigError(f"baseline `{shown}` is not a JSON object", REMEDY)
    version = data.get("version")
    if type(version) is not int or version != VERSION:
        known = "no version" if version is None else f"version {_brief(version)}"
        message = f"baseline `{shown}` has {known}; this harness-lint reads version {VERSION}"
        raise ConfigError(message, REMEDY)
    try:
        return Baseline(dict(_files(data["findings"])), _items(data.get("items", {})))
    except (KeyError, TypeError) as error:
        words = f"no `{error.args[0]}`" if isinstance(error, KeyError) else str(error)
        raise ConfigError(f"baseline `{shown}` is of the wrong shape: {words}", REMEDY) from error


def baseline_of(findings: Iterable[Finding], items: Mapping[str, str]) -> Baseline:
    """Return the baseline that knows *findings* and the states *items*."""
    by_path: dict[str, list[Known]] = defaultdict(list)
    for one in findings:
        if one.code not in NEVER_KNOWN:
            by_path[one.path].append(Known(one.code, one.fingerprint, one.message))
    return Baseline({path: tuple(sorted(known)) for path, known in by_path.items()}, items)


def text_of(baseline: Baseline) -> str:
    """Return *baseline* as it is written: sorted, in ASCII, one value per line."""
    findings = {
        path: [{key: value for key, value in one._asdict().items() if value} for one in known]
        for path, known in baseline.findings.items()
    }
    data = {"version": VERSION, "findings": findings, "items": dict(baseline.items)}
    return json.dumps(data, indent=2, sort_keys=True) + "\n"


def write_baseline(path: Path, shown: str, baseline: Baseline) -> None:
    """Write *baseline* to *path*: readers find the old file or the new one, never half of one.

    Raises: UsageError if it cannot be written, or if something else is there.
    """
    try:
        _refuse_others(Path(os.path.realpath(path)), shown)
    except OSError as error:
        raise UsageError(f"cannot write `{shown}`: {error.strerror}") from error
    write_text(path, text_of(baseline), shown)


def compare(
    findings: Iterable[Finding],
    baseline: Baseline,
    *,
    exists: Callable[[str], bool],
    is_whole: bool,
) -> Compared:
    """Return which of *findings* are new.

    A file that is gone may have been renamed: what it had is known in any other file. Nothing
    counts as fixed where the run is not *is_whole*: it may just not have been looked for.
    """
    left = {
        path: Counter((one.code, one.fingerprint) for one in known)
        for path, known in baseline.findings.items()
    }
    found = tuple(findings)
    there = [_take(left.get(one.path), (one.code, one.fingerprint)) for one in found]
    strays = [one for one, is_known in zip(found, there, strict=True) if not is_known]
    if strays:
        gone = _gone(left, exists)
        strays = [one for one in strays if not _take(gone, (one.code, what_of(one.fingerprint)))]
    hidden = len(found) - len(strays)
    known = sum(map(len, baseline.findings.values()))
    return Compared(tuple(strays), hidden, known - hidden if is_whole else 0)


def _take(counts: Counter[tuple[str, str]] | None, key: tuple[str, str]) -> bool:
    """Return whether *counts* holds *key*, and take one of it away."""
    if not counts or counts[key] <= 0:
        return False
    counts[key] -= 1
    return True


def _gone(
    left: Mapping[str, Counter[tuple[str, str]]], exists: Callable[[str], bool]
) -> Counter[tuple[str, str]]:
    """Return what is left of files that are no more, without their paths."""
    gone: Counter[tuple[str, str]] = Counter()
    for path, counts in left.items():
        if counts.total() and not exists(path):
            for (code, fingerprint), count in counts.items():
                gone[code, what_of(fingerprint)] += count
    return gone


def _json(path: Path, shown: str) -> Any:  # noqa: ANN401  it is not known yet
    if not path.is_file():
        words = "is no file" if path.exists() else "does not exist"
        raise UsageError(f"baseline `{shown}` {words}", "--write-baseline writes one")
    try:
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"baseline `{shown}` cannot be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        words = f"{error.msg[:1].lower()}{error.msg[1:]}".removesuffix(" at")
        message = f"baseline `{shown}` is not JSON: {words} at line {error.lineno}"
        raise ConfigError(message, REMEDY) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"baseline `{shown}` is not UTF-8", REMEDY) from error
    except RecursionError as error:
        raise ConfigError(f"baseline `{shown}` is nested too deeply", REMEDY) from error
    except ValueError as error:  # a number of thousands of digits
        raise ConfigError(
            f"baseline `{shown}` is not JSON: a number is too long", REMEDY
        ) from error


def _files(value: object) -> Iterator[tuple[str, tuple[Known, ...]]]:
    if not isinstance(value, dict):
        raise TypeError("`findings` must be an object with a list for each path")
    for path, known in value.items():
        if not isinstance(known, list):
            raise TypeError(f"the findings of `{path}` must be a list")
        yield path, tuple(_known(one, path) for one in known)


def _known(value: object, path: str) -> Known:
    entry = value if isinstance(value, dict) else {}
    code, fingerprint = entry.get("code"), entry.get("fingerprint")
    message = entry.get("message", "")
    if not (isinstance(code, str) and isinstance(fingerprint, str) and isinstance(message, str)):
        raise TypeError(f"a finding of `{path}` must have the texts `code` and `fingerprint`")
    return Known(code, fingerprint, message)


def _items(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise TypeError("`items` must be an object with a state for each ID")
    return value


def _refuse_others(target: Path, shown: str) -> None:
    """Refuse to write over what was never a baseline.

    A broken one may be: a merge that failed in it is repaired by writing it anew.
    """
    if not os.path.lexists(target):
        return
    if not target.is_file() or (target.stat().st_size and b'"findings"' not in target.read_bytes()):
        message = f"`{shown}` is there and is no baseline; choose another name"
        raise UsageError(message)


def _brief(value: object) -> str:
    return json.dumps(value)[:20]
