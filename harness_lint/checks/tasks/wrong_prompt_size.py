"""HL325 wrong-prompt-size. Its page and its tests are in `wrong_prompt_size.md`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from harness_lint.check import check
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.facts import Fact
from harness_lint.project.index import Project
from harness_lint.project.prompts import Feature, features_of, part


class Options(NamedTuple):
    """How closely a prompt must keep to the length that its index claims."""

    factor: int = 2
    """How many times longer or shorter than claimed a prompt may be."""


@check(
    "HL325",
    "wrong-prompt-size",
    subject=Project,
    since="0.1",
    needs=("package", "prompt"),
    severity=Severity.INFO,
    options=Options,
)
def wrong_prompt_size(project: Project, options: Options) -> Iterator[Violation]:
    """A prompt file is far longer or shorter than the index says."""
    for feature in features_of(project):
        for identifier in feature.packages:
            prompt = feature.prompt(identifier)
            if prompt is None:
                continue
            violation = _size(feature, part(project, prompt, "size"), options.factor)
            if violation is not None:
                yield violation


def _size(feature: Feature, prompt: Fact, factor: int) -> Violation | None:
    """Return a claimed length that is wrong by more than *factor*, front matter counted or not."""
    claim = feature.sizes.get(prompt.key.upper())
    if claim is None:
        return None
    least, most = cast("int", claim.values["least"]), cast("int", claim.values["most"])
    lines, body = cast("int", prompt.values["lines"]), cast("int", prompt.values["body_lines"])
    if not (body > most * factor or lines * factor < least):
        return None
    return Violation(
        claim.at,
        f"the prompt of `{prompt.key}` is said to have {claim.at.text} and has {lines}; "
        "correct the figure or complete the prompt",
        related=(Related(prompt.at, "the prompt"),),
    )
