"""What must hold of fixes, over every case of every page."""

import re
from copy import copy

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

LINE_FEED_ALONE = re.compile(rb"(?<!\r)\n")


def project_of(one, contents):
    """Return the project of a case with other *contents* under the same paths."""
    case = copy(one.case)

    def check(texts):
        case.sources = {**contents, **texts}
        return run_case(one.check, case)

    files = {f"pack-{number}.yaml": text.encode() for number, text in enumerate(case.packs, 1)}
    packs = packs_over(tuple(files), files.__getitem__) if case.packs else builtin_packs()
    return Project(str(one), contents.__getitem__, check, Prover(Config(), REGISTRY, packs))


@pytest.mark.covers("FIX-001", "FIX-002")
@pytest.mark.parametrize("one", CASES, ids=str)
def test_a_fix_of_a_page_passes_its_proof(one):
    project = project_of(one, one.case.sources)

    safe, unsafe = project.outcome(Wish()), project.outcome(Wish(unsafe=True))

    assert [*told(safe, "safe"), *told(unsafe, "unsafe")] == []


@pytest.mark.parametrize("one", CASES, ids=str)
def test_a_fix_ends_lines_as_the_text_does(one):
    contents = {path: LINE_FEED_ALONE.sub(b"\r\n", data) for path, data in one.case.sources.items()}

    outcome = project_of(one, contents).outcome(Wish(unsafe=True))

    assert not [path for path, data in outcome.texts.items() if LINE_FEED_ALONE.search(data)]
