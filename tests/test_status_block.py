"""Status blocks as they are written, and as they only look."""

import pytest

from harness_lint.documents.document import Document
from harness_lint.documents.status_block import StatusBlock
from harness_lint.markdown.parser import parse
from harness_lint.packs.loader import builtin_packs
from harness_lint.source import Source
from harness_lint.testing import check_sources, concise

FIELDS = """\
> Agent: greenhouse
> Status: partial
> Current code differences: the roof does not open
> Todo: open the roof
> Fully implemented: no
"""

VALUES = {
    "Agent": "greenhouse",
    "Status": "partial",
    "Current code differences": "the roof does not open",
    "Todo": "open the roof",
    "Fully implemented": "no",
}


def blocks_in(text: str) -> tuple[StatusBlock, ...]:
    markdown = parse(Source.from_text("docs/greenhouse.md", text))
    return Document(markdown, status_shapes=builtin_packs().status_blocks).status_blocks


def values_of(block: StatusBlock) -> dict[str, str]:
    return {field.key: field.value.value for field in block.fields}


def as_list(marker: str) -> str:
    return FIELDS.replace("> ", f"> {marker} ")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("> Mission status\n" + FIELDS, id="plain lines"),
        pytest.param("# Title\n\n> Mission status\n" + FIELDS + "\nText", id="below a title"),
        pytest.param("> **Mission status**\n" + FIELDS, id="bold lead"),
        pytest.param("> ## Mission status\n>\n" + FIELDS, id="lead as a heading"),
        pytest.param("> mission status:\n" + FIELDS, id="lower case and a colon"),
        pytest.param("> 🚧 Mission status\n" + FIELDS, id="emoji in front"),
        pytest.param("> [!NOTE]\n> Mission status\n" + FIELDS, id="an alert"),
        pytest.param(">Mission status\n" + FIELDS.replace("> ", ">"), id="no blank behind >"),
        pytest.param("> Mission status\n>\n" + FIELDS, id="a blank line between"),
        pytest.param("> Mission status\n" + FIELDS.replace("\n", "  \n"), id="hard breaks"),
        pytest.param("> Mission status\n" + FIELDS.replace("\n", "\\\n"), id="backslashes"),
        pytest.param("> Mission status\n>\n" + as_list("-"), id="a list"),
        pytest.param("> Mission status\n>\n" + as_list("1."), id="an ordered list"),
        pytest.param("> Mission status\n" + FIELDS.replace("> ", ""), id="lazy lines"),
        pytest.param("> Mission status\n" + FIELDS.replace(": ", "："), id="full-width colons"),
        pytest.param("> Mission status\r\n" + FIELDS.replace("\n", "\r\n"), id="CRLF"),
        pytest.param("\ufeff> Mission status\n" + FIELDS, id="byte order mark"),
        pytest.param("---\ntitle: x\n---\n\n> Mission status\n" + FIELDS, id="front matter"),
        pytest.param("> Mission status\n" + FIELDS.replace("partial", "`partial`"), id="code"),
        pytest.param("> Mission status\n" + FIELDS.replace("partial", "**partial**"), id="bold"),
        pytest.param(
            "> Mission status\n" + FIELDS.replace("partial", "partial <!-- since May -->"),
            id="a comment behind a value",
        ),
        pytest.param(
            "> Mission status\n" + FIELDS.replace("> Status:", "> **Status:**"), id="bold name"
        ),
        pytest.param(
            "> Mission status\n" + FIELDS.replace("> Status:", "> **Status**:"),
            id="bold name, colon outside",
        ),
        pytest.param(
            "> Mission status\n" + FIELDS.replace("roof does", "roof\n> does"), id="a wrapped value"
        ),
    ],
)
def test_a_block_is_read_in_every_way_it_is_written(text):
    (block,) = blocks_in(text)

    assert values_of(block) == VALUES
    assert not block.is_template


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Mission status\n\nStatus: partial\n", id="no quote"),
        pytest.param("```md\n> Mission status\n" + FIELDS + "```\n", id="a fence"),
        pytest.param("    > Mission status\n    > Status: partial\n", id="indented code"),
        pytest.param("<!--\n> Mission status\n" + FIELDS + "-->\n", id="a comment"),
        pytest.param("> > Mission status\n> > Status: partial\n", id="a quote in a quote"),
        pytest.param("- > Mission status\n  > Status: partial\n", id="a quote in a list"),
        pytest.param("> ```\n> Mission status\n> ```\n", id="a fence in a quote"),
        pytest.param("> Mission status blocks stand below the title.\n", id="a sentence"),
        pytest.param("> Read this.\n> Mission status\n> Status: done\n", id="not at the start"),
        pytest.param("> Status: partial\n> Todo: none\n", id="no lead"),
        pytest.param("Fully implemented: YES\n", id="another tool's line"),
    ],
)
def test_what_only_looks_like_a_block_is_none(text):
    assert blocks_in(text) == ()


