"""What requirements say, sentence by sentence, and which of their words are vague."""

from time import process_time

import pytest

from harness_lint.documents.classify import classify
from harness_lint.documents.document import Document
from harness_lint.documents.reader import read_document
from harness_lint.documents.requirement_texts import RequirementText, requirement_texts
from harness_lint.documents.wording import Wording, wording_of
from harness_lint.markdown.parser import parse
from harness_lint.packs.loader import builtin_packs
from harness_lint.packs.shape import Family
from harness_lint.source import Source
from harness_lint.testing import check_sources

PATH = "specs/007-loom-rental/spec.md"
HEAD = "# Feature Specification: Loom rental\n\n**Feature Branch**: `007-loom-rental`\n\n"


def document(text: str) -> Document:
    packs = builtin_packs()
    markdown = parse(Source.from_text(PATH, HEAD + text))
    family = classify(PATH, markdown, packs).family
    return read_document(markdown, family, (), {kind.name: kind for kind in packs.kinds})


def requirements(text: str) -> list[RequirementText]:
    return list(requirement_texts(document(text), {"requirement"}))


def sentences(text: str) -> list[str]:
    [requirement] = requirements(text)
    return [sentence.text.strip() for sentence in requirement.sentences]


def codes(text: str) -> list[str]:
    report = check_sources({PATH: (HEAD + text).encode()})
    assert not report.crashes
    return [one.code for one in report.findings if one.code in ("HL604", "HL606", "HL607")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- **FR-001**: It MUST weave. It MUST stop.", ["FR-001: It MUST weave.", "It MUST stop."]),
        (
            "- **FR-001**: It MUST weave, e.g. wool. Now.",
            ["FR-001: It MUST weave, e.g. wool.", "Now."],
        ),
        ("- **FR-001**: It MUST weave\n  wool.", ["FR-001: It MUST weave wool."]),
        ("- **FR-001**: It MUST run v1.2.3 now", ["FR-001: It MUST run v1.2.3 now"]),
        ("- **FR-001**: 織ること。止まること。", ["FR-001: 織ること。", "止まること。"]),
        ('- **FR-001**: It MUST say "Go. Now." once', ["FR-001: It MUST say            once"]),
        ("- **FR-001**: It MUST run `a. b`", ["FR-001: It MUST run"]),
        ("- **FR-001**: It MUST run (soon. now) twice", ["FR-001: It MUST run (         ) twice"]),
        ("- **FR-001**: It MUST run\n\n  Rationale: speed. Peace.", ["FR-001: It MUST run"]),
        ("| ID | Text |\n| --- | --- |\n| FR-001 | It MUST run |", ["FR-001", "It MUST run"]),
    ],
)
def test_a_requirement_is_read_by_sentences(text, expected):
    assert sentences(text) == expected


def test_a_title_is_no_sentence_of_a_requirement():
    assert sentences("### FR-001: Fast search\n\nIt MUST search.") == ["It MUST search."]


def test_a_list_below_goes_on_with_the_last_sentence():
    [requirement] = requirements("- **FR-001**: It MUST weave. It MUST stop\n  - at night")

    assert [sentence.goes_on for sentence in requirement.sentences] == [False, True, False]


def test_the_span_of_a_word_is_that_of_the_source():
    [requirement] = requirements("- **FR-001**: Ein Webstuhl — it **MUST** weave *quickly*.")

    [sentence] = requirement.sentences
    start = sentence.text.index("quickly")
    source = document("- **FR-001**: Ein Webstuhl — it **MUST** weave *quickly*.").source

    assert source.slice(sentence.span(start, start + 7)) == "quickly"


@pytest.mark.parametrize(
    "text",
    [
        "It MUST weave quickly: " + "must quickly " * 40_000,
        "“" * 100_000 + " MUST quickly",
        "(" * 60_000 + " MUST quickly",
        '"' * 99_999 + " MUST quickly",
        "MUST handle " * 30_000 + "gracefully",
        "e.g. " * 60_000,
    ],
)
def test_a_hostile_requirement_takes_linear_time(text):
    started = process_time()
    codes(f"- **FR-001**: {text}\n")

    assert process_time() - started < 20


def test_a_family_without_words_is_not_judged():
    assert wording_of(Family(name="x", title="x", pack="x")) is None
    assert wording_of(Family(name="x", title="x", pack="x", data={"wording": "nowhere"})) is None


def test_words_may_be_written_out_in_a_pack():
    data = {
        "wording": {
            "requirements": ["requirement"],
            "languages": {
                "nl": {
                    "binding": r"\bmoet\b",
                    "terms": [{"hints": ["snel"], "words": r"\b(snel)\b", "ask": "hoe snel"}],
                }
            },
        }
    }

    wording = wording_of(Family(name="x", title="x", pack="x", data=data))

    assert isinstance(wording, Wording)
    assert wording.may_be_vague("Het moet SNEL")
    assert not wording.may_be_vague("Het moet")
    assert not wording.is_verifiable("Het moet snel")
    assert not wording.is_ears("Het moet snel")
