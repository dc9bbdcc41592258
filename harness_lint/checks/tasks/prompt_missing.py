"""HL322 prompt-missing. Its page and its tests are in `prompt_missing.md`."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, relpath

from harness_lint.check import check
from harness_lint.findings import Violation, replacement
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.prompts import PROMPT_FOLDER, Feature, features_of, targets


@check("HL322", "prompt-missing", subject=Project, since="0.1", needs=("package", "prompt"))
def prompt_missing(project: Project) -> Iterator[Violation]:
    """A work package names a prompt file that does not exist, or has none."""
    for feature in features_of(project):
        for identifier, package in feature.packages.items():
            written = feature.linked.get(identifier)
            if written is not None:
                if not _exists(project, feature, str(written.values["path"])):
                    yield _dead_path(feature, written)
            elif feature.prompts and identifier not in feature.prompts:
                yield Violation(
                    package.at,
                    f"package `{package.at.text}` has no prompt file; "
                    f"add one to `{PROMPT_FOLDER}/` or drop the package",
                )


def _exists(project: Project, feature: Feature, written: str) -> bool:
    """Whether the path leads to a file; tools that sort by lane move it within its folder."""
    if any(project.tree.exists(path) for path in targets(feature, written)):
        return True
    name = basename(written)
    return any(
        basename(prompt.at.path) == name
        for prompts in feature.prompts.values()
        for prompt in prompts
    )


def _dead_path(feature: Feature, written: Fact) -> Violation:
    prompt, path = feature.prompt(written.key), str(written.values["path"])
    repair, fix = "write it or correct the path", None
    if prompt is not None:
        right = relpath(prompt.at.path, feature.folder or ".")
        repair = f"the prompt of `{written.key}` is `{right}`"
        fix = None if " " in right else replacement(written.at, written.at.text, path, right)
    return Violation(written.at, f"prompt file `{path}` does not exist; {repair}", fix=fix)
