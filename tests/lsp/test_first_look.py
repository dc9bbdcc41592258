"""The first look at a folder of many documents."""

import sys

import pytest
from lsprotocol import types

from harness_lint.engine.processes import LEAST_FILES_APART, processes
from tests.lsp.test_loose import PULLS

PLANTED = """\
from pathlib import Path

Path(__file__).with_name("was-run").touch()
"""

MODULES = ("multiprocessing", "json", "click", "harness_lint", "sitecustomize")


@pytest.mark.covers("RUN-011")
async def test_what_helps_to_read_imports_nothing_from_the_folder(
    open_editor, tmp_path, monkeypatch
):
    pages = {
        f"page-{number}.md": "# Page\n\n- [ ] Oil it\n- [] Paint it\n"
        for number in range(LEAST_FILES_APART + 1)
    }
    planted = {f"{name}.py": PLANTED for name in MODULES}
    monkeypatch.chdir(tmp_path)
    editor = await open_editor(files={**pages, **planted}, capabilities=PULLS)

    told = await editor.client.workspace_diagnostic_async(types.WorkspaceDiagnosticParams([]))

    found = [one.code for each in told.items for one in each.items]
    assert found == ["HL005"] * len(pages)
    assert not (tmp_path / "was-run").exists()


def test_processes_that_begin_apart_have_taken_nothing_over(monkeypatch):
    monkeypatch.setitem(sys.modules, "only_here", sys)
    asked = "'only_here' in __import__('sys').modules"
    with processes(1) as beside, processes(1, apart=True) as apart:
        known = [team.executor.submit(eval, asked).result() for team in (beside, apart)]

    assert known == [sys.platform == "linux", False]
