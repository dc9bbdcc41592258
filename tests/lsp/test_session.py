"""A session as an editor has it: what is told when."""

import asyncio
import os
import subprocess
import sys

import pytest
from lsprotocol import types

from tests.command import command

TASKS = """\
# Tasks: Ferry

## Phase 1: Setup

- [ ] T001 Create the project
- [ ] T002 Read the timetable in src/timetable.py

## Phase 2: Booking

- [ ] T002 Print a ticket in src/ticket.py
"""

PATH = "specs/001-a/tasks.md"

LINKED = "# One\n\n[there](two.md#part)\n"

WATCHES = types.ClientCapabilities(
    workspace=types.WorkspaceClientCapabilities(
        did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(
            dynamic_registration=True
        )
    )
)

LOCAL = '''\
from harness_lint.plugin import Document, Violation, check


@check("ACME001", "always", subject=Document, since="1.0")
def always(document: Document):
    """Every page is reported."""
    yield Violation(document.source.line_span(1), "here it is")
'''


ASKED_FOR = 'local-checks = ["checks.py"]\n'

ASKS = types.ClientCapabilities(
    text_document=types.TextDocumentClientCapabilities(
        diagnostic=types.DiagnosticClientCapabilities()
    )
)


@pytest.mark.covers("RUN-011")
async def test_what_is_found_is_published_as_a_file_is_opened_edited_and_closed(open_editor):
    editor = await open_editor()
    editor.write(PATH, TASKS)

    editor.open(PATH)
    (found,) = await editor.codes(PATH, "HL302")
    editor.change(PATH, ((9, 6, 9, 10), "T003"))
    await editor.codes(PATH)
    editor.change(PATH, ((9, 6, 9, 10), "T002"))
    await editor.codes(PATH, "HL302")
    editor.close(PATH)
    await editor.codes(PATH)

    assert found.message.startswith("task ID `T002` is already used")
    assert (found.range.start.line, found.range.start.character) == (9, 6)
    assert found.code_description.href.endswith("duplicate-task-id")
    (first,) = found.related_information
    assert (first.location.uri, first.location.range.start.line) == (editor.uri(PATH), 5)


async def test_an_edit_of_one_file_shows_in_another_that_is_open(open_editor):
    editor = await open_editor()
    editor.write("one.md", LINKED)
    editor.write("two.md", "# Two\n\n## Part\n")
    editor.open("one.md")
    editor.open("two.md")
    await editor.codes("one.md")

    editor.change("two.md", "# Two\n\n## Whole\n")

    await editor.codes("one.md", "HL702")


async def test_places_count_as_the_client_counts(open_editor):
    editor = await open_editor()

    editor.open("page.md", "# Page\n\n🚪é [x](none.md)\n")

    (found,) = await editor.codes("page.md", "HL701")
    assert found.range == types.Range(types.Position(2, 8), types.Position(2, 15))


async def test_places_count_bytes_where_the_client_wants_it(open_editor):
    general = types.GeneralClientCapabilities(
        position_encodings=[types.PositionEncodingKind.Utf8, types.PositionEncodingKind.Utf16]
    )
    editor = await open_editor(capabilities=types.ClientCapabilities(general=general))

    editor.open("page.md", "# Page\n\n🚪é [x](none.md)\n")

    (found,) = await editor.codes("page.md", "HL701")
    assert found.range.start == types.Position(2, 11)


async def test_half_a_character_is_a_finding_and_no_end(open_editor):
    editor = await open_editor()

    editor.open("page.md", "# Page\n\n\ud83d lone\n")

    await editor.codes("page.md", "HL001")
    editor.change("page.md", ((2, 0, 2, 1), ""))
    await editor.codes("page.md")


async def test_lines_end_where_the_protocol_says_so(open_editor):
    editor = await open_editor(files={"page.md": "# Page\n"})
    editor.open("page.md", "# Page\u2028still\x0bthe title\n\n[x](none.md)\n")
    await editor.until("page.md", lambda last: "HL701" in {one.code for one in last})

    editor.change("page.md", ((2, 4, 2, 11), "page.md"))

    await editor.until("page.md", lambda last: "HL701" not in {one.code for one in last})


async def test_files_that_change_elsewhere_count_once_the_client_tells(open_editor):
    editor = await open_editor(capabilities=WATCHES)
    editor.write("one.md", LINKED)
    editor.open("one.md")
    await editor.codes("one.md", "HL701")

    editor.write("two.md", "# Two\n\n## Part\n")
    editor.tell("two.md")
    await editor.codes("one.md")
    editor.write("two.md", "# Two\n")
    editor.tell("two.md")

    await editor.codes("one.md", "HL702")


async def test_what_happened_on_disk_counts_at_the_next_save_if_nobody_tells(open_editor):
    editor = await open_editor()
    editor.write("one.md", LINKED)
    editor.open("one.md")
    await editor.codes("one.md", "HL701")

    editor.write("two.md", "# Two\n\n## Part\n")
    editor.save("one.md")

    await editor.codes("one.md")


async def test_other_settings_are_in_force_at_once(open_editor):
    settings = {"harness-lint.toml": 'ignore = ["HL7"]\n'}
    editor = await open_editor(capabilities=WATCHES, files=settings)
    editor.open("one.md", LINKED)
    await editor.codes("one.md")

    editor.write("harness-lint.toml", "")
    editor.tell("harness-lint.toml")
    await editor.codes("one.md", "HL701")
    editor.write("harness-lint.toml", "nonsense = 1\n")
    editor.tell("harness-lint.toml")

    await asyncio.wait_for(_message(editor), 20)
    assert "nonsense" in editor.client.messages[-1].message
    editor.change("one.md", "# One\n\n[there](three.md)\n")
    editor.write("harness-lint.toml", "")
    editor.tell("harness-lint.toml")
    await editor.until("one.md", lambda last: any("three" in one.message for one in last))
    assert len(editor.client.messages) == 1


