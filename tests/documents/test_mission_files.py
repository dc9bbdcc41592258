"""The structured files of missions: feature lists, states, hand-offs, syntheses."""

import json

import pytest

from harness_lint.documents.classify import structured_family
from harness_lint.documents.reader import read_data
from harness_lint.packs.loader import builtin_packs
from harness_lint.source import Source

MISSION = ".factory/missions/ferry"
FEATURES = f"{MISSION}/features.json"
STATE = f"{MISSION}/validation-state.json"
HANDOFF = f"{MISSION}/handoffs/2026-01-01T00-00-00Z__clock__s1.json"
VALIDATION = ".factory/validation/core/user-testing"


def said(value, path, kind):
    """Return the facts of *kind* in a file that holds *value*, each with the words at its span."""
    text = value if isinstance(value, str) else json.dumps(value, indent=1)
    source = Source.from_text(path, text)
    packs = builtin_packs()
    family = structured_family(path, packs)
    assert family is not None
    document = read_data(source, family, {item.name: item for item in packs.kinds})
    return [(fact, source.slice(fact.at)) for fact in document.facts() if fact.kind == kind]


def keys(value, path, kind):
    return [fact.key for fact, _ in said(value, path, kind)]


def test_a_feature_is_defined_at_its_id_and_claims_what_it_fulfils():
    listed = {
        "features": [
            {
                "id": "clock",
                "title": "Clock",
                "status": "completed",
                "milestone": "core",
                "skillName": "clock-worker",
                "fulfills": ["VAL-CLOCK-001", "VAL-CLOCK-003..005"],
            }
        ]
    }

    [(definition, words)] = said(listed, FEATURES, "definition")
    claims = said(listed, FEATURES, "claim")

    assert words == "clock"
    assert definition.values["scope"] == MISSION
    assert (definition.values["done"], definition.values["live"]) == (True, True)
    assert (definition.values["milestone"], definition.values["skill"]) == ("core", "clock-worker")
    assert [(fact.key, words) for fact, words in claims] == [
        ("VAL-CLOCK-001", "VAL-CLOCK-001"),
        ("VAL-CLOCK-003", "VAL-CLOCK-003..005"),
        ("VAL-CLOCK-004", "VAL-CLOCK-003..005"),
        ("VAL-CLOCK-005", "VAL-CLOCK-003..005"),
    ]
    assert {fact.values["source"] for fact, _ in claims} == {"clock"}
    assert {fact.values["explicit"] for fact, _ in claims} == {True}


@pytest.mark.parametrize(
    "listed",
    [
        {"features": [{"id": "clock"}, {"id": "bell"}]},
        [{"id": "clock"}, {"id": "bell"}],
        {"features": {"clock": {"status": "pending"}, "bell": {}}},
        {"milestones": [{"name": "core", "features": [{"id": "clock"}, {"featureId": "bell"}]}]},
        {"mission": {"features": [{"id": "clock"}, {"id": "bell"}, {"title": "no ID"}, "prose"]}},
    ],
)
def test_features_are_found_in_every_shape_of_the_list(listed):
    assert keys(listed, "features.json", "definition") == ["clock", "bell"]


def test_a_list_that_only_says_what_passes_says_what_is_done():
    listed = {"features": [{"id": 1, "passes": True}, {"id": 2, "passes": False}, {"id": 3}]}

    done = [fact.values["done"] for fact, _ in said(listed, "features.json", "definition")]

    assert done == [True, False, None]


def test_a_cancelled_feature_is_not_live():
    [(definition, _)] = said([{"id": "clock", "status": "cancelled"}], FEATURES, "definition")

    assert definition.values["live"] is False


def test_a_feature_depends_on_those_that_it_names_alone():
    listed = [
        {"id": "clock"},
        {"id": "bell", "preconditions": ["clock", "the clock is there", "clock", "bell"]},
    ]

    [(claim, words)] = said(listed, FEATURES, "claim")

    assert (claim.key, claim.values["role"], words) == ("clock", "depends", "clock")


def test_an_entry_of_another_grammar_is_claimed_as_it_stands_and_prose_is_not():
    listed = [{"id": "clock", "fulfills": ["A1.1.2", "makes the clock tick", "", None, 7]}]

    assert keys(listed, FEATURES, "claim") == ["A1.1.2", "7"]


