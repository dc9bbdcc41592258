"""No feature ever fails, or names a place that is not there, whatever has been typed so far."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from harness_lint.errors import UsageError
from harness_lint.lsp.answers import FEATURES
from tests.breaks import copy_project
from tests.fixtures import ROOT
from tests.lsp.marked import Moved, ranges_in, view_of

PROJECTS = (
    "mission/harbour-clock",
    "specs/observatory",
    "spec-kitty/dye-works-broken",
    "skills/library-broken",
    "tasks/tram-broken",
    "source/workshop-broken",
)

TYPED = st.text(
    st.sampled_from("abFR-0019 \n\t#*[](){}<>!`|:=,.~_/\\'\"🔔é\r\x00\ufeff"), max_size=12
) | st.sampled_from(
    (
        "FR-0",
        "\n## ",
        "\n> Status: ",
        "<!-- harness-lint: disable=",
        "---\nna",
        "[a](b.md#",
        "T001-",
    )
)
"""What somebody types, with what features look for in it."""

ANSWERS = {feature.method: feature.answer for feature in FEATURES}


def sources():
    suffixes = (".md", ".json", ".yaml", ".py")
    for name in PROJECTS:
        files = sorted(path for path in (ROOT / name).rglob("*") if path.suffix in suffixes)
        yield from ((name, path.relative_to(ROOT / name).as_posix()) for path in files)


SOURCES = [*sources()]


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    """A copy of each project, read once."""
    below = tmp_path_factory.mktemp("views")
    return {name: view_of(copy_project(ROOT / name, below / name), {}) for name in PROJECTS}


@pytest.mark.covers("RUN-012")
@settings(max_examples=100, deadline=None)
@given(source=st.sampled_from(SOURCES), at=st.floats(0, 1), cut=st.integers(0, 30), typed=TYPED)
def test_every_feature_answers_about_half_typed_texts(views, source, at, cut, typed):
    name, path = source
    text = (ROOT / name / path).read_bytes().decode("utf-8", "replace")
    index = round(at * len(text))
    view = Moved(views[name], path, text[:index] + typed + text[index + cut :])
    buffer = view.source(path)
    offset = len((text[:index] + typed).encode())
    document = types.TextDocumentIdentifier(view.uri(path))
    position = view.positions.position(buffer, offset)
    end = view.positions.position(buffer, len(buffer.data))

    for method, answer in ANSWERS.items():
        asked = _asked(method, document, position, end)
        if asked is None:
            continue
        try:
            answered = answer(view, path, asked)
        except UsageError:  # refused, with a reason
            continue
        for where in ranges_in(_here(answered, document.uri)):
            assert (0, 0) <= _pair(where.start) <= _pair(where.end) <= _pair(end), method


def _pair(position):
    return position.line, position.character


def _here(answered, uri):
    """Return what of *answered* lies in the file that was asked about."""
    if isinstance(answered, list):
        return [one for one in answered if getattr(one, "uri", uri) == uri]
    return answered


def _asked(method, document, position, end):
    make = types.METHOD_TO_TYPES[method][2]
    match method:
        case types.CODE_LENS_RESOLVE | types.CODE_ACTION_RESOLVE:
            return None
        case types.TEXT_DOCUMENT_INLAY_HINT:
            return make(document, types.Range(types.Position(0, 0), end))
        case types.TEXT_DOCUMENT_REFERENCES:
            return make(types.ReferenceContext(include_declaration=True), document, position)
        case types.TEXT_DOCUMENT_CODE_ACTION:
            return make(document, types.Range(position, end), types.CodeActionContext([]))
        case types.TEXT_DOCUMENT_RENAME:
            return make(document, position, "FR-777")
    fields = {field.name for field in make.__attrs_attrs__}
    return make(document, position) if "position" in fields else make(document)
