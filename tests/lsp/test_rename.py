"""Rename an item from the editor: what is asked first, what is written, what is refused."""

import asyncio

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from harness_lint.errors import UsageError
from harness_lint.lsp.features.rename import prepare_rename, renamed
from tests.lsp.marked import Marked, after

SPEC = """\
# Feature Specification: Bells

## Requirements

- **FR-001**: The log MUST note each stroke.
- **FR-002**: The log MUST be printed.
"""

TASKS = """\
# Tasks: Bells

- [x] T001 🔔 Note each stroke (FR-001)
  Covers: FR-001, FR-002
"""

TEST = '''\
def test_fr_001_each_stroke_is_noted():
    """FR-001"""
'''


def project(tmp_path, **texts):
    sources = {"spec": SPEC, "tasks": TASKS, **texts}
    files = {f"specs/001-bells/{name}.md": text for name, text in sources.items()}
    return Marked(tmp_path, {**files, "specs/002-lamps/spec.md": SPEC})


def test_the_whole_id_is_offered_for_renaming(tmp_path):
    marked = project(tmp_path, tasks=TASKS.replace("(FR-001", "(F‸R-001"))

    found = marked.asks(prepare_rename, types.PrepareRenameParams)

    assert (marked.text_at(found.range), found.placeholder) == ("FR-001", "FR-001")


@pytest.mark.parametrize("text", ["plain wo‸rds", "FR-0‸99", "‸"])
def test_where_no_item_is_named_nothing_is_renamed(tmp_path, text):
    marked = project(tmp_path, tasks=text)

    assert marked.asks(prepare_rename, types.PrepareRenameParams) is None
    assert marked.asks(renamed, types.RenameParams, new_name="FR-003") is None


def test_an_item_is_renamed_wherever_it_is_meant_and_nowhere_else(tmp_path):
    marked = project(tmp_path, tasks=TASKS.replace("(FR-001", "(F‸R-001"))

    found = marked.asks(renamed, types.RenameParams, new_name="FR-007")

    changes = {one.text_document.uri: one.edits for one in found.document_changes}
    texts = {
        path: after(marked.view, path, changes.get(marked.view.uri(path), []))
        for path in marked.view.project.sources
    }
    assert texts["specs/001-bells/spec.md"] == SPEC.replace("FR-001", "FR-007")
    assert texts["specs/001-bells/tasks.md"] == TASKS.replace("FR-001", "FR-007")
    assert texts["specs/002-lamps/spec.md"] == SPEC


def test_tests_that_are_named_after_an_item_go_along(tmp_path):
    sources = {"specs/001-bells/spec.md": SPEC.replace("FR-001", "FR‸-001")}
    marked = Marked(tmp_path, {**sources, "tests/test_log.py": TEST})

    found = marked.asks(renamed, types.RenameParams, new_name="FR-007")

    (_, tests) = found.document_changes
    assert after(marked.view, "tests/test_log.py", tests.edits) == TEST.replace("001", "007")


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("FR-002", "is there already"),
        ("hello", "is no ID that `FR-001` may have"),
        ("FR-001", "already"),
    ],
)
def test_a_name_that_cannot_be_is_refused(tmp_path, name, why):
    marked = project(tmp_path, spec=SPEC.replace("FR-001", "FR‸-001"))

    with pytest.raises(UsageError, match=why):
        marked.asks(renamed, types.RenameParams, new_name=name)


def test_a_test_is_not_renamed_here(tmp_path):
    sources = {
        "specs/001-bells/spec.md": SPEC,
        "tests/test_log.py": TEST.replace("test_", "t‸est_"),
    }
    marked = Marked(tmp_path, sources)

    with pytest.raises(UsageError, match="is a test"):
        marked.asks(prepare_rename, types.PrepareRenameParams)


@pytest.mark.covers("REN-002")
def test_a_name_that_would_turn_a_link_is_refused(tmp_path):
    # the new ID is claimed, and defined nowhere yet
    marked = project(
        tmp_path,
        spec=SPEC.replace("FR-001", "FR‸-001"),
        tasks=f"{TASKS}- [ ] T002 Print\n  Covers: FR-009\n",
    )

    with pytest.raises(UsageError, match="other things would change"):
        marked.asks(renamed, types.RenameParams, new_name="FR-009")


async def test_the_editor_hears_why_a_name_is_refused(open_editor):
    editor = await open_editor()
    editor.write("specs/001-bells/spec.md", SPEC)
    editor.open("specs/001-bells/spec.md")
    document = types.TextDocumentIdentifier(editor.uri("specs/001-bells/spec.md"))
    at = types.Position(4, 6)

    offered = await editor.client.text_document_prepare_rename_async(
        types.PrepareRenameParams(document, at)
    )
    assert offered.placeholder == "FR-001"
    with pytest.raises(JsonRpcException, match="`FR-002` is there already"):
        await editor.client.text_document_rename_async(types.RenameParams(document, at, "FR-002"))
    done = await editor.client.text_document_rename_async(
        types.RenameParams(document, at, "FR-003")
    )
    (changed,) = done.document_changes
    assert changed.text_document == types.OptionalVersionedTextDocumentIdentifier(document.uri, 1)
    (change,) = changed.edits
    assert (change.range.start.character, change.new_text) == (4, "FR-003")


async def test_what_is_refused_is_told_to_the_user_and_is_no_error_of_the_server(
    open_editor, capsys
):
    path = ".kiro/specs/gate/tasks.md"
    editor = await open_editor(files={path: "# Implementation Plan\n\n- [ ] 1. Oil the gate\n"})
    editor.open(path)
    document = types.TextDocumentIdentifier(editor.uri(path))

    with pytest.raises(JsonRpcException, match="`1` is a bare number") as refused:
        await editor.client.text_document_prepare_rename_async(
            types.PrepareRenameParams(document, types.Position(2, 6))
        )
    await editor.client.shutdown_session()
    await editor.client._server.wait()
    await asyncio.sleep(0.2)

    assert refused.value.code == types.LSPErrorCodes.RequestFailed
    assert "Traceback" not in capsys.readouterr().err
