"""Skills as documents: what is read from them, and where data in fences stands."""

import json

import pytest

from harness_lint.documents.classify import classify, structured_family
from harness_lint.documents.embedded_data import data_fences
from harness_lint.documents.reader import read_document
from harness_lint.markdown.parser import parse
from harness_lint.packs.conformity import conforms, schema_named
from harness_lint.packs.folder import rules_folder
from harness_lint.packs.loader import builtin_packs
from harness_lint.packs.schemas import problems_of
from harness_lint.source import Source

PACKS = builtin_packs()


def skill(text, path="skills/sail/SKILL.md"):
    markdown = parse(Source.from_text(path, text))
    return read_document(markdown, classify(path, markdown, PACKS).family, ())


def words(document, located):
    return document.source.slice(located.at)


@pytest.mark.parametrize(
    ("path", "text", "family"),
    [
        ("SKILL.md", "", "agent-skill"),
        ("a/b/SKILL.md", "", "agent-skill"),
        (".factory/skills/w/SKILL.md", "Sail.", "agent-skill"),
        (".factory/skills/w/SKILL.md", "## Example Handoff\n", "mission-worker-skill"),
        (".factory/skills/w/SKILL.md", "by `worker-base`.", "mission-worker-skill"),
        ("a/skill.md", "", "unknown"),
        ("a/SKILL.md.md", "", "unknown"),
        ("tests/fixtures/a/SKILL.md", "", "unknown"),
    ],
)
def test_a_skill_is_known_by_its_name_and_its_sections(path, text, family):
    assert skill(text, path).family.name == family


@pytest.mark.parametrize(
    ("path", "family"),
    [
        (".factory/missions/x/handoffs/2026__f__s.json", "mission-handoff"),
        (".factory/mission/handoffs/a.json", "mission-handoff"),
        (".factory/validation/m/scrutiny/reviews/f.json", "mission-review"),
        (".factory/validation/m/user-testing/flows/g.json", "mission-review"),
        (".factory/validation/m/scrutiny/synthesis.round2.json", "mission-synthesis"),
        ("features.json", "mission-features"),
        ("src/features.json", None),
        (".factory/mission/features.json", "mission-features"),
        ("validation-state.json", "mission-state"),
        (".factory/services.yaml", "mission-services"),
        ("package.json", None),
        (".factory/validation/m/user-testing/evidence/r.json", None),
    ],
)
def test_files_of_missions_are_known_by_their_paths(path, family):
    found = structured_family(path, PACKS)

    assert (found.name if found else None) == family


def test_name_and_description_have_the_places_of_their_values():
    document = skill('---\nname: "sail"\ndescription: >\n  Hoists\n  sails.\n---\n')

    assert document.name.value == "sail"
    assert words(document, document.name) == '"sail"'
    assert document.description.value == "Hoists sails."
    assert words(document, document.description).startswith(">")


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("# Sail\n", "front matter"),
        ("| Name | Description |\n|--|--|\n", "table"),
        ("---\ntags: []\n---\n", "both"),
        ("---\n---\n", "both"),
        ("---\nname: sail\n---\n", "description"),
        ("---\nname: sail\ndescription:\n---\n", "description"),
        ("---\nname: sail\ndescription: x\n---\n", ""),
        ("---\nname: [\n---\n", ""),
        ("---\nname: sail\n------\n", ""),
        ("\n---\nname: sail\n---\n", ""),
    ],
)
def test_what_a_skill_lacks(text, lacks):
    assert skill(text).lacks == lacks


def test_the_facts_of_a_skill_survive_json():
    document = skill("---\nname: sail\n---\nRun `a/b.sh`.\n")

    facts = [(said.kind, said.key, said.values) for said in document.facts()]

    assert ("skill-words", "skills/sail", {"words": ["a/b.sh"]}) in facts
    assert json.loads(json.dumps(facts)) == [list(fact) for fact in facts]


@pytest.mark.parametrize(
    "text",
    [
        '```json\n{"é": [1,]}\n```\n',
        '- x\n\n  ```json\n  {"é": [1,]}\n  ```\n',
        '> ```json\n> {"é": [1,]}\n> ```\n',
        '1. x\n   ```json\r\n   {"é": [1,]}\r\n   ```\r\n',
        '\ufeff```json\n{"é": [1,]}\n```\n',
    ],
)
def test_the_place_of_a_mistake_in_a_fence_is_exact_in_every_container(text):
    document = skill(text)

    (data,) = data_fences(document)

    assert document.source.slice(data.tree.error.at) == ","


@pytest.mark.parametrize("prefix", ["", "> ", "  "])
def test_the_places_of_keys_and_values_in_a_fence_are_exact(prefix):
    lines = ["```json", "{", '  "ä": {"b": "c"}', "}", "```"]
    lead = "- x\n\n" if prefix == "  " else ""
    document = skill(lead + "".join(f"{prefix}{line}\n" for line in lines))

    (data,) = data_fences(document)
    inner = data.tree.root.get("ä")

    assert document.source.slice(data.tree.root.key_span("ä")) == '"ä"'
    assert document.source.slice(inner.get("b").span) == '"c"'


SCHEMAS = sorted(path.name for path in (rules_folder() / "schemas").glob("*.json"))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_one(name):
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(schema_named(name))


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        (1, {"type": "integer"}),
        (True, {"type": "boolean"}),
        (None, {"type": ["string", "null"]}),
        ({"a": 1, "b": 2}, {"required": ["a"], "properties": {"a": {"enum": [1]}}}),
        ([1, 2], {"items": {"type": "integer"}}),
        ("ab", {"minLength": 2, "maxLength": 2, "pattern": "^a", "not": {"pattern": "c"}}),
        ("text", {"properties": {}, "required": ["a"], "items": {}}),
    ],
)
def test_the_cheap_walk_takes_what_jsonschema_takes(value, schema):
    import jsonschema

    assert conforms(value, schema)
    jsonschema.validate(value, schema)


@pytest.mark.parametrize(
    ("value", "schema"),
    [
        (True, {"type": "integer"}),
        (1.5, {"type": "integer"}),
        ({}, {"required": ["a"]}),
        ([1, "a"], {"items": {"type": "integer"}}),
        ("", {"minLength": 1}),
        ("abc", {"maxLength": 2}),
        ("b", {"pattern": "^a"}),
        ("x...", {"not": {"pattern": r"\.\.\."}}),
    ],
)
def test_the_cheap_walk_refuses_what_jsonschema_refuses(value, schema):
    import jsonschema

    assert not conforms(value, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, schema)


def test_a_keyword_that_the_cheap_walk_does_not_know_is_left_to_jsonschema():
    assert not conforms(1, {"multipleOf": 1})


def test_a_hand_off_inside_its_envelope_is_judged_by_its_own_schema():
    problems = problems_of(
        {"workerSessionId": "s", "featureId": "f", "successState": "success", "handoff": {}},
        "handoff-envelope.schema.json",
    )

    assert [problem.path for problem in problems] == [("handoff",)]
