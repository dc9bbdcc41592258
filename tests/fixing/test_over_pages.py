"""What must hold of fixes, over every case of every page."""

import pytest

from harness_lint.config import Config
from harness_lint.engine.registry import Registry
from harness_lint.fixing.proving import Prover
from harness_lint.fixing.repeating import Wish
from harness_lint.packs.loader import builtin_packs, packs_over
from harness_lint.testing import page_cases, run_case
from tests.fixing.over import Project, told

REGISTRY = Registry.load()
CASES = [
    one
    for one in page_cases()
    if one.case.findings and any(f.fix for f in run_case(one.check, one.case).findings)
]


@pytest.mark.covers("FIX-001", "FIX-002")
@pytest.mark.parametrize("one", CASES, ids=str)
def test_a_fix_of_a_page_passes_its_proof(one):
    case = one.case
    contents = dict(case.sources)

    def check(texts):
        case.sources = {**contents, **texts}
        return run_case(one.check, case)

    files = {f"pack-{number}.yaml": text.encode() for number, text in enumerate(case.packs, 1)}
    packs = packs_over(tuple(files), files.__getitem__) if case.packs else builtin_packs()
    project = Project(str(one), contents.__getitem__, check, Prover(Config(), REGISTRY, packs))

    safe, unsafe = project.outcome(Wish()), project.outcome(Wish(unsafe=True))

    assert [*told(safe, "safe"), *told(unsafe, "unsafe")] == []
