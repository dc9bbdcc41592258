"""The fixtures: whole documents and whole projects with what must be found beside them.

``name.md`` with ``name.findings`` beside it is a document; a folder with ``project.findings`` in it
is a project, with a configuration of its own if it has a ``harness-lint.toml``. An empty file means
silence. Findings are in the concise format, one per line, sorted, from a plain ``check``.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from harness_lint.config import Config, load_config
from harness_lint.documents.classify import structured_family
from harness_lint.engine.file_stage import is_markdown
from harness_lint.engine.report import Report
from harness_lint.packs.loader import builtin_packs
from harness_lint.testing import check_sources, concise

ROOT = Path(__file__).parents[1] / "fixtures"


@dataclass(frozen=True)
class Fixture:
    """A document or a project, and the file that says what is found in it."""

    name: str
    expected: Path
    sources: dict[str, Path]
    tree: tuple[str, ...]
    config: Config

    def contents(self) -> dict[str, bytes]:
        """The bytes of each source."""
        return {path: file.read_bytes() for path, file in self.sources.items()}

    def report(self, contents: dict[str, bytes] | None = None) -> Report:
        """The report on the fixture, or on other *contents* under the same paths."""
        return check_sources(contents or self.contents(), self.config, tree=self.tree)

    def found(self) -> list[str]:
        """What is found, in the concise format."""
        return [concise(finding) for finding in self.report().findings]

    @cached_property
    def wanted(self) -> list[str]:
        """What must be found."""
        return self.expected.read_text(encoding="utf-8").splitlines()


def fixtures() -> list[Fixture]:
    """Return every fixture, by name."""
    projects = {path.parent for path in ROOT.rglob("project.findings")}
    found = [_project(folder) for folder in projects]
    singles = (path for path in ROOT.rglob("*.findings") if path.name != "project.findings")
    found.extend(map(_document, singles))
    return sorted(found, key=lambda fixture: fixture.name)


def _project(folder: Path) -> Fixture:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    paths = {path.relative_to(folder).as_posix(): path for path in files}
    paths.pop("project.findings")
    has_config = "harness-lint.toml" in paths
    config = load_config(folder, folder / "harness-lint.toml") if has_config else Config()
    sources = {path: file for path, file in paths.items() if _is_source(path)}
    name = folder.relative_to(ROOT).as_posix()
    return Fixture(name, folder / "project.findings", sources, tuple(paths), config)


def _document(expected: Path) -> Fixture:
    sources = [p for p in expected.parent.glob(f"{expected.stem}.*") if p != expected]
    if len(sources) != 1:
        raise AssertionError(f"{expected}: no document, or several, beside it")
    name = sources[0].relative_to(ROOT).as_posix()
    # A document stands under its name below its family's folder, so that paths can recognise it.
    path = sources[0].relative_to(ROOT / name.split("/", 1)[0]).as_posix()
    return Fixture(name, expected, {path: sources[0]}, (path,), Config())


def _is_source(path: str) -> bool:
    return is_markdown(path) or structured_family(path, builtin_packs()) is not None
