"""What fixes leave of YAML as it was: values, order, quotes, anchors and comments.

ruamel.yaml, which is none of the readers that we use, says what that is.
"""

import pytest
from ruamel.yaml import YAML

from harness_lint.config import Config, Selection
from harness_lint.engine.registry import Registry
from harness_lint.fixing.proving import Prover
from harness_lint.fixing.repeating import Wish
from harness_lint.packs.loader import builtin_packs
from harness_lint.testing import check_sources
from tests.fixing.over import Project, told
from tests.fixing.yaml_events import read

REGISTRY = Registry.load()

SKILL = "skills/kiln/SKILL.md"
REST = "description: Fires pots. Use when a pot is dry.\n"

ends = pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])


def fixed(contents, *codes):
    """Return what all fixes of *codes* make of the texts *contents*, given by path."""
    config = Config(selection=Selection(select=codes))
    before = {path: text.encode() for path, text in contents.items()}

    def check(texts):
        return check_sources({**before, **texts}, config)

    prover = Prover(config, REGISTRY, builtin_packs())
    outcome = Project("yaml", before.__getitem__, check, prover).outcome(Wish(unsafe=True))
    assert [*told(outcome, "unsafe")] == []
    return {path: data.decode() for path, data in {**before, **outcome.texts}.items()}


def page(front_matter, newline="\n"):
    return f"---\n{front_matter}---\n\n# Page\n".replace("\n", newline)


def inner(text):
    """Return the front matter of *text*, whose lines all end in one way."""
    assert text.count("\r\n") in (0, text.count("\n"))
    return text.replace("\r\n", "\n").split("---\n")[1]


KEPT = [
    "name: kyln\n",
    "name: kyln  # the oven\n",
    'name: "kyln"   # the oven\n',
    "name:   'kyln'\n",
    "# ä 🐻\nname: kyln\n# ö\n",
    "title: größe 🐻\nname: kyln\n",
    '"name": kyln\n',
    "metadata:\n  name: &n kyln\n  list: [kyln, 'kyln', *n]\nname: kyln\n",
    "notes: |\n  name: kyln\n\n  kyln\nname: kyln # kyln\n",
    "tags: [a, b]   # kyln\nname: kyln\nmore: {name: kyln}\n",
    "base: &base {a: 1}\nmetadata:\n  <<: *base\nname: kyln\n",
    "name:\n  kyln\n",
    "? name\n: kyln\n",
]
LEFT = [
    "name: &n kyln\nmetadata: {is: *n}\n",
    "name: !!str kyln\n",
    "metadata: {is: &n kyln}\nname: *n\n",
    "name: >-\n  kyln\n",
    "name: |-\n  kyln\n",
    'name: "k\\x79ln"\n',
]


@ends
@pytest.mark.parametrize("lines", KEPT)
def test_a_name_is_written_anew_and_nothing_else(lines, newline):
    text = page(lines + REST, newline)

    after = fixed({SKILL: text}, "HL502")[SKILL]

    assert read(inner(after)) == read(inner(text)).put("name", value="kiln")


@pytest.mark.parametrize("lines", LEFT)
def test_a_name_that_is_written_in_another_way_is_left(lines):
    text = page(lines + REST)

    assert fixed({SKILL: text}, "HL502") == {SKILL: text}


@pytest.mark.parametrize("folder", ["123", "on", "null", "1e-5", "0x1f", "2026-01-01", "kiln"])
@pytest.mark.parametrize("lines", ["name: kyln # a\n", "name: 'kyln'\n", "name: Kyln\n", ""])
def test_a_name_stays_text_whatever_it_is(lines, folder):
    path = f"skills/{folder}/SKILL.md"

    after = inner(fixed({path: page(lines + REST)}, "HL501", "HL502")[path])

    name = read(after).events[read(after).index("name")]
    assert (name.value, YAML(typ="safe").load(after)["name"]) == (folder, folder)


@ends
@pytest.mark.parametrize(
    "lines",
    [
        "nmae: x\nalowed-tools: Read # all\n",
        "'alowed-tools': [Read,   Grep]   # all\nx: *a\n".replace("x: *a\n", ""),
        '"alowed-tools": &t "Read"\nmetadata: {tools: *t}\n',
        "# ä 🐻\nalowed-tools:\n# within\n- Read  # one\n",
    ],
)
def test_a_key_is_spelled_anew_and_its_value_stays(lines, newline):
    text = page(f"name: kiln\n{REST}{lines}", newline)

    after = fixed({SKILL: text}, "HL509")[SKILL]

    assert read(inner(after)) == read(inner(text)).put_key("alowed-tools", value="allowed-tools")


