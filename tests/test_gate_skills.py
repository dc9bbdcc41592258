"""The gate-skill fixture, changed in one place at a time: each change gives exactly its finding."""

import re

import pytest

from harness_lint.documents.classify import classify
from harness_lint.markdown.parser import parse
from harness_lint.packs.loader import builtin_packs
from harness_lint.source import Source
from harness_lint.testing import check_sources
from tests.fixtures import ROOT

FOLDER = ROOT / "gate-skills" / "lock-gate"
PATH = ".agents/skills/keeper-chamber-level-truth/SKILL.md"
TEXT = (FOLDER / PATH).read_text(encoding="utf-8")
FILES = tuple(
    path.relative_to(FOLDER).as_posix() for path in sorted(FOLDER.rglob("*")) if path.is_file()
)
EVIDENCE = re.findall(
    r"^- `(\S+)`$", TEXT.split("## Source Evidence")[1].split("##")[0], re.MULTILINE
)
SECTIONS = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)


def codes(text: str = TEXT, files: tuple[str, ...] = FILES) -> list[str]:
    report = check_sources({PATH: text.encode()}, tree=files)
    assert not report.crashes
    return [finding.code for finding in report.findings]


def without(title: str) -> str:
    start = TEXT.index(f"## {title}\n")
    end = TEXT.find("\n## ", start)
    return TEXT[:start] + (TEXT[end + 1 :] if end >= 0 else "")


def test_the_fixture_has_the_fourteen_sections_and_is_silent():
    assert len(SECTIONS) == 14
    assert len(EVIDENCE) == 6
    assert codes() == []


@pytest.mark.parametrize("path", EVIDENCE)
def test_each_evidence_file_that_is_removed_gives_its_finding(path):
    assert codes(files=tuple(file for file in FILES if file != path)) == ["HL511"]


@pytest.mark.parametrize("title", SECTIONS)
def test_each_section_that_is_removed_gives_its_finding(title):
    assert codes(without(title)) == ["HL101"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("L4 hard gate.", "L2 advisory.", "HL517"),
        ("L4 hard gate.", "hard gate", "HL519"),
        ("hard-gate.\n", "soft-gate.\n", "HL517"),
        ("hard-gate.\n", "hardgate.\n", "HL519"),
        ("Hard-gate changes", "Soft-gate changes", "HL517"),
        ("Review whenever a gauge, a valve or the alarm policy changes. ", "", "HL518"),
        ("- The task only quotes the gauge log in a report and claims nothing new.",
         "- Touching GaugeLog, the move queue or the alarm texts", "HL510"),
        ("name: keeper-chamber-level-truth", "name: chamber-level-truth", "HL502"),
        ("docs/levels.md", "docs/level.md", "HL511"),
    ],
)  # fmt: skip
def test_each_contradicting_value_gives_its_finding(old, new, code):
    assert TEXT.count(old) == 1

    assert codes(TEXT.replace(old, new)) == [code]


@pytest.mark.parametrize("title", ["Maturity", "Gate Type"])
def test_a_gate_skill_is_still_known_without_one_of_its_two_signs(title):
    source = Source.from_text(PATH, without(title))

    assert classify(PATH, parse(source), builtin_packs()).family.name == "gate-skill"


def test_a_skill_that_speaks_of_maturity_is_no_gate():
    source = Source.from_text("skills/a/SKILL.md", "## Maturity\n\nBeta.\n\n## Usage\n\nUse it.\n")

    assert classify(source.path, parse(source), builtin_packs()).family.name == "agent-skill"
