"""Specs in YAML: their schemas, what they define and claim, and the skeletons that begin them."""

import pytest

from harness_lint.documents.data_file import DataFile
from harness_lint.packs.loader import builtin_packs
from harness_lint.source import Source
from tests.command import run

FEATURE = """\
version: "1.0"
feature:
  id: lamp-log
  name: Lamp log
  priority: high
  status: planning
objective:
  summary: Keepers see when the lamp was lit.
requirements:
  functional:
    - id: FR-001
      title: Note the hour
      description: The log notes the hour at which the lamp was lit.
      priority: high
      acceptance_criteria: [The hour is in the log.]
  non_functional:
    - {id: NFR-001, type: reliability, requirement: No night is lost.}
tasks:
  backend:
    - id: BE-001
      title: Write the log
      reference: FR-001
      acceptance_criteria: [A night is written.]
      done_when: The log has a night.
    - id: BE-002
      title: Count the nights
      reference: "the old log, see R-1"
      dependencies: [BE-001]
      acceptance_criteria: [Nights are counted.]
      done_when: The count is right.
"""


def lint(folder, path, text):
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, encoding="utf-8")
    out = run(folder, "check", "--output-format", "concise").stdout.splitlines()
    return [line.partition(" ")[2] for line in out if line.startswith(path)]


PATHS = ("specs/lamp.feature.yaml", "lamp.spec.yaml", ".ai/project/features/lamp-log/spec.yaml")


@pytest.mark.parametrize("path", PATHS)
def test_a_sound_feature_spec_is_silent(tmp_path, path):
    assert lint(tmp_path, path, FEATURE) == []


def test_a_task_that_names_an_unknown_requirement_or_task_is_reported(tmp_path):
    text = FEATURE.replace("reference: FR-001", "reference: FR-010").replace("[BE-001]", "[BE-007]")

    found = lint(tmp_path, PATHS[0], text)

    assert [" ".join(line.split()[:2]) for line in found] == ["HL401 `FR-010`", "HL401 `BE-007`"]


def test_an_id_that_two_requirements_have_is_reported(tmp_path):
    second = FEATURE.replace("NFR-001", "FR-001")

    assert [line.split()[0] for line in lint(tmp_path, PATHS[0], second)] == ["HL402"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "priority: high\n  status",
            "priority: urgent\n  status",
            "`feature.priority` is `urgent`",
        ),
        ("status: planning", "status: begun", "`feature.status` is `begun`"),
        (
            "acceptance_criteria: [The hour is in the log.]",
            "acceptance_criteria: []",
            "acceptance_criteria`",
        ),
        ("id: lamp-log", "id: Lamp Log", "`feature.id`"),
        ("      done_when: The count is right.\n", "", "`done_when`"),
    ],
)
def test_what_the_schema_does_not_allow_is_reported(tmp_path, old, new, told):
    assert old in FEATURE

    (found,) = lint(tmp_path, PATHS[0], FEATURE.replace(old, new))

    assert found.startswith("HL802 ")
    assert told in found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("specs/tide.spec.yaml", "openapi: 3.1.0\npaths: {}\n"),
        ("specs/tide.spec.yaml", "feature: tides\nsteps: []\n"),
        ("src/tide.spec.yml", "describe: tides\nit: rises\n"),
        ("trust_model.yaml", "model: logistic\n"),
    ],
)
def test_other_files_of_the_same_names_are_let_be(tmp_path, path, text):
    assert lint(tmp_path, path, text) == []


def test_definitions_and_claims_stand_at_their_very_words():
    family = builtin_packs().family("yaml-feature-spec")
    source = Source.from_bytes("specs/lamp.feature.yaml", FEATURE.encode())
    kinds = {kind.name: kind for kind in builtin_packs().kinds}

    facts = list(DataFile(source, family, kinds).facts())

    assert [(fact.kind, fact.key, fact.values.get("source")) for fact in facts] == [
        ("definition", "FR-001", None),
        ("definition", "NFR-001", None),
        ("definition", "BE-001", None),
        ("definition", "BE-002", None),
        ("claim", "FR-001", "BE-001"),
        ("claim", "BE-001", "BE-002"),
    ]
    assert {source.slice(fact.at) for fact in facts} == {fact.key for fact in facts}


def test_aliases_do_not_multiply_what_is_read(tmp_path):
    lists = "\n".join(f"  t{n}: *many" for n in range(2_000))
    many = "\n".join("    - *one" for _ in range(2_000))
    text = (
        "feature: {id: a}\nobjective: {}\none: &one {id: BE-001}\n"
        f"many: &many\n{many}\ntasks:\n{lists}\n"
    )

    lint(tmp_path, PATHS[0], text)


@pytest.mark.parametrize("kind", ["feature-yaml", "api-yaml", "task-yaml", "trust-model"])
def test_a_new_document_follows_its_schema(tmp_path, kind):
    made = run(tmp_path, "new", kind, "lamp-log")

    assert made.returncode == 0, made.stderr
    found = run(tmp_path, "check", "--output-format", "concise")
    assert "HL80" not in found.stdout
    assert "1 of a known family" in run(tmp_path, "check").stdout
