"""From documents to a pack that they pass."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from harness_lint.deriving.ids import IdTrait, are_shared, claim_traits, id_traits
from harness_lint.deriving.pack import Derived, pack_text
from harness_lint.deriving.relaxing import relaxed
from harness_lint.deriving.traits import traits_of
from harness_lint.documents.document import Document
from harness_lint.findings import Finding

MOST_ROUNDS = 12
"""So many times a pack is tried and relaxed; each takes something back."""

RESERVED = frozenset(
    "acceptance assertion criterion feature milestone package property requirement story task test"
    " code document handoff results review state".split()
)
"""Names of kinds that a derived pack does not take: they have meanings of their own."""


def derive(
    name: str,
    paths: Sequence[str],
    documents: Sequence[Document],
    judge: Callable[[str], Iterable[Finding]],
) -> str:
    """Return the text of a pack called *name* for *documents*, which all pass it.

    *judge* checks the documents with the text of a pack and returns what is found that is not found
    without it.
    """
    ids = tuple(_renamed(one) for one in id_traits(documents))
    derived = Derived(
        name,
        tuple(paths),
        len(documents),
        traits_of(documents),
        ids,
        claim_traits(documents, ids),
        is_shared=are_shared(documents, ids),
    )
    for _ in range(MOST_ROUNDS):
        text = pack_text(derived)
        findings = list(judge(text))
        if not findings:
            return text
        derived = relaxed(derived, findings)
    return pack_text(derived)


def _renamed(one: IdTrait) -> IdTrait:
    return one._replace(name=f"own-{one.name}") if one.name in RESERVED else one


def globs_of(paths: Iterable[str]) -> tuple[str, ...]:
    """Return globs that match *paths*: those of one folder, or one name in many folders."""
    files = sorted(paths)
    folders = Counter(posixpath.dirname(path) for path in files)
    names = Counter(posixpath.basename(path) for path in files)
    if len(files) == 1:
        return (_at(posixpath.dirname(files[0]), posixpath.basename(files[0])),)
    if len(names) == 1 and len(folders) > 1:
        above = {posixpath.dirname(folder) for folder in folders}
        name = next(iter(names))
        if len(above) == 1:
            return (posixpath.join(above.pop(), "*", name),)
        return (posixpath.join(_common_folder(folders), "**", name),)
    endings = {posixpath.splitext(path)[1] for path in files}
    return tuple(
        _at(folder, f"{_common_name(folder, files)}*{ending}")
        for folder in sorted(folders)
        for ending in sorted(endings)
        if any(posixpath.dirname(p) == folder and p.endswith(ending) for p in files)
    )


def _at(folder: str, name: str) -> str:
    """Return the glob of *name* in *folder* and nowhere below."""
    return f"{folder}/{name}" if folder else f"{{,./}}{name}"


def _common_folder(folders: Iterable[str]) -> str:
    return posixpath.commonpath(list(folders)) if all(folders) else ""


def _common_name(folder: str, files: Iterable[str]) -> str:
    """Return what the names of the files in *folder* begin with, up to its last separator."""
    own = [path for path in files if posixpath.dirname(path) == folder]
    names = sorted({posixpath.splitext(posixpath.basename(path))[0] for path in own})
    start = posixpath.commonprefix(names) if len(names) > 1 else ""
    match = re.match(r".*[-_.]", start)
    return match[0] if match and not match[0][:1].isdigit() else ""