@pytest.mark.parametrize(
    "state",
    [
        {"assertions": {"VAL-A-001": {"status": "passed"}, "VAL-A-002": {"status": "pending"}}},
        {"assertions": {"VAL-A-001": "passed", "VAL-A-002": "pending"}},
        {
            "assertions": [
                {"id": "VAL-A-001", "status": "passed"},
                {"id": "VAL-A-002", "state": "pending"},
            ]
        },
        {
            "assertions": {
                "area": [{"id": "VAL-A-001", "status": "passed"}],
                "other": {"VAL-A-002": "pending"},
            }
        },
        {
            "epics": {
                "one": {"assertions": {"VAL-A-001": "passed"}},
                "two": {"assertions": {"VAL-A-002": "pending"}},
            }
        },
        {"VAL-A-001": {"status": "passed"}, "VAL-A-002": {"status": "pending"}},
        {
            "assertions": {
                "core": {
                    "status": "pending",
                    "assertions": {"VAL-A-001": "passed", "VAL-A-002": "pending"},
                }
            }
        },
    ],
)
def test_states_are_found_in_every_shape(state):
    facts = said(state, STATE, "assertion-state")

    assert [(fact.key, words, fact.values["state"]) for fact, words in facts] == [
        ("VAL-A-001", "VAL-A-001", "passed"),
        ("VAL-A-002", "VAL-A-002", "pending"),
    ]


def test_a_state_is_evidence_and_a_word_that_is_none_is_told_wherever_it_stands():
    state = {"assertions": {"VAL-A-001": "green", "VAL-A-002": "green", "VAL-A-003": {"note": ""}}}

    claims = [(fact.key, fact.values["state"]) for fact, _ in said(state, STATE, "claim")]
    words = [(fact.key, at) for fact, at in said(state, STATE, "state-word")]

    assert claims == [("VAL-A-001", "passed"), ("VAL-A-002", "passed"), ("VAL-A-003", "unknown")]
    assert words == [("green", "green"), ("green", "green")]


def test_a_word_that_is_a_state_is_told_once():
    state = {"assertions": {"VAL-A-001": "passed", "VAL-A-002": "passed"}}

    assert [fact.key for fact, _ in said(state, STATE, "state-word")] == ["passed"]


def test_what_else_a_state_file_keeps_is_no_assertion():
    state = {
        "assertions": {"VAL-A-001": "passed", "total": 1, "note": "by hand"},
        "gates": {"one": {"status": "pending", "assertions": ["VAL-A-GATE"]}},
        "features": [{"id": "clock", "status": "pending"}],
    }

    assert keys(state, STATE, "assertion-state") == ["VAL-A-001"]
    assert not said({"state": "running"}, f"{MISSION}/state.json", "assertion-states")


def test_an_overridden_state_says_so():
    state = {"assertions": {"VAL-A-001": {"status": "failed", "overrideReason": "by hand"}}}

    [(fact, _)] = said(state, STATE, "assertion-state")

    assert fact.values["override"] is True


def handoff(**parts):
    return {
        "featureId": "clock",
        "commitId": "abc1234",
        "successState": "success",
        "returnToOrchestrator": False,
        "handoff": parts,
    }


def test_the_parts_of_a_hand_off_stand_at_their_own_words():
    value = handoff(
        whatWasLeftUndone="The bell is missing.",
        verification={"commandsRun": [{"command": "make test", "exitCode": 2}]},
        tests={
            "added": [
                {"file": "tests/clock.py", "cases": [{"name": "ticks", "verifies": "VAL-A-001"}]}
            ]
        },
        discoveredIssues=[{"severity": "blocking", "description": "The lamp flickers."}],
    )

    def only(kind):
        [(fact, words)] = said(value, HANDOFF, kind)
        assert fact.values["scope"] == MISSION
        return fact, words

    assert only("handoff")[1] == "clock"
    assert only("handoff")[0].values["success"] is True
    assert only("handoff-commit")[1] == "abc1234"
    assert only("handoff-undone")[1] == "The bell is missing."
    assert (only("handoff-command")[1], only("handoff-command")[0].values["code"]) == ("2", 2)
    assert only("handoff-test-file")[0].key == "tests/clock.py"
    assert only("handoff-test-case")[0].values["file"] == "tests/clock.py"
    assert only("handoff-issue")[0].values["severity"] == "blocking"
    assert only("claim")[0].values["explicit"] is True


