"""What an editor offers to do about a finding: it is done, and the finding is gone."""

import pytest
from lsprotocol import types

FIXABLE = "# Page\n\n- [ ] T001 Oil the gate 🚪\n- [] T002 Paint the pier\n"

TABLE = """\
# Page

| a | b |
| --- | --- |
| [x](none.md) | 2 |
"""

FENCE = "# Page\n\n```json\n{}\n"


async def offered(editor, path, text, code):
    """Open *text*, and return the first finding with *code*, and what can be done about it."""
    editor.open(path, text)
    found = await editor.until(path, lambda last: any(one.code == code for one in last))
    (first, *_) = [one for one in found if one.code == code]
    start = first.range.start
    return first, await editor.actions(path, start.line, start.character)


async def test_a_fix_is_offered_and_preferred_where_it_is_certain(open_editor):
    editor = await open_editor()
    found, actions = await offered(editor, "tasks.md", FIXABLE, "HL005")

    fix = actions[0]

    assert (fix.is_preferred, fix.kind) == (True, types.CodeActionKind.QuickFix)
    assert [one.code for one in fix.diagnostics] == [found.code]
    assert "- [ ] T002 Paint" in editor.apply("tasks.md", FIXABLE, fix.edit)
    await editor.codes("tasks.md")


async def test_all_certain_fixes_are_one_action(open_editor):
    editor = await open_editor()
    text = FIXABLE + "- [] T003 Sweep the pier\n"
    await offered(editor, "tasks.md", text, "HL005")

    (fix,) = await editor.actions("tasks.md", 0, only=["source.fixAll"])

    assert fix.kind == "source.fixAll.harness-lint"
    assert "[]" not in editor.apply("tasks.md", text, fix.edit)
    await editor.codes("tasks.md")


async def test_a_comment_about_a_heading_becomes_no_part_of_it(open_editor):
    editor = await open_editor()
    text = "# Page\n\n## See [x](none.md)\n"
    _, (comment, *_) = await offered(editor, "page.md", text, "HL701")

    after = editor.apply("page.md", text, comment.edit)

    words = "<!-- harness-lint: disable-next-line=broken-link -- reason -->"
    assert after == f"# Page\n\n{words}\n## See [x](none.md)\n"


async def test_nothing_is_written_before_the_marker_of_a_list(open_editor):
    editor = await open_editor()
    _, actions = await offered(editor, "page.md", "# Page\n\n- ```json\n  {\n", "HL003")

    assert [one.title for one in actions] == ["Suppress unclosed-fence in this file"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("# Page\n\nSee [x](none.md).\n", "HL701"),
        ("# Page\n\n## See [x](none.md)\n\n- a\n", "HL701"),
        ("# See [x](none.md)\n", "HL701"),
        ("# Page\n\n- a\n\n  ## See [x](none.md)\n\n- b\n", "HL701"),
        ("# Page\n\n## Part\n\n[there](#gone)\n", "HL702"),
        ("# Page\n\n1. a\n\n   ```json\n   {}\n", "HL003"),
        ("# Page\n\n> ```json\n> {\n\nthen\n", "HL003"),
        (TABLE, "HL701"),
        (FENCE, "HL003"),
        ("---\nname: a\n---\n\n- one [x](none.md)", "HL701"),
    ],
)
@pytest.mark.parametrize("where", ["on this line", "in this file"])
async def test_a_comment_suppresses_a_finding(open_editor, text, code, where):
    editor = await open_editor()
    _, actions = await offered(editor, "page.md", text, code)

    (comment,) = [one for one in actions if where in one.title]
    after = editor.apply("page.md", text, comment.edit)

    assert " -- reason" in after
    await editor.until("page.md", lambda last: not last)
