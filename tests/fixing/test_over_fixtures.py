"""What must hold of fixes, over every fixture: `over.py` does the same for any project."""

import pytest

from harness_lint.engine.registry import Registry
from harness_lint.fixing.proving import Prover
from harness_lint.packs.loader import builtin_packs
from harness_lint.testing import check_sources
from tests.fixing.over import Project, held
from tests.fixtures import fixtures

REGISTRY = Registry.load()


@pytest.mark.covers("FIX-001", "FIX-002", "FND-005")
@pytest.mark.parametrize("fixture", fixtures(), ids=lambda one: one.name)
def test_fixes_hold_what_they_promise(fixture):
    contents = fixture.contents()

    def check(texts):
        return check_sources({**contents, **texts}, fixture.config, tree=fixture.tree)

    prover = Prover(fixture.config, REGISTRY, builtin_packs())
    project = Project(fixture.name, contents.__getitem__, check, prover)

    assert held(project).wrong == []
