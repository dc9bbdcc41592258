"""Projects in memory, and what a renaming makes of them."""

from collections.abc import Mapping

from harness_lint.config import Config
from harness_lint.engine.registry import Registry
from harness_lint.engine.whole_project import project_of_files
from harness_lint.fixing.edits import edited
from harness_lint.memory_run import inputs_of
from harness_lint.project.index import Project
from harness_lint.renaming.refusals import name_to_change
from harness_lint.renaming.rename import rename
from harness_lint.renaming.values import Name, Renaming
from harness_lint.source import Source

REGISTRY = Registry.load()


def project_over(
    sources: Mapping[str, bytes], config: Config | None = None, tree: tuple[str, ...] = ()
) -> Project:
    """The project that *sources* are."""
    inputs = inputs_of(sources, tree)
    return project_of_files(config or Config(), REGISTRY, inputs).project


def renaming_of(
    project: Project, sources: Mapping[str, bytes], new: Mapping[Name, str]
) -> Renaming:
    """What is to be written in *sources* for *new*."""

    def text(path: str) -> Source | None:
        return Source.from_bytes(path, sources[path]) if path in sources else None

    return rename(project, text, new)


def after(sources: Mapping[str, bytes], renaming: Renaming) -> dict[str, bytes]:
    """*sources* with what *renaming* writes."""
    return {path: edited(data, renaming.edits.get(path, ())) for path, data in sources.items()}


def renamed(texts: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    """*texts*, a project, with the item *old* called *new*."""
    sources = {path: text.encode() for path, text in texts.items()}
    project = project_over(sources)
    name = name_to_change(project, project.trace.named(old))
    written = after(sources, renaming_of(project, sources, {name: new}))
    return {path: data.decode() for path, data in written.items()}
