"""HL111 unlike-siblings. Its page and its tests are in `unlike_siblings.md`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from posixpath import basename, dirname
from typing import Any, NamedTuple

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project


class Options(NamedTuple):
    """When documents are alike enough to learn from."""

    siblings: int = 5
    """How many other documents must have the section."""
    odd_share: float = 0.05
    """What part of the documents may lack it, besides one."""
    likeness: float = 0.6
    """What part of the sections that the others have a document must have to be one of them."""


@check(
    "HL111",
    "unlike-siblings",
    subject=Project,
    since="0.1",
    needs=("sections",),
    severity=Severity.INFO,
    options=Options,
)
def unlike_siblings(project: Project, options: Options) -> Iterator[Violation]:
    """A section that the other documents of the folder have is missing in this one."""
    for (_, folder), facts in _folders(project.facts("sections")).items():
        if len(facts) > options.siblings:
            yield from _violations(folder, facts, options)


def _folders(facts: Sequence[Fact]) -> Mapping[tuple[str, str], list[Fact]]:
    """Return the documents by family and folder; those with a folder of their own by its folder."""
    own = Counter(dirname(fact.at.path) for fact in facts)
    folders: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        folder = dirname(fact.at.path)
        if own[folder] == 1:
            folder = f"{dirname(folder)}/*/{basename(fact.at.path)}"
        folders[fact.key, folder].append(fact)
    return folders


def _violations(folder: str, facts: Sequence[Fact], options: Options) -> Iterator[Violation]:
    titles = [_titles(fact) for fact in facts]
    counts = Counter(key for names in titles for key in names)
    odd = max(1, int(options.odd_share * len(facts)))
    needed = max(options.siblings, len(facts) - odd)
    common = [key for key, count in counts.items() if count >= needed]
    for fact, names in zip(facts, titles, strict=True):
        absent = [key for key in common if key not in names]
        if not absent or len(common) - len(absent) < options.likeness * len(common):
            continue
        missing = _unlike(absent, fact)
        if missing:
            owners = [number for number, names in enumerate(titles) if missing[0] in names]
            yield _violation(
                fact,
                [_title(key, titles) for key in missing],
                f"{len(owners)} of the {len(facts)} documents in `{folder}` have",
                facts[owners[0]],
            )


def _unlike(keys: Sequence[str], fact: Fact) -> list[str]:
    """Return those of *keys* that no title of the document, at any level, holds or is part of."""
    others: Any = fact.values["others"]
    own = [frozenset(title.split()) for title in (*_titles(fact), *others)]
    wanted = {key: frozenset(key.split()) for key in keys}
    return [
        key
        for key, words in wanted.items()
        if not any(words <= title or (title and title <= words) for title in own)
    ]


def _violation(fact: Fact, missing: Sequence[str], have: str, owner: Fact) -> Violation:
    names = " and ".join(f"`{name}`" for name in missing)
    words, pronoun = f"section {names} is", "it"
    if len(missing) > 1:
        words, pronoun = f"sections {names} are", "them"
    return Violation(
        fact.at,
        f"{words} missing here; {have} {pronoun}",
        (Related(owner.at, "one that has it"),),
    )


def _titles(fact: Fact) -> Mapping[str, Any]:
    titles: Any = fact.values["titles"]
    return titles  # type: ignore[no-any-return]


def _title(key: str, titles: Sequence[Mapping[str, Any]]) -> str:
    """Return how the first document that has the section writes it."""
    return next(str(names[key]) for names in titles if key in names)