@pytest.mark.parametrize(
    "nothing",
    ["", "none", "None.", "N/A", "Nothing - all is there", "All steps were implemented.", None, []],
)
def test_nothing_left_undone_is_said_in_many_words(nothing):
    assert not said(handoff(whatWasLeftUndone=nothing), HANDOFF, "handoff-undone")


def test_an_id_in_prose_is_not_meant_as_strictly_as_one_alone():
    cases = [
        {"name": "one", "verifies": ["VAL-A-001", "VAL-A-002, VAL-A-003"]},
        {"name": "two", "verifies": "rings at noon (VAL-A-004)"},
    ]
    value = handoff(tests={"updated": [{"file": "a_test.py", "cases": cases}]})

    claims = [
        (fact.key, fact.values["explicit"], words) for fact, words in said(value, HANDOFF, "claim")
    ]

    assert claims == [
        ("VAL-A-001", True, "VAL-A-001"),
        ("VAL-A-002", True, "VAL-A-002"),
        ("VAL-A-003", True, "VAL-A-003"),
        ("VAL-A-004", False, "VAL-A-004"),
    ]


def test_a_synthesis_says_what_passed_and_failed_and_in_which_round_and_a_flow_what_passed():
    value = {
        "status": "fail",
        "round": 2,
        "assertionsSummary": {"total": 3, "passed": 1, "failed": 1, "blocked": 1},
        "passedAssertions": ["VAL-A-001"],
        "failedAssertions": [{"id": "VAL-A-002", "reason": "VAL-A-009 is not meant"}],
        "blockedAssertions": [{"id": "VAL-A-003"}],
    }

    def states(name):
        facts = said(value, f"{VALIDATION}/{name}", "claim")
        return [(fact.key, fact.values["state"], fact.values["round"]) for fact, _ in facts]

    assert states("synthesis.json") == [
        ("VAL-A-001", "passed", 2),
        ("VAL-A-002", "failed", 2),
        ("VAL-A-003", "blocked", 2),
    ]
    assert states("flows/a.json") == [("VAL-A-001", "passed", 2)]
    del value["round"]
    assert states("synthesis-round1.json")[:2] == [
        ("VAL-A-001", "passed", 1),
        ("VAL-A-002", "failed", 1),
    ]
    assert states("synthesis.json")[0] == ("VAL-A-001", "passed", None)
    [(fact, words)] = said(value, f"{VALIDATION}/synthesis.json", "synthesis")
    assert (words, fact.values["state"], fact.values["scope"]) == ("fail", "failed", "")


@pytest.mark.parametrize(
    "assertions",
    [
        [{"id": "VAL-A-001", "status": "pass"}, {"id": "VAL-A-002", "status": "fail"}],
        {"VAL-A-001": {"status": "pass", "evidence": "VAL-A-005"}, "VAL-A-002": "skipped"},
    ],
)
def test_a_flow_is_evidence_for_what_passed(assertions):
    assert keys({"assertions": assertions}, f"{VALIDATION}/flows/a.json", "claim") == ["VAL-A-001"]


HOSTILE = [
    "",
    "{",
    "[]",
    "null",
    "7",
    '"VAL-A-001"',
    "{}",
    "[[[[]]]]",
    '{"features": 3, "assertions": 4}',
    '{"features": [null, 1, [], {"id": {}}, {"id": true}]}',
    '{"assertions": [null, 1, [], {"id": []}]}',
    '{"handoff": [], "tests": 3, "verification": "x", "assertionsSummary": [], "round": {}}',
    '{"handoff": {"tests": {"added": {"file": 3}}, "verification": {"commandsRun": {"x": 1}}}}',
    '{"passedAssertions": "VAL-A-001", "failedAssertions": {"id": 3}, "assertions": "x"}',
    "[" * 5000,
    '{"assertions":' * 99 + "{}" + "}" * 99,
]


@pytest.mark.parametrize(
    "path", [FEATURES, STATE, HANDOFF, f"{VALIDATION}/synthesis.json", f"{VALIDATION}/flows/a.json"]
)
@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_stands_in_a_file_it_is_read(path, text):
    for kind in ("definition", "assertion-state", "handoff", "synthesis", "claim"):
        said(text, path, kind)


def test_escapes_in_a_value_do_not_move_the_places_of_its_ids():
    text = '{"features": [{"id": "a", "fulfills": ["\\u00e4 VAL-A-001", "ä VAL-A-002"]}]}'

    places = [words for _, words in said(text, FEATURES, "claim")]

    assert places == ['"\\u00e4 VAL-A-001"', "VAL-A-002"]
