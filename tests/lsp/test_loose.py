"""Texts that are no files yet: what is found in them alone."""

import asyncio

import pytest
from lsprotocol import types

from harness_lint.lsp.features.actions import FIX_ALL
from harness_lint.lsp.loose import name_of
from tests.fixing.projects import with_check

LOOSE = "untitled:Untitled-1"

TEXT = """\
# Page 🚪

See [nothing](none.md) and [no part](#gone).

- [ ] T001 Oil the gate, for FR-001
- [] T002 Paint the pier
"""

PULLS = types.ClientCapabilities(
    text_document=types.TextDocumentClientCapabilities(
        diagnostic=types.DiagnosticClientCapabilities()
    )
)


async def silence(editor, path):
    """Wait until a text that is opened later is judged, and return what was told of *path*."""
    editor.open("last.md", "- [ ] T001 Oil it\n- [] T002 Paint it\n")
    await editor.until("last.md", lambda last: last)
    await asyncio.sleep(0)
    return editor.last(path)


async def test_a_text_that_is_no_file_is_looked_at_alone_as_it_changes(open_editor):
    editor = await open_editor(files={"tasks.md": "# Tasks\n"})

    editor.open(LOOSE, TEXT)
    (found,) = await editor.codes(LOOSE, "HL005")
    editor.change(LOOSE, ((5, 3, 5, 3), " "))
    await editor.codes(LOOSE)
    editor.change(LOOSE, ((5, 3, 5, 4), ""))
    await editor.codes(LOOSE, "HL005")
    editor.close(LOOSE)
    await editor.codes(LOOSE)

    assert found.range.start == types.Position(5, 0)
    assert editor.client.log_messages == []


async def test_an_editor_that_asks_is_answered_about_what_is_no_file(open_editor):
    editor = await open_editor(capabilities=PULLS)
    editor.open(LOOSE, TEXT)

    told = await editor.client.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(types.TextDocumentIdentifier(LOOSE))
    )

    assert [one.code for one in told.items] == ["HL005"]


@pytest.mark.parametrize("language", ["json", "yaml", "plaintext"])
async def test_only_markdown_is_looked_at_without_a_name(open_editor, language):
    editor = await open_editor()

    editor.open(LOOSE, "{", language)
    editor.change(LOOSE, "- [ ] T001 Oil it\n- [] T002 Paint it\n")

    assert await silence(editor, LOOSE) is None


async def test_the_settings_of_the_first_folder_hold_for_what_is_no_file(open_editor):
    settings = {"one/harness-lint.toml": 'ignore = ["HL005"]\n', "two/harness-lint.toml": ""}
    editor = await open_editor(folders=("one", "two"), files=settings)

    editor.open(LOOSE, TEXT)
    await editor.codes(LOOSE)
    editor.write("one/harness-lint.toml", "")
    editor.tell("one/harness-lint.toml")

    await editor.codes(LOOSE, "HL005")


async def test_the_defaults_hold_where_there_is_no_folder(open_editor):
    editor = await open_editor(folders=())

    editor.open(LOOSE, TEXT)

    await editor.codes(LOOSE, "HL005")


async def test_settings_for_some_paths_and_the_baseline_do_not_hold(open_editor):
    override = '[[overrides]]\npaths = ["*.md"]\nignore = ["HL005"]\n'
    editor = await open_editor(files={"harness-lint.toml": override})

    editor.open(LOOSE, TEXT)

    await editor.codes(LOOSE, "HL005")


async def test_rules_of_the_project_are_not_missed_by_suppressions(open_editor):
    editor = await open_editor()
    comment = "<!-- harness-lint: disable-file=HL7 -- they come -->\n"

    editor.open(LOOSE, f"{TEXT}\n{comment}")

    await editor.codes(LOOSE, "HL005")


async def test_what_can_be_said_of_the_text_alone_is_answered(open_editor):
    editor = await open_editor(files={"FR.md": "# FR\n\n- **FR-001**: The gate MUST open.\n"})
    editor.open(LOOSE, TEXT)
    await editor.codes(LOOSE, "HL005")
    client, document = editor.client, types.TextDocumentIdentifier(LOOSE)
    box, name = types.Position(5, 2), types.Position(4, 33)

    (outline,) = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(document)
    )
    shown = await client.text_document_hover_async(types.HoverParams(document, box))
    fix, *_ = await editor.actions(LOOSE, 5, 2)
    (every,) = await editor.actions(LOOSE, 0, only=[FIX_ALL])
    defined = await client.text_document_definition_async(types.DefinitionParams(document, name))
    renamed = await client.text_document_rename_async(types.RenameParams(document, name, "FR-002"))
    lenses = await client.text_document_code_lens_async(types.CodeLensParams(document))
    links = await client.text_document_document_link_async(types.DocumentLinkParams(document))

    assert outline.name == "Page 🚪"
    assert "HL005" in shown.contents.value
    fixed = TEXT.replace("- []", "- [ ]")
    assert editor.apply(LOOSE, TEXT, fix.edit) == fixed
    assert (every.edit.document_changes[0].text_document.uri, defined, renamed) == (
        LOOSE,
        None,
        None,
    )
    assert not lenses
    assert [one.target for one in links] == [f"{LOOSE}#gone"]


async def test_a_fix_that_fails_its_proof_is_left_out_there_too(open_editor, tmp_path):
    with_check(tmp_path, {b"gate": "door"}, {})
    editor = await open_editor(options={"trusted": True})
    editor.open(LOOSE, TEXT)
    await editor.codes(LOOSE, "HL005", "OUR101")

    (every,) = await editor.actions(LOOSE, 0, only=[FIX_ALL])

    assert editor.apply(LOOSE, TEXT, every.edit) == TEXT.replace("- []", "- [ ]")
    assert "OUR101 our-words" in editor.client.log_messages[0].message


@pytest.mark.parametrize(
    ("uri", "name"),
    [
        ("untitled:Untitled-1", "Untitled-1.md"),
        ("untitled:Untitled-1.md", "Untitled-1.md"),
        ("untitled:/home/ada/my%20skill/SKILL.md", "SKILL.md"),
        ("untitled:", ".md"),
    ],
)
def test_a_name_is_made_of_the_address(uri, name):
    assert name_of(uri) == name