async def _message(editor):
    while not editor.client.messages:
        await asyncio.sleep(0.05)


async def test_each_folder_has_its_own_settings(open_editor):
    settings = {"one/harness-lint.toml": 'ignore = ["HL7"]\n', "two/harness-lint.toml": ""}
    editor = await open_editor(folders=("one", "two"), files=settings)

    editor.open("one/page.md", LINKED)
    editor.open("two/page.md", LINKED)

    await editor.codes("two/page.md", "HL701")
    await editor.codes("one/page.md")


async def test_a_file_outside_of_all_folders_is_checked_too(open_editor):
    editor = await open_editor(folders=())

    editor.open("page.md", LINKED)

    await editor.codes("page.md", "HL701")


async def test_what_is_excluded_is_not_checked(open_editor):
    editor = await open_editor(files={"harness-lint.toml": 'exclude = ["drafts/"]\n'})

    editor.open("drafts/page.md", LINKED)
    editor.open("page.md", LINKED)

    await editor.codes("page.md", "HL701")
    await editor.codes("drafts/page.md")


@pytest.mark.parametrize(
    ("arguments", "options", "codes"),
    [
        ((), {"trusted": True}, ["ACME001"]),
        (("--allow-local-code",), None, ["ACME001"]),
    ],
)
async def test_code_of_the_project_runs_where_it_is_trusted(open_editor, arguments, options, codes):
    files = {"checks.py": LOCAL, "harness-lint.toml": ASKED_FOR}
    editor = await open_editor(*arguments, options=options, files=files)

    editor.open("page.md", "# Page\n")

    await editor.codes("page.md", *codes)


@pytest.mark.covers("SAF-005")
async def test_code_of_the_project_never_runs_where_nobody_trusts_it(open_editor, tmp_path):
    code = f"open({str(tmp_path / 'ran')!r}, 'w')\n{LOCAL}"
    editor = await open_editor(files={"checks.py": code, "harness-lint.toml": ASKED_FOR})

    editor.open("page.md", "# Page\n")
    await asyncio.wait_for(_message(editor), 20)

    assert "local-checks" in editor.client.messages[0].message
    assert not (editor.folder / "ran").exists()


async def test_a_check_that_crashes_is_logged_and_ends_nothing(open_editor):
    code = LOCAL.replace("yield Violation", "raise ValueError  # ")
    files = {"checks.py": code, "harness-lint.toml": ASKED_FOR}
    editor = await open_editor("--allow-local-code", files=files)

    editor.open("page.md", LINKED)
    await editor.codes("page.md", "HL701")
    editor.change("page.md", "# One\n")
    await editor.codes("page.md")

    assert any("ACME001" in one.message for one in editor.client.log_messages)


async def test_an_editor_that_asks_is_answered_and_told_nothing(open_editor):
    editor = await open_editor(capabilities=ASKS, files={"two.md": "# Two\n\n[x](none.md)\n"})
    editor.open("one.md", LINKED)
    document = types.TextDocumentIdentifier(editor.uri("one.md"))

    first = await editor.client.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(document)
    )
    whole = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))
    again = await editor.client.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(document)
    )
    same = await editor.client.text_document_diagnostic_async(
        types.DocumentDiagnosticParams(document, previous_result_id=again.result_id)
    )

    assert first.kind == "full"
    assert [one.code for one in again.items] == ["HL702"]
    assert (same.kind, same.result_id) == ("unchanged", again.result_id)
    assert {one.uri: [each.code for each in one.items] for one in whole.items} == {
        editor.uri("one.md"): ["HL702"],
        editor.uri("two.md"): ["HL701"],
    }
    assert editor.published == []


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        (['{"jsonrpc":"2.0","id":1,"method":"shutdown"}', '{"jsonrpc":"2.0","method":"exit"}'], 0),
        (['{"jsonrpc":"2.0","method":"exit"}'], 1),
        ([], 1),
    ],
    ids=["as it should be", "without asking first", "as if the editor were gone"],
)
def test_the_exit_code_says_whether_the_editor_took_its_leave(messages, code):
    hello = (
        '{"jsonrpc":"2.0","id":0,"method":"initialize",'
        '"params":{"processId":null,"rootUri":null,"capabilities":{}}}'
    )
    said = "".join(f"Content-Length: {len(one)}\r\n\r\n{one}" for one in [hello, *messages])

    done = subprocess.run(
        command("lsp"), input=said.encode(), capture_output=True, timeout=60, check=False
    )

    assert (done.returncode, done.stderr) == (code, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="there the end of its input has to tell")
def test_the_server_ends_with_its_editor():
    editor = subprocess.Popen(["sleep", "1"])
    hello = (
        '{"jsonrpc":"2.0","id":0,"method":"initialize","params":'
        f'{{"processId":{editor.pid},"rootUri":null,"capabilities":{{}}}}}}'
    )
    ready = '{"jsonrpc":"2.0","method":"initialized","params":{}}'
    server = subprocess.Popen(
        command("lsp"), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, env={**os.environ}
    )
    for one in (hello, ready):
        server.stdin.write(f"Content-Length: {len(one)}\r\n\r\n{one}".encode())
    server.stdin.flush()
    editor.wait()

    assert server.wait(30) == 1
    server.stdin.close()
