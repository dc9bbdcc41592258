"""`harness-lint derive`: a pack that its own sources pass, and that finds what is changed."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harness_lint.deriving.derive import derive, globs_of
from harness_lint.deriving.ids import claim_traits, id_traits
from harness_lint.deriving.traits import literal, traits_of
from harness_lint.documents.document import Document
from harness_lint.markdown.parser import parse
from harness_lint.packs.loader import packs_over
from harness_lint.packs.patterns import compile_globs, compile_pattern
from harness_lint.source import Source
from harness_lint.testing import check_sources
from tests.fixtures import fixtures

DECISION = """\
---
owner: {owner}
size: {size}
---

# ADR-00{n}: {title}

**Status**: {status}
**Day**: 2026-05-0{n}

## Context

Say why.

## Options

- REQ-0{n}1: the first
- REQ-0{n}2: the second

## Costs

| Part | Price |
|---|---|
| rope | 3 |

## Next steps

- [ ] Buy it.
"""

VALUES = [
    {"n": 1, "owner": "Ann", "size": 3, "title": "Ropes", "status": "open"},
    {"n": 2, "owner": "Bo", "size": 4, "title": "Sails", "status": "done"},
    {"n": 3, "owner": "Ann", "size": 5, "title": "Oars", "status": "open"},
    {"n": 4, "owner": "Bo", "size": 6, "title": "Masts", "status": "done"},
]


def run(folder, *arguments):
    command = [sys.executable, "-m", "harness_lint", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "adr").mkdir()
    for values in VALUES:
        (tmp_path / f"adr/00{values['n']}.md").write_text(DECISION.format(**values))
    return tmp_path


def derived(sources):
    """Return the pack of *sources*, a text by path, and what it finds in them."""
    documents = [
        Document(parse(Source.from_text(path, text))) for path, text in sorted(sources.items())
    ]
    data = {path: text.encode() for path, text in sources.items()}
    known = {(f.path, f.place.line, f.code) for f in check_sources(data).findings}

    def judge(text):
        packs = packs_over(("a.yaml",), {"a.yaml": text.encode()}.__getitem__)
        report = check_sources(data, packs=packs)
        return [f for f in report.findings if (f.path, f.place.line, f.code) not in known]

    text = derive("house", globs_of(sources), documents, judge)
    return text, judge(text)


def test_a_pack_says_what_documents_have_in_common(project):
    made = run(project, "derive", "adr")

    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout == (
        "# Derived from 4 documents, all of which pass it. Make it say what you mean.\n"
        "pack: adr\n"
        "title: Adr\n"
        "\n"
        "# IDs that lead headings, items or rows, and what must lead to them.\n"
        "items:\n"
        "  req:\n"
        "    title: req\n"
        "    id: 'REQ-\\d{1,4}[a-z]?'\n"
        "    policy: [{any: [{role: claims}, {role: implements}, {role: verifies}]}]\n"
        "  adr:\n"
        "    title: adr\n"
        "    id: 'ADR-\\d{1,4}[a-z]?'\n"
        "    policy: [{any: [{role: claims}, {role: implements}, {role: verifies}]}]\n"
        "\n"
        "families:\n"
        "  adr:\n"
        "    title: adr\n"
        "    paths: ['adr/*.md']\n"
        "    title-required: true\n"
        "    title-pattern: '^ADR-\\d+: '\n"
        "    title-example: 'ADR-001: Ropes'\n"
        "    front-matter:\n"
        "      required: [owner, size]\n"
        "      schema:\n"
        "        type: object\n"
        "        properties:\n"
        '          owner: {"enum": ["Ann", "Bo"]}\n'
        '          size: {"type": "integer"}\n'
        "    fields:\n"
        "      - {name: Status, required: true, values: [done, open]}\n"
        "      - {name: Day, required: true}\n"
        "    ordered: true\n"
        "    sections:\n"
        "      - Context\n"
        "      - {name: Options, required: true, content: list}\n"
        "      - {name: Costs, required: true, columns: [Part, Price]}\n"
        "      - {name: Next steps, required: true, content: checklist}\n"
        "    trace:\n"
        "      defines:\n"
        "        - {kind: req, shapes: [item]}\n"
        "        - {kind: adr, shapes: [heading]}\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("## Context\n\nSay why.\n\n", "", "missing-section"),
        ("# ADR-003: Oars", "# Oars", "wrong-title"),
        ("**Status**: open", "**Status**: burning", "invalid-field"),
        ("**Day**: 2026-05-03\n", "", "missing-field"),
        ("owner: Ann\n", "", "front-matter-schema"),
        (
            "- [ ] Buy it.",
            "Buy it as soon as there is money for it, and not before.",
            "wrong-content",
        ),
        ("| Part | Price |", "| Part | Cost |", "wrong-content"),
        ("REQ-031: the first", "REQ-011: buy another boat", "duplicate-id-definition"),
    ],
)
def test_what_is_changed_in_one_document_is_found(project, old, new, name):
    wrote = run(project, "derive", "adr", "--output", "packs/adr.yaml")
    (project / "harness-lint.toml").write_text('packs = ["packs/adr.yaml"]\n')
    assert wrote.stdout.startswith("wrote packs/adr.yaml, which 4 documents pass\n")
    assert run(project, "check").returncode == 0
    path = project / "adr/003.md"
    text = path.read_text()
    assert old in text

    path.write_text(text.replace(old, new, 1))

    found = run(project, "check", "--output-format", "concise").stdout
    assert f"[{name}]" in found
    assert "adr/003.md:" in found


def test_nothing_is_overwritten_and_wrong_use_is_told(project):
    run(project, "derive", "adr", "--output", "a.yaml")

    again = run(project, "derive", "adr", "--output", "a.yaml")
    nothing = run(project, "derive", "adr/*.txt")
    nameless = run(project, "derive", "adr", "--name", "7")

    assert again.stderr == "error: `a.yaml` is there already\n"
    assert nothing.stderr == "error: `adr/*.txt` matches no file\n"
    assert nameless.stderr.startswith("error: `7` is no name for a pack\n")
    assert {again.returncode, nothing.returncode, nameless.returncode} == {2}


@pytest.mark.parametrize(
    ("paths", "globs"),
    [
        (["adr/1.md", "adr/2.md"], ("adr/*.md",)),
        (["adr/1.md"], ("adr/1.md",)),
        (["1.md"], ("{,./}1.md",)),
        (["1.md", "2.md"], ("{,./}*.md",)),
        (["memo-1.md", "memo-2.md"], ("{,./}memo-*.md",)),
        (["specs/a/spec.md", "specs/b/spec.md"], ("specs/*/spec.md",)),
        (["a/specs/a/spec.md", "a/b/spec.md"], ("a/**/spec.md",)),
        (["a/x.md", "b/y.md"], ("a/*.md", "b/*.md")),
        (["a/x.md", "a/x.markdown"], ("a/*.markdown", "a/*.md")),
    ],
)
def test_globs_match_the_paths_that_they_are_made_of(paths, globs):
    assert globs_of(paths) == globs
    assert all(compile_globs(globs).match(path) for path in paths)


# --- Its own sources pass


def markdown_of(fixture):
    groups = {}
    for path, data in fixture.contents().items():
        if path.endswith(".md"):
            groups.setdefault(Path(path).name if "/" in path else ".", {})[path] = data
    return groups


CASES = [
    pytest.param(group, id=f"{fixture.name}:{name}")
    for fixture in fixtures()
    for name, group in markdown_of(fixture).items()
]


@pytest.mark.parametrize("group", CASES)
def test_documents_of_fixtures_pass_the_pack_derived_from_them(group):
    try:
        sources = {path: data.decode() for path, data in group.items()}
    except UnicodeDecodeError:
        return

    text, findings = derived(sources)

    assert findings == []
    assert yaml.safe_load(text)["pack"] == "house"


words = st.text("abcXYZ ÄÖ:-'\"[]{}#*`|1239.()é漢", min_size=1, max_size=12)
lines = st.one_of(
    st.builds("# {}".format, words),
    st.builds("## {}".format, words),
    st.builds("### {}".format, words),
    st.builds("## Step {}: go".format, st.integers(1, 30)),
    st.builds("**{}**: {}".format, words, words),
    st.builds("- {}".format, words),
    st.builds("- [ ] T{:03d} {}".format, st.integers(1, 9), words),
    st.builds("1. REQ-{} {}".format, st.integers(1, 99), words),
    st.builds("Covers: REQ-{}".format, st.integers(1, 99)),
    st.builds("| {} | b |\n|---|---|\n| c | d |".format, words),
    st.builds("```{}\nx\n```".format, st.sampled_from(["json", "", "sh"])),
    words,
)
texts = st.lists(lines, max_size=14).map("\n\n".join)
heads = st.sampled_from(
    ["", "---\nowner: Ann\n---\n", "---\nsize: 3\nowner: x\n---\n", "---\n: :\n"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(heads, texts), min_size=1, max_size=4))
@example([("", "## - X")])
def test_any_documents_pass_the_pack_derived_from_them(parts):
    sources = {f"house/{n}.md": f"{head}{text}\n" for n, (head, text) in enumerate(parts)}

    text, findings = derived(sources)

    assert findings == []
    assert yaml.safe_load(text)["title"] == "House"


@given(st.text(max_size=20))
def test_a_literal_matches_itself(text):
    if "\n" not in text and "\0" not in text:
        assert compile_pattern(f"^(?:{literal(text)})$").search(text)


# --- IDs and claims


def test_labels_behind_which_ids_stand_are_claims():
    text = (
        "# A\n\n- LF10 one\n- LF20 two\n- LF30 three\n\n**Verified by**: x\n\n"
        "**Prüft**: LF10, LF20\n**Covers**: LF30\n**Note**: LF10 is old\n**Depends on**: none\n"
    )
    documents = [Document(parse(Source.from_text("a.md", text)))]
    kinds = id_traits(documents)

    assert [(one.name, one.shapes, one.are_tasks) for one in kinds] == [("lf", ("item",), False)]
    assert [(one.label, one.role) for one in claim_traits(documents, kinds)] == [
        ("Covers", "claims"),
        ("Prüft", "verifies"),
    ]


def test_one_document_gives_a_pack_too():
    document = Document(parse(Source.from_text("a.md", "# A\n\n## B\n\n- c\n")))
    traits = traits_of([document])

    assert [(one.name, one.required, one.content) for one in traits.sections] == [
        ("B", True, "list")
    ]
    assert traits.title_pattern == ""
