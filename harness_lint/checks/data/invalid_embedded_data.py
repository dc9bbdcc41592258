"""HL801 invalid-embedded-data. Its page and its tests are in `invalid_embedded_data.md`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from harness_lint.check import check
from harness_lint.documents.document import Document
from harness_lint.documents.embedded_data import DataText, data_fences, data_texts
from harness_lint.findings import Applicability, Edit, Fix, Related, Violation
from harness_lint.markdown.data_tree import DataProblem
from harness_lint.pattern import pattern


class Options(NamedTuple):
    """What is taken for data."""

    every_fence: bool = False
    """Judge every fence marked `json`, `yaml` or `yml`, not only those that the family names."""


@check("HL801", "invalid-embedded-data", subject=object, since="0.1", options=Options)
def invalid_embedded_data(subject: object, options: Options) -> Iterator[Violation]:
    """A structured file, or a fence that holds data, does not parse."""
    texts = data_texts(subject)
    if options.every_fence and isinstance(subject, Document):
        texts = chain(texts, _others(subject))
    for text in texts:
        error = text.tree.error
        if error is not None:
            if text.block is None or not _is_sketch(text, error):
                words = f"{_what(text)}: {error.message}"
                yield Violation(error.at, words, fix=_fix(text, error))
            continue
        for double in text.tree.duplicates:
            yield Violation(
                double.at,
                f"key `{double.name}` stands twice in one object; readers drop the first",
                related=(Related(double.first, "first here"),),
            )


def _others(document: Document) -> Iterator[DataText]:
    named = {text.block.span for text in data_texts(document) if text.block is not None}
    for text in data_fences(document):
        if text.block is not None and text.block.span not in named:
            yield text


_NAMES = {"json": "JSON", "xml": "JUnit XML"}


def _what(text: DataText) -> str:
    return f"not {_NAMES.get(text.language, 'YAML')}"


def _fix(text: DataText, error: DataProblem) -> Fix | None:
    """Return the fix for a comma in JSON that nothing follows."""
    if text.language != "json" or text.source.slice(error.at) != ",":
        return None
    return Fix("Remove the comma", (Edit(error.at, ""),), Applicability.UNSAFE)


_SKETCH = pattern(r"\.\.\.|…|//|/\*|#|<|\{\{|\$\{|\||\[[A-Z]|-->|→")
"""What people write in a fence that shows a form: ellipsis, comment, placeholder, alternatives."""

_PLACEHOLDER = pattern(r"[A-Za-z_][\w-]*")
_VALUES_OF_OTHERS = frozenset({"None", "True", "False", "undefined", "NaN", "Infinity"})

_PIECE = ("text behind the end", "refers to no anchor")
"""Problems of a text that was cut out of a larger one."""


def _is_sketch(text: DataText, error: DataProblem) -> bool:
    """Whether the fence shows a form, or a piece of a larger text, and does not mean to parse."""
    source = text.source
    rest = source.slice(error.at._replace(end=min(error.at.start + 80, len(source.data))))
    if _SKETCH.match(rest):
        return True
    word = _PLACEHOLDER.match(rest)
    if word and word[0] not in _VALUES_OF_OTHERS:
        return True
    return _has_template(text) or any(words in error.message for words in _PIECE)


def _has_template(text: DataText) -> bool:
    value = text.block.value if text.block is not None else ""
    return "{{" in value or "{%" in value or "..." in value or "…" in value
