"""The trace graph: what claims lead to, the one status of each, how far items are covered."""

import json
import random
from collections import Counter
from datetime import date

import pytest

from harness_lint.packs.loader import builtin_packs
from harness_lint.packs.trace_shapes import Clause, ItemKind, Need
from harness_lint.project.facts import Fact, SourceFacts
from harness_lint.project.index import ProjectSettings, Surroundings, project_of
from harness_lint.project.trace.coverage import State
from harness_lint.project.trace.values import Status
from harness_lint.source import Location, Place, Span
from harness_lint.testing import MemoryTree
from harness_lint.tracing.export import export
from tests.project.graphs import project_of_texts, spec

SPEC = "specs/001-lamp/spec.md"
TASKS = "specs/001-lamp/tasks.md"


def statuses(texts):
    return [(link.key, str(link.status)) for link in project_of_texts(texts).trace.links]


def tasks(*claims):
    lines = [f"- [ ] T{n:03} Write part {n} in src/{n}.py" for n in range(1, 3)]
    return "\n".join(["# Tasks: Lamp", "", *lines, "", *claims]) + "\n"


@pytest.mark.covers("TRC-001")
@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("FR-001", "ok"),
        ("FR-1", "malformed"),
        ("FR-009", "undefined"),
        ("FR-003", "retired"),
        ("FR-002~1", "outdated"),
        ("FR-002~3", "predated"),
        ("FR-002~2", "ok"),
        ("001-lamp/FR-001", "ok"),
        ("002-horn/FR-001", "ok"),
        ("FR-040", "out-of-scope"),
    ],
)
def test_a_claim_has_the_first_status_that_applies(claim, expected):
    texts = {
        SPEC: spec(
            "- **FR-001**: The lamp MUST burn",
            "- **FR-002~2**: The lamp MUST be seen",
            "- ~~**FR-003**: The lamp MUST sing~~",
        ),
        TASKS: tasks(f"**Covers**: {claim}"),
        "specs/002-horn/spec.md": spec(
            "- **FR-001**: The horn MUST sound", "- **FR-040**: The horn MUST rest"
        ),
    }

    assert [status for _, status in statuses(texts)] == [expected]


MISSION = ".factory/missions/clock"
CONTRACT = "# Validation Contract\n\n### VAL-CLOCK-001: It ticks\n\n### VAL-CLOCK-002: It rings\n"
STATES = {"VAL-CLOCK-001": {"status": "passed"}, "VAL-CLOCK-002": {"status": "pending"}}
MISSION_TEXTS = {
    f"{MISSION}/validation-contract.md": CONTRACT,
    f"{MISSION}/validation-state.json": json.dumps({"assertions": STATES}),
    ".factory/validation/core/user-testing/synthesis.json": json.dumps(
        {"milestone": "core", "status": "pass", "passedAssertions": ["VAL-CLOCK-001"]}
    ),
}


def test_without_a_feature_list_no_item_is_short_of_features():
    coverage = project_of_texts(MISSION_TEXTS).coverage
    shown, unseen = (coverage[f"{MISSION}/VAL-CLOCK-00{n}"] for n in (1, 2))

    assert (shown.state, shown.measures) == (State.PROVEN, (False, True, True, True))
    assert (unseen.state, unseen.measures) == (State.GAP, (False, False, False, False))


def test_with_a_feature_list_every_item_needs_a_feature():
    features = json.dumps({"features": [{"id": "ring", "fulfills": ["VAL-CLOCK-002"]}]})
    project = project_of_texts({**MISSION_TEXTS, f"{MISSION}/features.json": features})
    shown = project.coverage[f"{MISSION}/VAL-CLOCK-001"]

    assert shown.missing == ("a feature that claims it",)
    assert shown.measures == (False, False, False, False)


def test_what_is_claimed_twice_by_one_task_is_redundant():
    texts = {
        SPEC: spec("- **FR-001**: The lamp MUST burn"),
        TASKS: "# Tasks: Lamp\n\n- [ ] T001 Write src/a.py (FR-001, FR-001)\n",
    }

    assert statuses(texts) == [("FR-001", "ok"), ("FR-001", "redundant")]


@pytest.mark.covers("TRC-003", "TRC-004")
@pytest.mark.parametrize(
    "line",
    [
        pytest.param("FR-001 is hard to build.", id="a mention in running text"),
        pytest.param("```text\n**Covers**: FR-001\n```", id="code"),
        pytest.param("<!-- **Covers**: FR-001 -->", id="a comment"),
        pytest.param("> **Covers**: FR-001", id="a quotation"),
        pytest.param("See [the spec](spec.md#FR-001).", id="an address"),
    ],
)
def test_what_only_names_an_item_never_covers_it(line):
    texts = {SPEC: spec("- **FR-001**: The lamp MUST burn"), TASKS: tasks(line)}

    project = project_of_texts(texts)

    assert project.trace.links == ()
    assert project.coverage["specs/001-lamp/FR-001"].state is State.GAP


@pytest.mark.covers("TRC-004")
@pytest.mark.parametrize(
    "line",
    [
        "```text\n- **FR-001**: The lamp MUST burn\n```",
        "<!--\n- **FR-001**: The lamp MUST burn\n-->",
        "> - **FR-001**: The lamp MUST burn",
        "FR-001 says that the lamp burns.",
        "- FR-001, FR-002 and FR-003 are hard.",
        "- FR-001 is covered by the lamp.",
        "- FR-001 → T004",
        "## Examples\n\n- **FR-001**: The lamp MUST burn",
        "## Traceability\n\n| FR-001 | T004 |\n| --- | --- |\n| FR-001 | T004 |",
    ],
)
def test_what_is_shown_or_spoken_of_is_not_defined(line):
    assert not project_of_texts({SPEC: spec(line)}).trace.items


