"""All safe fixes of a text at once: what `check --fix` makes of the same bytes."""

import shutil
from contextlib import suppress

import pytest
from lsprotocol import types

from harness_lint.lsp.buffers import opened
from harness_lint.lsp.features.actions import FIX_ALL, code_actions, made_action
from tests.command import run
from tests.fixing.projects import FIXABLE, FIXED, with_check, write
from tests.fixtures import fixtures
from tests.lsp.marked import after, view_of

NOWHERE = types.Range(types.Position(0, 0), types.Position(0, 0))

RESOLVES = types.ClientCapabilities(
    text_document=types.TextDocumentClientCapabilities(
        code_action=types.CodeActionClientCapabilities(
            data_support=True,
            resolve_support=types.ClientCodeActionResolveOptions(["edit"]),
        )
    )
)


def actions(view, path, *only):
    """Return the actions of the kinds *only*, or of all, that fix the whole text at *path*."""
    params = types.CodeActionParams(
        types.TextDocumentIdentifier(view.uri(path)),
        NOWHERE,
        types.CodeActionContext([], [*only] or None),
    )
    return [one for one in code_actions(view, path, params) if one.kind == FIX_ALL]


def fixed(view, path, action):
    """Return the text at *path* after *action*."""
    (change,) = action.edit.document_changes
    assert change.text_document.uri == view.uri(path)
    return after(view, path, change.edits)


def copied(fixture, folder):
    """Write *fixture* below *folder*, and return its texts."""
    if fixture.expected.name == "project.findings":
        shutil.copytree(fixture.expected.parent, folder, dirs_exist_ok=True)
    texts = {}
    for path, data in fixture.contents().items():
        write(folder, {path: data})
        with suppress(UnicodeDecodeError):
            texts[path] = data.decode()
    return texts


@pytest.mark.covers("FIX-001", "RUN-011")
@pytest.mark.parametrize("fixture", fixtures(), ids=lambda one: one.name)
def test_the_editor_is_offered_what_check_fix_makes_of_the_same_bytes(fixture, tmp_path):
    texts = copied(fixture, tmp_path)
    view = view_of(tmp_path, texts)
    offered = {path: action for path in texts for action in actions(view, path, FIX_ALL)}

    for path, action in offered.items():
        run(tmp_path, "check", "--fix", "--exit-zero", path)
        made = (tmp_path / path).read_bytes()
        (tmp_path / path).write_bytes(texts[path].encode())
        assert fixed(view, path, action).encode() == made
    before = fixture.contents()
    run(tmp_path, "check", "--fix", "--exit-zero")
    assert {path for path in texts if (tmp_path / path).read_bytes() != before[path]} == {*offered}


@pytest.mark.parametrize(("config", "count"), [("", 1), ('safe-fixes = ["HL005"]\n', 2)])
def test_a_safe_fix_from_which_something_would_follow_is_left(config, count, tmp_path):
    bom = "\ufeff# Tasks\n\n- [ ] T001 Oil it\n- [ ] T002 Paint it\n-[ ] T002 Sell it\n"
    path = "specs/001-gate/tasks.md"
    view = view_of(write(tmp_path, {path: bom, "harness-lint.toml": config}), {path: bom})

    (action,) = actions(view, path, FIX_ALL)

    (change,) = action.edit.document_changes
    assert len(change.edits) == count


def test_the_project_is_as_it_was_once_all_fixes_are_known(tmp_path):
    view = view_of(write(tmp_path, {"tasks.md": FIXABLE}), {"tasks.md": FIXABLE})
    view.judge()
    found, facts = view.findings("tasks.md"), view.project.facts("task")

    (action,) = actions(view, "tasks.md", FIX_ALL)

    assert fixed(view, "tasks.md", action) == FIXED
    assert (view.findings("tasks.md"), view.project.facts("task")) == (found, facts)
    assert view.judge() is False


def test_what_others_would_hear_of_is_told_after_all_fixes_are_known(tmp_path):
    files = {"one.md": "# One\n\n[there](tasks.md#tasks)\n", "tasks.md": FIXABLE}
    view = view_of(write(tmp_path, files), {"tasks.md": FIXABLE})
    view.judge()
    typed = opened("tasks.md", FIXABLE.replace("# Tasks", "# Work"), 2)

    view.take(typed, view.opening.glance(typed))
    actions(view, "tasks.md", FIX_ALL)

    assert view.judge() is True


async def test_a_fix_that_changes_more_than_it_should_is_left_out_and_logged(open_editor, tmp_path):
    text = "# Tasks\n\none two\n\n- [ ] T001 Oil the gate\n- [] T002 Paint it\n"
    with_check(tmp_path, {b"two": "three"}, {"tasks.md": text})
    editor = await open_editor(options={"trusted": True})
    editor.open("tasks.md")
    await editor.codes("tasks.md", "HL005", "OUR101")

    (action,) = await editor.actions("tasks.md", 0, only=[FIX_ALL])

    assert editor.apply("tasks.md", text, action.edit) == text.replace("[]", "[ ]")
    (told,) = editor.client.log_messages
    assert told.message == (
        "internal error in OUR101 our-words on `tasks.md`: "
        "its fix is called safe and would change its text in `tasks.md`"
    )


async def test_what_a_list_of_actions_does_not_need_is_found_out_when_it_is_wanted(open_editor):
    editor = await open_editor(capabilities=RESOLVES)
    editor.open("tasks.md", FIXABLE.replace("\r\n", "\n"))
    await editor.until("tasks.md", lambda last: last)

    (every,) = [one for one in await editor.actions("tasks.md", 0) if one.kind == FIX_ALL]
    whole = await editor.client.code_action_resolve_async(every)

    assert (every.edit, whole.title) == (None, every.title)
    text = editor.apply("tasks.md", FIXABLE.replace("\r\n", "\n"), whole.edit)
    assert text == FIXED.replace("\r\n", "\n")


async def test_an_editor_that_cannot_ask_for_the_rest_is_told_all_at_once(open_editor):
    editor = await open_editor()
    editor.open("tasks.md", FIXABLE)
    await editor.until("tasks.md", lambda last: last)

    (every,) = [one for one in await editor.actions("tasks.md", 0) if one.kind == FIX_ALL]

    assert every.edit is not None


def test_nothing_is_offered_where_nothing_can_be_done(tmp_path):
    view = view_of(tmp_path, {"page.md": "# Page\n"})

    assert actions(view, "page.md") == actions(view, "page.md", FIX_ALL) == []
    gone = types.CodeAction("", kind=FIX_ALL, data={"uri": view.uri("page.md")})
    assert made_action(view, "page.md", gone).edit is None
