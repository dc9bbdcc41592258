"""Each feature once through the real server, over a text that is not saved."""

from lsprotocol import types

from harness_lint.lsp.answers import FEATURES, uri_of
from harness_lint.lsp.buffers import opened
from tests.lsp.marked import Marked

SPEC = """\
# Feature Specification: Bells

## Requirements

- **FR-001**: The log MUST note each stroke.
"""

TASKS = "# Tasks\n\n- [x] T001 Note each stroke\n"

UNSAVED = """\
# Tasks 🔔

See [the spec](spec.md).

- [x] T001 🔔 Note each stroke (FR-001)
- [ ] T002 Print the log, after T001
"""

PATH = "specs/001-bells/tasks.md"

EVERYTHING = types.Range(types.Position(0, 0), types.Position(99, 0))


async def test_every_feature_answers_over_what_is_not_saved(open_editor):
    editor = await open_editor()
    editor.write("specs/001-bells/spec.md", SPEC)
    editor.write(PATH, TASKS)
    editor.open(PATH, UNSAVED)
    client, document = editor.client, types.TextDocumentIdentifier(editor.uri(PATH))
    # behind an astral character that UTF-16 counts twice
    requirement = UNSAVED.split("\n")[4].index("FR-001") + 1
    at = types.Position(4, requirement + 2)
    exactly = types.Range(types.Position(4, requirement), types.Position(4, requirement + 6))
    defined = types.Location(
        editor.uri("specs/001-bells/spec.md"),
        types.Range(types.Position(4, 4), types.Position(4, 10)),
    )

    shown = await client.text_document_hover_async(types.HoverParams(document, at))
    assert shown.range == exactly
    assert "The log MUST note each stroke" in shown.contents.value

    (found,) = await client.text_document_definition_async(types.DefinitionParams(document, at))
    assert found == defined

    context = types.ReferenceContext(include_declaration=True)
    places = await client.text_document_references_async(
        types.ReferenceParams(context, document, at)
    )
    assert sorted(places, key=lambda one: one.uri) == [
        defined,
        types.Location(editor.uri(PATH), exactly),
    ]

    marked = await client.text_document_document_highlight_async(
        types.DocumentHighlightParams(document, at)
    )
    assert [one.range for one in marked] == [exactly]

    (outline,) = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(document)
    )
    assert [(one.name.split()[0], one.detail) for one in outline.children] == [
        ("T001", "done"),
        ("T002", "open"),
    ]

    (symbol,) = await client.workspace_symbol_async(types.WorkspaceSymbolParams("print"))
    assert symbol.name == "T002 Print the log, after T001"

    (link,) = await client.text_document_document_link_async(types.DocumentLinkParams(document))
    assert link.target == editor.uri("specs/001-bells/spec.md")

    (folded,) = await client.text_document_folding_range_async(types.FoldingRangeParams(document))
    assert (folded.start_line, folded.end_line) == (0, 5)

    (hint,) = await client.text_document_inlay_hint_async(
        types.InlayHintParams(document, EVERYTHING)
    )
    assert (hint.position.character, hint.label) == (len("# Tasks 🔔") + 1, "1/2")

    lens, _ = await client.text_document_code_lens_async(types.CodeLensParams(document))
    assert lens.command is None
    lens = await client.code_lens_resolve_async(lens)
    assert lens.command.title == "done"

    editor.change(PATH, ((5, 0, 5, 0), "- [ ] T003 ring (FR"))
    offers = await client.text_document_completion_async(
        types.CompletionParams(document, types.Position(5, 19))
    )
    assert [item.label for item in offers.items] == ["FR-001"]


async def test_nothing_is_answered_about_what_is_no_file(open_editor):
    editor = await open_editor()
    document = types.TextDocumentIdentifier("untitled:Untitled-1")

    asked = types.HoverParams(document, types.Position(0, 0))
    assert await editor.client.text_document_hover_async(asked) is None


def test_every_request_says_which_file_it_is_about():
    document = types.TextDocumentIdentifier("file:///a.md")
    lens = types.CodeLens(EVERYTHING, data={"uri": "file:///a.md"})

    assert uri_of(types.HoverParams(document, EVERYTHING.start)) == "file:///a.md"
    assert uri_of(lens) == "file:///a.md"
    assert uri_of(types.CodeLens(EVERYTHING, data="a.md")) == ""
    assert len({feature.method for feature in FEATURES}) == len(FEATURES)


def test_what_is_asked_at_every_keystroke_waits_for_no_new_graph(tmp_path):
    view = Marked(tmp_path, {"specs/001-bells/spec.md": SPEC, PATH: TASKS}).view
    before = view.project.trace

    buffer = opened(PATH, UNSAVED, 2)
    view.take(buffer, view.opening.glance(buffer))

    assert view.as_judged().project.trace is before
    assert "specs/001-bells/T002" in view.project.trace.items
    assert view.as_judged().source(PATH).text == UNSAVED
    assert {one.method for one in FEATURES if one.is_urgent} == {
        types.TEXT_DOCUMENT_COMPLETION,
        types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT,
    }
