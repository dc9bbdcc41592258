"""Lenses and hints that have become old: the editor is told to ask again, and only then."""

import asyncio

import pytest
from lsprotocol import types

LENSES, HINTS = types.WORKSPACE_CODE_LENS_REFRESH, types.WORKSPACE_INLAY_HINT_REFRESH

SPEC, TASKS = "specs/001-bells/spec.md", "specs/001-bells/tasks.md"

FILES = {
    SPEC: "# Feature Specification: Bells\n\n## Requirements\n\n"
    "- **FR-001**: The log MUST note each stroke.\n",
    TASKS: "# Tasks: Bells\n\n- [ ] T001 Note each stroke in log.py (FR-001)\n"
    "- [ ] T002 Print the log\n",
}

EVERYTHING = types.Range(types.Position(0, 0), types.Position(99, 0))

PACK = """\
pack: ours
title: Ours
families:
  spec-kit-tasks:
    extends: spec-kit-tasks
    paths: [work/*.md]
"""

REFRESHES = types.ClientCapabilities(
    workspace=types.WorkspaceClientCapabilities(
        code_lens=types.CodeLensWorkspaceClientCapabilities(refresh_support=True),
        inlay_hint=types.InlayHintWorkspaceClientCapabilities(refresh_support=True),
    ),
    text_document=types.TextDocumentClientCapabilities(
        diagnostic=types.DiagnosticClientCapabilities()
    ),
)


class Listener:
    """Hears what the server wants to be asked again."""

    def __init__(self, editor):
        self.editor = editor
        self.told = []
        for method in (LENSES, HINTS):
            editor.client.feature(method)(lambda _, method=method: self.told.append(method))

    async def lenses(self, path):
        """Ask for the lenses of *path*, and return their words."""
        document = types.TextDocumentIdentifier(self.editor.uri(path))
        client = self.editor.client
        lenses = await client.text_document_code_lens_async(types.CodeLensParams(document))
        return [(await client.code_lens_resolve_async(one)).command.title for one in lenses]

    async def hints(self, path):
        """Ask for the hints of *path*, and return their words."""
        document = types.TextDocumentIdentifier(self.editor.uri(path))
        hints = await self.editor.client.text_document_inlay_hint_async(
            types.InlayHintParams(document, EVERYTHING)
        )
        return [one.label for one in hints or ()]

    async def judged(self):
        """Wait until all is judged: what the server has to tell comes before its answer."""
        asked = types.WorkspaceDiagnosticParams([])
        await self.editor.client.workspace_diagnostic_async(asked)
        await asyncio.sleep(0)


async def begun(open_editor, capabilities=REFRESHES):
    """Return an editor with both texts open, and who listens to its server."""
    editor = await open_editor(files=FILES, capabilities=capabilities)
    editor.open(SPEC)
    editor.open(TASKS)
    return editor, Listener(editor)


async def test_lenses_are_asked_for_again_once_another_text_says_otherwise(open_editor):
    editor, listener = await begun(open_editor)
    assert await listener.lenses(SPEC) == ["1 task · planned"]

    editor.change(TASKS, ((2, 0, 3, 0), ""))
    await listener.judged()

    assert listener.told == [LENSES]
    assert await listener.lenses(SPEC) == ["gap"]
    await listener.judged()
    assert listener.told == [LENSES]


async def test_lenses_are_asked_for_again_once_what_they_lead_to_has_moved(open_editor):
    editor, listener = await begun(open_editor)
    await listener.lenses(SPEC)

    editor.change(TASKS, ((1, 0, 1, 0), "\n"))
    await listener.judged()

    assert listener.told == [LENSES]


async def test_lenses_are_asked_for_again_once_a_file_on_disk_says_otherwise(open_editor):
    editor = await open_editor(files=FILES, capabilities=REFRESHES)
    listener = Listener(editor)
    editor.open(SPEC)
    await listener.lenses(SPEC)

    editor.write(TASKS, "# Tasks: Bells\n\n- [ ] T001 Note each stroke in log.py\n")
    editor.tell(TASKS)
    await listener.judged()

    assert listener.told == [LENSES]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(((3, 12, 3, 12), "all of "), id="a word of another text"),
        pytest.param(((4, 0, 4, 0), "\nThat is all.\n"), id="prose behind it"),
        pytest.param(((3, 3, 3, 4), "x"), id="a box that nothing of the other rests on"),
    ],
)
async def test_nothing_is_asked_for_again_after_what_cannot_matter(open_editor, change):
    editor, listener = await begun(open_editor)
    await listener.lenses(SPEC)
    await listener.hints(TASKS)

    editor.change(TASKS, change)
    await listener.judged()

    assert listener.told == []


async def test_what_is_edited_is_asked_about_by_the_editor_itself(open_editor):
    editor, listener = await begun(open_editor)
    assert await listener.lenses(TASKS) == ["open", "open"]
    assert await listener.hints(TASKS) == ["0/2"]

    editor.change(TASKS, ((2, 3, 2, 4), "x"))
    await listener.judged()

    assert listener.told == []
    assert await listener.lenses(TASKS) == ["done", "open"]


async def test_an_editor_that_never_asked_is_told_nothing(open_editor):
    editor, listener = await begun(open_editor)

    editor.change(TASKS, ((2, 0, 3, 0), ""))
    await listener.judged()

    assert listener.told == []


async def test_an_editor_that_cannot_ask_again_is_told_nothing(open_editor):
    asks = types.ClientCapabilities(text_document=REFRESHES.text_document)
    editor, listener = await begun(open_editor, asks)
    await listener.lenses(SPEC)

    editor.change(TASKS, ((2, 0, 3, 0), ""))
    await listener.judged()

    assert listener.told == []


async def test_hints_are_asked_for_again_once_other_settings_make_others(open_editor):
    editor = await open_editor(files={"work/list.md": FILES[TASKS]}, capabilities=REFRESHES)
    listener = Listener(editor)
    editor.open("work/list.md")
    assert await listener.hints("work/list.md") == []

    editor.write("ours.yaml", PACK)
    editor.write("harness-lint.toml", 'packs = ["ours.yaml"]\n')
    editor.tell("harness-lint.toml")
    await listener.judged()

    assert listener.told == [HINTS]
    assert await listener.hints("work/list.md") == ["0/2"]
