"""The real documents that the product started from: exactly what is wrong with them is found."""

from datetime import date
from pathlib import Path

import pytest

from harness_lint.documents.classify import structured_family
from harness_lint.engine.file_stage import is_markdown
from harness_lint.packs.loader import builtin_packs
from harness_lint.testing import check_sources

SEEDS = Path(__file__).parents[2] / "shared" / "seed-projects"
pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the real documents are not part of the project"
)


def findings_of(project: str, path: str) -> list[tuple[str, int]]:
    """Return the codes and lines of all findings in one file of a seed project."""
    root = SEEDS / project
    files = [p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()]
    sources = {
        name: (root / name).read_bytes()
        for name in files
        if is_markdown(name) or structured_family(name, builtin_packs())
    }
    report = check_sources(sources, tree=files, today=date(2026, 11, 21))
    assert not report.crashes
    return sorted((f.code, f.place.line) for f in report.findings if f.path == path)


def test_the_task_list_of_the_background_agent():
    found = findings_of("003-background-coding-agent", "specs/001-background-coding-agent/tasks.md")

    assert found == sorted(
        [("HL307", line) for line in (158, 168)]
        + [("HL309", line) for line in (109, 114)]
        + [("HL310", line) for line in (158, 159, 168)]
        + [("HL311", line) for line in (227, 231, 231, 231)]
        + [("HL317", line) for line in (72, 73, 85, 86, 87, 117, 118, 119)]
        + [("HL321", line) for line in (219, 220, 221)]
    )


def test_the_task_sheet_of_the_workflow():
    folder = ".ai/project/features/workflow-improvements-2026"

    found = findings_of("004-workflow-improvements", f"{folder}/30_tasks_backend.md")

    assert [line for code, line in found if code == "HL313"] == [416, 481, 803, 827]
    assert [code for code, _ in found if code != "HL313"] == ["HL314"] * 7


@pytest.mark.parametrize(
    "name", ["tasks.md", "spec.md", "plan.md", "tasks/WP01-resource-routing-implementation.md"]
)
def test_the_work_packages_of_the_tracker(name):
    folder = "kitty-specs/048-tracker-publish-resource-routing"

    found = findings_of("002-spec-kitty", f"{folder}/{name}")

    assert found == ([("HL313", 97)] if name == "tasks.md" else [])


def test_the_skill_of_the_tracking_worker():
    found = findings_of("000-opentoggl-clean", ".factory/skills/tracking-backend-worker/SKILL.md")

    assert found == [("HL802", 77)]


def test_a_change_log_beside_fully_implemented():
    found = findings_of("000-opentoggl-clean", "docs/product/tracking.md")

    assert found == [("HL207", 6)]


@pytest.mark.parametrize("name", ["toggl-timer-view-family.md", "toggl-timer-top-entry-form.md"])
def test_two_status_blocks_in_one_document(name):
    found = findings_of("000-opentoggl-duplicate-blocks", f"docs/research/{name}")

    assert found == [("HL202", 10)]