INDEX = """\
# Work Packages

## Work Package WP01: Dig the clay

- [ ] T001 Dig

## Work Package WP02: Fire it

**Depends on**: WP01, WP03, WP04

- [ ] T002 Fire

## Work Package WP03: Wash it

- [ ] T003 Wash

## Work Package WP04: Dry it

- [ ] T004 Dry
"""
FEATURE = "kitty-specs/001-kiln/"
PROMPT = f"{FEATURE}tasks/WP02.md"
PACKAGES = {
    f"{FEATURE}tasks.md": INDEX,
    **{
        f"{FEATURE}tasks/{name}.md": f"---\nwork_package_id: {name}\ndependencies: []\n---\n"
        for name in ("WP01", "WP03", "WP04")
    },
}


@ends
@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ("dependencies: []\n", ["WP01", "WP03", "WP04"]),
        ("dependencies: []  # none yet\ntitle: 'Fire it'\n", ["WP01", "WP03", "WP04"]),
        ("dependencies: [ ]\n", ["WP01", "WP03", "WP04"]),
        ("dependencies: [WP03]\n", ["WP01", "WP04"]),
        ("dependencies: [WP03,]\n", ["WP01", "WP04"]),
        ("dependencies: [\n  WP03,  # one\n  WP01   # two\n]\n", ["WP04"]),
        ("dependencies: ['WP03', \"WP04\"]   # ä\ntitle: Größe 🐻\n", ["WP01"]),
        ("dependencies:\n- WP03\ntitle: a\n", ["WP01", "WP04"]),
        ("dependencies:   # ä 🐻\n  - WP03 # a\n  - 'WP04'\ntitle: a\n", ["WP01"]),
        ("more: {dependencies: []}\ndependencies: [WP03]\n", ["WP01", "WP04"]),
        ("deps: &d [WP03]\ndependencies:\n    -   WP03\nx: *d\n", ["WP01", "WP04"]),
        ("dependencies: [WP03, &a WP04]\nx: *a\n", ["WP01"]),
    ],
)
def test_a_list_takes_what_it_lacks_as_the_rest_is_written(lines, missing, newline):
    text = page(f"work_package_id: WP02\n{lines}", newline)

    after = fixed({**PACKAGES, PROMPT: text}, "HL323")

    assert read(inner(after.pop(PROMPT))) == read(inner(text)).added("dependencies", items=missing)
    assert after == PACKAGES


@pytest.mark.parametrize(
    "lines",
    [
        "deps: &d [WP03]\ndependencies: *d\n",
        "dependencies: &d [WP03]\nx: *d\n",
        "dependencies: [WP03, [WP04]]\n",
        "dependencies:\n- {id: WP03}\n",
        "dependencies:\n- >-\n  WP03\n",
    ],
)
def test_a_list_that_is_written_in_another_way_is_left(lines):
    files = {**PACKAGES, PROMPT: page(f"work_package_id: WP02\n{lines}")}

    assert fixed(files, "HL323") == files


@ends
@pytest.mark.parametrize(
    ("lines", "last"),
    [
        ("metadata:\nversion: 1.0.0\n", "version"),
        ("metadata:   \nversion: 1  # ä\n# of\nauthor: 'A'  # 🐻\nmodel: haiku\n", "author"),
        ("metadata:\nauthor: &a A\nlist:\n- *a\n- b # c\nmodel: haiku\n", "list"),
        ("metadata:\nauthor: {a: [1,\n  2]}\nmore: >-\n  a\n\n  b\nlicense: MIT\n", "more"),
        ('metadata:\nauthor: "a\n  b"\nmore:\n  below: |\n    x\n', "more"),
    ],
)
def test_what_belongs_to_a_key_is_indented_below_it(lines, last, newline):
    text = page(f"name: kiln\n{REST}{lines}", newline)

    after = fixed({SKILL: text}, "HL107")[SKILL]

    assert read(inner(after)) == read(inner(text)).nested("metadata", last)


@ends
def test_a_key_to_which_nothing_belongs_is_removed_with_its_line(newline):
    text = page(f"name: kiln # a\nmetadata:\n# ä\n{REST}", newline)

    after = fixed({SKILL: text}, "HL107")[SKILL]

    assert read(inner(after)) == read(inner(text)).without("metadata")


@pytest.mark.parametrize(
    "lines",
    [
        "metadata: # to come\nversion: 1\n",
        "metadata: ~\nversion: 1\n",
        "metadata: &m\nversion: 1\nx: *m\n",
        "? metadata\n:\nversion: 1\n",
        "metadata: kiln\nversion: 1\n",
    ],
)
def test_a_key_that_is_not_alone_on_its_line_is_left(lines):
    text = page(f"name: kiln\n{REST}{lines}")

    assert fixed({SKILL: text}, "HL107") == {SKILL: text}


