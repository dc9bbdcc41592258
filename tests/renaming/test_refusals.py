"""What an item may not be called."""

import pytest

from harness_lint.errors import UsageError
from harness_lint.packs.loader import builtin_packs
from harness_lint.renaming.refusals import demand_free, name_to_change
from harness_lint.renaming.values import Name
from tests.renaming.projects import project_over
from tests.renaming.test_places import HOME, PYTHON, SPEC

KIRO = ".kiro/specs/lamp/tasks.md"
OPENSPEC = "openspec/specs/lamp/spec.md"
ALL = {
    **HOME,
    "specs/002-oil/spec.md": SPEC,
    "tests/test_log.py": PYTHON,
    KIRO: "# Plan\n\n- [ ] 1. Light it\n",
    OPENSPEC: "# Lamp\n\n## Requirements\n\n### Requirement: Light it\n\nIt SHALL burn.\n",
}


@pytest.fixture(scope="module")
def project():
    return project_over({path: text.encode() for path, text in ALL.items()})


@pytest.mark.parametrize(
    ("old", "message", "hint"),
    [
        ("FR-001", "`FR-001` may mean several items", "say which: `specs/001-lamp/FR-001`"),
        ("001-lamp/US1/AC1", "`US1/AC1` is known by its place in a list", "rename what the list"),
        ("Light it", "`Light it` is a title", "## RENAMED Requirements"),
        ("1", "`1` is a bare number", ""),
        ("test_other", "`test_other` is a test", "rename it in `tests/test_log.py`"),
    ],
)
def test_what_has_no_id_of_its_own_cannot_be_renamed(project, old, message, hint):
    with pytest.raises(UsageError) as caught:
        name_to_change(project, project.trace.named(old))

    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        ("FR-001", "FR-001", "`FR-001` is called so already", ""),
        ("FR-001", "FR-002", "is there already: specs/001-lamp/spec.md:12", "that is free"),
        ("FR-001", "fr-1", "`fr-1` is no ID that `FR-001` may have", r"\d{1,4}"),
        ("T001", "FR-009", "`FR-009` is no ID that `T001` may have", r"T\d{2,4}"),
        ("US1", "US-7", "of words that cannot make `US-7`", "only the number can change: `US2`"),
    ],
)
def test_a_name_must_fit_and_be_free(project, old, new, message, hint):
    with pytest.raises(UsageError) as caught:
        demand_free(project, builtin_packs(), {Name("specs/001-lamp", old): new})

    assert message in caught.value.message
    assert hint in caught.value.hint


def test_two_items_may_change_places(project):
    home = "specs/001-lamp"

    demand_free(
        project,
        builtin_packs(),
        {Name(home, "FR-001"): "FR-002", Name(home, "FR-002"): "FR-001"},
    )


def test_an_id_of_another_scope_is_free(project):
    demand_free(project, builtin_packs(), {Name("specs/001-lamp", "T001"): "T009"})