@pytest.mark.parametrize(
    "status",
    [
        "not-started | in-progress | partial | complete",
        "`not-started` | `complete`",
        "partial / complete",
        "<status>",
        "{{STATUS}}",
    ],
)
def test_a_value_that_shows_the_choices_makes_a_template(status):
    (block,) = blocks_in(f"> Mission status\n> Agent: x\n> Status: {status}\n")

    assert block.is_template


def test_spans_are_exact_behind_other_scripts():
    text = "# 温室\n\n> Mission status\n> Agent: 温室🌱\n> Status: done\n"
    source = Source.from_text("docs/温室.md", text)

    (block,) = blocks_in(text)
    agent, status = block.fields

    assert source.slice(block.lead) == "Mission status"
    assert source.slice(agent.value.at) == "温室🌱"
    assert source.place(status.value.at)[:2] == (5, 11)


def test_a_value_that_is_missing_stands_behind_its_colon():
    text = "> Mission status\n> Todo:\n"

    (block,) = blocks_in(text)

    assert block.fields[0].value.value == ""
    assert block.fields[0].value.at.start == text.index(":\n") + 1


def test_ten_thousand_blocks_are_read_in_one_go():
    text = ("> Mission status\n" + FIELDS + "\n") * 10_000

    assert len(blocks_in(text)) == 10_000


LINES = FIELDS.splitlines(keepends=True)


def found_in(fields: str) -> list[str]:
    text = "# Greenhouse\n\n> Mission status\n" + fields + "\nIt has a roof.\n"
    report = check_sources({"docs/greenhouse.md": text.encode()})
    return [finding.code for finding in report.findings if finding.code.startswith("HL2")]


def test_the_block_itself_is_silent():
    assert found_in(FIELDS) == []


@pytest.mark.parametrize("line", LINES)
def test_each_field_that_is_removed_is_missed_once(line):
    assert found_in(FIELDS.replace(line, "")) == ["HL203"]


@pytest.mark.parametrize("line", LINES)
def test_each_field_that_is_emptied_is_missed_once(line):
    assert found_in(FIELDS.replace(line, line.split(":")[0] + ":\n")) == ["HL203"]


@pytest.mark.parametrize("line", LINES)
def test_each_name_that_is_misspelled_is_unknown_and_nothing_else(line):
    name = line.removeprefix("> ").split(":")[0]

    assert found_in(FIELDS.replace(name, name + "s", 1)) == ["HL204"]


@pytest.mark.parametrize("number", range(1, len(LINES)))
def test_each_pair_of_lines_that_is_swapped_is_out_of_order_once(number):
    lines = LINES.copy()
    lines[number - 1], lines[number] = lines[number], lines[number - 1]

    assert found_in("".join(lines)) == ["HL206"]


@pytest.mark.parametrize(("good", "bad"), [("partial", "partly done"), ("no\n", "not yet\n")])
def test_each_value_that_is_not_in_its_set_is_invalid_once(good, bad):
    assert found_in(FIELDS.replace(f": {good}", f": {bad}")) == ["HL205"]


BLOCK = b"> Mission status\n" + FIELDS.encode()
SILENT = b"# Plan\n"


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ((), []),
        (("docs/*.md",), ["docs/b.md HL201", "notes/c.md HL210"]),
        (("docs/**",), ["docs/b.md HL201", "notes/c.md HL210"]),
        (("docs",), ["docs/b.md HL201", "notes/c.md HL210"]),
        (("./docs/a.md", "notes/c.md"), []),
        (("/docs/a.md", "notes/*.md"), []),
        pytest.param(("a.md",), ["a.md HL210", "docs/a.md HL210", "notes/c.md HL210"], id="a path"),
        pytest.param(("docs/a.md", "notes/{c,d}.md"), [], id="a pattern may match nothing"),
    ],
)
def test_the_closed_set_is_what_the_configuration_lists(listed, expected):
    from harness_lint.config import Config, Selection

    config = Config(selection=Selection(select=("HL201", "HL210")), status_documents=listed)
    sources = {"docs/a.md": BLOCK, "docs/b.md": SILENT, "notes/c.md": BLOCK}

    report = check_sources(sources, config)

    assert [f"{finding.path} {finding.code}" for finding in report.findings] == expected


def test_a_document_that_is_gone_is_missed_by_a_whole_run_alone():
    from harness_lint.config import Config, Selection

    config = Config(
        selection=Selection(select=("HL210",)), status_documents=("docs/a.md", "docs/gone.md")
    )
    sources = {"docs/a.md": BLOCK, "docs/b.md": SILENT}

    whole = check_sources(sources, config)
    part = check_sources(sources, config, files=("docs/b.md",))

    assert [concise(finding).split(" ", 2)[:2] for finding in whole.findings] == [
        ["docs/gone.md:1:1:", "HL210"]
    ]
    assert not part.findings