@pytest.mark.parametrize(
    "line",
    [
        "- **FR-001**: The lamp MUST burn",
        "- FR-001: The lamp MUST burn",
        "- [ ] FR-001 The lamp MUST burn",
        "### FR-001: The lamp",
        "**FR-001** The lamp MUST burn",
        "| ID | Text |\n| --- | --- |\n| FR-001 | The lamp MUST burn |",
        "1. **FR-001 – Light.** The lamp MUST burn",
        "Some words.\n1. FR-001: The lamp MUST burn",
    ],
)
def test_an_id_is_defined_where_it_leads(line):
    assert [item.local for item in project_of_texts({SPEC: spec(line)}).trace.items.values()] == [
        "FR-001"
    ]


@pytest.mark.covers("TRC-006")
def test_a_contract_that_lies_elsewhere_gives_one_note():
    features = {"features": [{"id": "a", "fulfills": ["VAL-LAMP-001", "VAL-LAMP-002"]}]}
    texts = {"features.json": json.dumps(features)}

    project = project_of_texts(texts)

    assert all(link.is_foreign for link in project.trace.links)
    (note,) = project.trace.notes
    assert note.startswith("`VAL-LAMP-001` and 1 more ID are defined in no document")
    assert "`features.json`" in note


@pytest.mark.covers("TRC-002")
def test_the_order_of_the_files_changes_no_byte():
    texts = {
        f"specs/{n:03}-part/{name}": text
        for n in range(6)
        for name, text in (
            ("spec.md", spec(*(f"- **FR-{i:03}**: Part {i} MUST hold" for i in range(1, 5)))),
            ("tasks.md", tasks("**Covers**: FR-001..FR-003, FR-009, 001-part/FR-004")),
        )
    }
    names = list(texts)
    first = json.dumps(export(project_of_texts(texts), {}))
    for seed in range(5):
        random.Random(seed).shuffle(names)

        assert json.dumps(export(project_of_texts({n: texts[n] for n in names}), {})) == first


AT = Location("a.md", Span(0, 1), Place(1, 1, 1, 2), "x")
KINDS = (ItemKind("requirement", "requirement", policy=(Clause((Need("claims"),)),)),)


def graph_of(edges, count):
    """Return a project of *count* requirements; each edge is a claim of the first on the second."""
    facts = [
        Fact("definition", f"R-{n}", AT, {"kind": "requirement", "scope": "", "text": str(n)})
        for n in range(count)
    ]
    facts += [
        Fact(
            "claim",
            f"R-{target}",
            AT,
            {
                "role": "claims",
                "kinds": ["requirement"],
                "source_kind": "requirement",
                "source": f"R-{source}",
                "scope": "",
                "explicit": True,
            },
        )
        for source, target in edges
    ]
    settings = ProjectSettings(kinds=KINDS)
    tree = MemoryTree.of(())
    return project_of(
        [SourceFacts("a.md", "spec", tuple(facts))],
        Surroundings(tree, date(2026, 1, 15), settings),
    )


@pytest.mark.covers("TRC-005")
@pytest.mark.parametrize(
    ("edges", "cyclic"),
    [
        pytest.param([(0, 0)], {"R-0"}, id="itself"),
        pytest.param([(0, 1), (1, 0)], {"R-0", "R-1"}, id="two"),
        pytest.param(
            [(3, 0), (0, 1), (1, 2), (2, 0)], {"R-0", "R-1", "R-2"}, id="entered from outside"
        ),
    ],
)
def test_items_that_cover_each_other_are_a_cycle_and_not_deep(edges, cyclic):
    project = graph_of(edges, 4)

    found = {name for name, coverage in project.coverage.items() if coverage.in_cycle}
    assert found == cyclic
    assert not any(project.coverage[name].measures.deep for name in cyclic)


@pytest.mark.covers("TRC-005")
def test_diamonds_of_sixty_levels_cost_no_more_than_their_links():
    edges = [
        (2 * level + a, 2 * level + 2 + b) for level in range(60) for a in (0, 1) for b in (0, 1)
    ]
    project = graph_of(edges, 122)

    assert sum(coverage.measures.claimed for coverage in project.coverage.values()) == 120


@pytest.mark.covers("TRC-005")
def test_a_chain_of_a_hundred_thousand_items_needs_no_recursion():
    count = 100_000
    project = graph_of([(n, n + 1) for n in range(count - 1)], count)

    assert len(project.trace.links) == count - 1
    assert sum(not coverage.measures.deep for coverage in project.coverage.values()) == count


@pytest.mark.covers("TRC-001")
def test_no_link_has_two_statuses_and_none_has_none():
    texts = {
        SPEC: spec("- **FR-001**: The lamp MUST burn", "- **FR-001**: The lamp MUST not burn"),
        TASKS: tasks("**Covers**: FR-001, FR-1, FR-009, FR-001"),
    }

    project = project_of_texts(texts)

    places = Counter((link.at.span, link.key) for link in project.trace.links)
    assert set(places.values()) == {1}
    assert {link.status for link in project.trace.links} <= set(Status)


def test_every_kind_of_the_packs_has_a_title_and_known_sources():
    kinds = builtin_packs().kinds
    known = {kind.name for kind in kinds} | {"review", "state", "handoff", "code", "document"}

    assert all(kind.title and kind.plural for kind in kinds)
    assert {s for k in kinds for c in k.policy for n in c.any for s in n.sources} <= known
