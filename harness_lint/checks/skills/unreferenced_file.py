"""HL516 unreferenced-file. Its page and its tests are in `unreferenced_file.md`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from posixpath import basename, relpath

from harness_lint.check import check
from harness_lint.findings import Severity, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project

ALWAYS = ("SKILL.md", "LICENSE", "LICENSE.txt", "LICENSE.md", "README.md", "CHANGELOG.md")
"""Names that need no mention."""


@check(
    "HL516",
    "unreferenced-file",
    subject=Project,
    since="0.1",
    needs=("skill-words",),
    severity=Severity.INFO,
)
def unreferenced_file(project: Project) -> Iterator[Violation]:
    """A file bundled with a skill is mentioned nowhere in it."""
    skills = {fact.key: fact for fact in project.facts("skill-words") if fact.key}
    for folder, paths in _bundled(project.tree.files, skills).items():
        words = _words(skills[folder])
        # Markdown that the skill speaks of may speak of further files in its turn.
        if any(_is_mentioned(path, words) and path.endswith(".md") for path in paths):
            continue
        for path in sorted(paths):
            if not _is_mentioned(path, words):
                message = f"bundled file `{path}` is mentioned nowhere; link it or remove it"
                yield Violation(skills[folder].at, message)


def _bundled(files: Iterable[str], skills: dict[str, Fact]) -> dict[str, list[str]]:
    """Return the files below each skill's folder, relative to it; the innermost skill counts."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and folder not in skills:
            folder = folder.rpartition("/")[0]
        if folder and basename(path) not in ALWAYS and not basename(path).startswith("."):
            found[folder].append(relpath(path, folder))
    return found


def _words(fact: Fact) -> frozenset[str]:
    words = fact.values["words"]
    texts = [str(word) for word in words] if isinstance(words, Sequence) else []
    return frozenset(part for text in texts for part in (text.strip("/"), basename(text)) if part)


def _is_mentioned(path: str, words: frozenset[str]) -> bool:
    folders = [path.rsplit("/", count)[0] for count in range(1, path.count("/") + 1)]
    names = [path, basename(path), *folders, *(basename(folder) for folder in folders)]
    return any(name in words for name in names)
