"""What must hold of fixes, over every fixture: `over.py` does the same for any project."""

import pytest

from harness_lint.engine.registry import Registry
from harness_lint.fixing.proving import Prover
from harness_lint.packs.loader import builtin_packs
from harness_lint.testing import check_sources
from tests.fixing.over import Project, held
from tests.fixtures import fixtures

REGISTRY = Registry.load()

BROUGHT_TO_LIGHT = {
    "spec-kitty/dye-works-broken": "`WP02` is `done`, but 1 of 2 boxes is open",
    "tasks/bakery-broken": "phase `2` is `Complete`, but 2 of 4 boxes are open",
}
"""What a status says that is up to date at last, and of a box that counts at last."""


@pytest.mark.covers("FIX-001", "FIX-002", "FND-005")
@pytest.mark.parametrize("fixture", fixtures(), ids=lambda one: one.name)
def test_fixes_hold_what_they_promise(fixture):
    contents = fixture.contents()

    def check(texts):
        return check_sources({**contents, **texts}, fixture.config, tree=fixture.tree)

    prover = Prover(fixture.config, REGISTRY, builtin_packs())
    project = Project(fixture.name, contents.__getitem__, check, prover)

    wrong = held(project).wrong

    expected = BROUGHT_TO_LIGHT.get(fixture.name)
    assert [one for one in wrong if not (expected and expected in one)] == []