@ends
@pytest.mark.parametrize("value", ["3", "3.10  # ä", "No", "true # 🐻", "0x1F", "1_000", "-1.5e+3"])
def test_a_number_becomes_text_as_it_is_written(value, newline):
    text = page(f"name: kiln\n{REST}compatibility: {value}\nlicense: 'MIT'\n", newline)

    after = fixed({SKILL: text}, "HL107")[SKILL]

    assert read(inner(after)) == read(inner(text)).put("compatibility", style='"')


@pytest.mark.parametrize("value", ["!!int '3'", "&c 3", "*v"])
def test_a_number_that_is_written_in_another_way_is_left(value):
    text = page(f"name: kiln\nmetadata: {{version: &v 3}}\n{REST}compatibility: {value}\n")

    assert fixed({SKILL: text}, "HL107") == {SKILL: text}


@ends
def test_values_leave_their_brackets_as_they_are_written(newline):
    lines = (
        "allowed-tools:  ['Read', Bash(git:*), \"ä 🐻\"]\nmetadata:\n  x: {a: \"1\", 'b': c d}\n"
    )
    text = page(f"# ö\nname: kiln # the oven\n{REST}{lines}", newline)

    after = fixed({SKILL: text}, "HL521")[SKILL]

    expected = read(inner(text)).put("allowed-tools", style=False)
    assert read(inner(after)) == expected.put("metadata", "x", style=False)


@ends
@pytest.mark.parametrize(
    ("lines", "value", "style"),
    [
        ("title: a: b  # ä", "a: b  # ä", None),
        ("title: *.ts", "*.ts", '"'),
        ('title: "a" b', '"a" b', None),
        ("title: ä 🐻: it's", "ä 🐻: it's", '"'),
        ('title: he: "so"', 'he: "so"', "'"),
    ],
)
def test_what_yaml_cannot_read_is_put_in_quotes_and_the_rest_stays(lines, value, style, newline):
    text = page(f"name: kiln # the oven\n{lines}\n{REST}license: 'MIT'\n", newline)

    after = fixed({SKILL: text}, "HL008")[SKILL]

    if style is None:
        assert after == text
        return
    known = read(inner(text.replace(lines, "title: x"))).put("title", value=value, style=style)
    assert read(inner(after)) == known


@ends
def test_a_lane_is_written_as_the_log_has_it(newline):
    log = '{"wp_id": "WP02", "from_lane": "planned", "to_lane": "done", "at": "2026-01-01"}\n'
    lines = (
        "work_package_id: WP02\nlane: 'doing'  # ä\nhistory:\n- {lane: doing, by: &a 🐻}\n- *a\n"
    )
    files = {**PACKAGES, PROMPT: page(lines, newline), f"{FEATURE}status.events.jsonl": log}

    after = fixed(files, "HL209")[PROMPT]

    assert read(inner(after)) == read(inner(files[PROMPT])).put("lane", value="done")


FEATURE_SPEC = """\
# ä 🐻
version: "1.0"
feature: &f
  id: lamp-log   # the log
  name: 'Lamp log'
  {priority}
  status: planning
objective: {{summary: "Keepers see when the lamp was lit."}}
requirements:
  functional:
    - id: FR-001
      title: >-
        Note the hour

        hihg
      priority: high
      description: The log notes the hour at which the lamp was lit.
      acceptance_criteria: [The hour is in the log.]
tasks:
  backend:
  - id: BE-001
    title: Write the log
    reference: FR-001
    acceptance_criteria: [A night is written.]
    done_when: The log has a night.
"""


@ends
@pytest.mark.parametrize(
    "line", ["priority: hihg", "priority: 'hihg'  # ö", 'priority: "hihg"', "priority:  hihg #"]
)
def test_a_slip_in_data_is_corrected_in_each_document_of_a_stream(line, newline):
    one = FEATURE_SPEC.format(priority=line)
    text = f"{one}---\n{one}...\n# the end\n".replace("\n", newline)

    after = fixed({"specs/lamp.feature.yaml": text}, "HL802")["specs/lamp.feature.yaml"]

    assert read(after) == read(text.replace(line, line.replace("hihg", "high")))
    assert after == text.replace(line, line.replace("hihg", "high"))


@pytest.mark.parametrize("lines", ["priority: &p hihg", "priority: !!str hihg"])
def test_a_slip_that_is_written_in_another_way_is_left(lines):
    files = {"specs/lamp.feature.yaml": FEATURE_SPEC.format(priority=lines)}

    assert fixed(files, "HL802") == files
