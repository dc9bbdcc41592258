"""What the server answers about texts: a pure function for each request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from lsprotocol import types

from harness_lint.errors import UsageError
from harness_lint.lsp.features.actions import KINDS, code_actions, made_action, whole_actions
from harness_lint.lsp.features.completion.offers import TRIGGERS, completion
from harness_lint.lsp.features.definition import definition
from harness_lint.lsp.features.folding import folding_ranges
from harness_lint.lsp.features.hover import hover
from harness_lint.lsp.features.lenses import code_lenses, resolved, words_in
from harness_lint.lsp.features.links import document_links
from harness_lint.lsp.features.outline import document_symbols
from harness_lint.lsp.features.progress import counts_in, progress_hints
from harness_lint.lsp.features.references import highlights, references
from harness_lint.lsp.features.rename import prepare_rename, renamed
from harness_lint.lsp.protocol import RefusedError
from harness_lint.lsp.view import View

Answer = Callable[[View, str, Any], Any]
"""Gives the answer to a request about the file at a path: from the view, the path, the params."""


class Feature(NamedTuple):
    """What the server can be asked about a text."""

    method: str
    answer: Answer
    options: Any = None
    is_urgent: bool = False
    """Whether it is asked at every keystroke, so that a graph of a moment ago will do."""
    whole: Answer | None = None
    """Answers editors that cannot ask for the rest later; None if there is no rest."""
    shows: Callable[[View, str], object] | None = None
    """Gives what its answer shows in the file at a path, to tell when that has become old; None
    if it shows nothing that stays."""

    @property
    def at_once(self) -> Feature:
        """The same for editors that cannot ask for the rest of an answer later."""
        return self._replace(answer=self.whole or self.answer)


FEATURES = (
    Feature(
        types.TEXT_DOCUMENT_COMPLETION,
        completion,
        types.CompletionOptions(trigger_characters=TRIGGERS),
        is_urgent=True,
    ),
    Feature(types.TEXT_DOCUMENT_HOVER, hover),
    Feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        code_actions,
        types.CodeActionOptions(code_action_kinds=KINDS, resolve_provider=True),
        whole=whole_actions,
    ),
    Feature(types.CODE_ACTION_RESOLVE, made_action),
    Feature(types.TEXT_DOCUMENT_DEFINITION, definition),
    Feature(types.TEXT_DOCUMENT_REFERENCES, references),
    Feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, highlights, is_urgent=True),
    Feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, document_symbols),
    Feature(types.TEXT_DOCUMENT_DOCUMENT_LINK, document_links),
    Feature(types.TEXT_DOCUMENT_FOLDING_RANGE, folding_ranges),
    Feature(types.TEXT_DOCUMENT_INLAY_HINT, progress_hints, shows=counts_in),
    Feature(types.TEXT_DOCUMENT_RENAME, renamed, types.RenameOptions(prepare_provider=True)),
    Feature(types.TEXT_DOCUMENT_PREPARE_RENAME, prepare_rename),
    Feature(
        types.TEXT_DOCUMENT_CODE_LENS,
        code_lenses,
        types.CodeLensOptions(resolve_provider=True),
        shows=words_in,
    ),
    Feature(types.CODE_LENS_RESOLVE, resolved),
)


class Answered(NamedTuple):
    """The answer to a question about a text."""

    result: Any
    crashes: tuple[str, ...]
    """What our own code has failed on meanwhile."""


def answered(feature: Feature, view: View, path: str, params: Any) -> Any:  # noqa: ANN401  see `Answer`
    """Return the answer of *feature*.

    Raises: RefusedError if it is refused.
    """
    try:
        return feature.answer(view.as_judged() if feature.is_urgent else view, path, params)
    except UsageError as error:
        hint = f" ({error.hint})" if error.hint else ""
        raise RefusedError(f"{error.message}{hint}") from error


def uri_of(params: Any) -> str:  # noqa: ANN401  whatever the method has
    """Return the address of the file that *params* are about; empty if they name none.

    What is resolved later has it in its `data`.
    """
    document = getattr(params, "text_document", None)
    if document is not None:
        return str(document.uri)
    data = getattr(params, "data", None)
    return str(data.get("uri", "")) if isinstance(data, dict) else ""
