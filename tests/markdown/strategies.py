"""Documents made up by hypothesis: well-formed ones, and soups of markers."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = st.lists(
    st.sampled_from(
        (
            *("task", "T001", "done", "é", "任务", "🎉", "e\u0301", "`code`", "**bold**", "*it*"),
            *(
                "&amp;",
                "\\*",
                "[a](b)",
                "<b>",
                "FR-001:",
                "~5",
                "~~no~~",
                "<http://a.b>",
                "![i](j)",
            ),
        )
    ),
    min_size=1,
    max_size=6,
).map(" ".join)

PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
HEADINGS = st.builds("{} {}".format, st.sampled_from(["#", "##", "###"]), WORDS)
SETEXT = st.builds("{}\n{}".format, WORDS, st.sampled_from(["===", "---"]))
FENCES = st.builds(
    "{0}{1}\n{2}\n{0}".format,
    st.sampled_from(["```", "~~~~"]),
    st.sampled_from(["", "py"]),
    PARAGRAPHS,
)
COMMENTS = st.builds("<!-- {} -->".format, PARAGRAPHS)
CELLS = st.sampled_from(["a", "`b`", "**c**", "", "T001", "任务"])
TABLES = st.lists(st.tuples(CELLS, CELLS), max_size=3).map(
    lambda rows: "\n".join(
        ["| h | i |", "|---|---|", *(f"| {first} | {second} |" for first, second in rows)]
    )
)
LEAVES = st.one_of(PARAGRAPHS, HEADINGS, SETEXT, FENCES, COMMENTS, TABLES, st.just("***"))


def _set_in(prefix: str, width: str, block: str) -> str:
    first, *others = block.split("\n")
    return "\n".join([prefix + first, *(width + line if line else "" for line in others)])


def _contain(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    quotes = inner.map(lambda text: _set_in("> ", "> ", text.replace("\n\n", "\n>\n")))
    marks = st.sampled_from(["- ", "* ", "1. ", "- [ ] ", "10) "])
    items = st.builds(
        lambda mark, text: _set_in(
            mark, " " * (mark.find("[") if "[" in mark else len(mark)), text
        ),
        marks,
        inner,
    )
    lists = st.lists(items, min_size=1, max_size=3).map("\n".join)
    return st.one_of(quotes, lists, st.lists(inner, min_size=1, max_size=3).map("\n\n".join))


DOCUMENTS = st.recursive(LEAVES, _contain, max_leaves=12).map(lambda text: text + "\n")

SPOONFULS = (
    *("# ", "## ", "- ", "* ", "+ ", "1. ", "2) ", "> ", "```", "    ", "  ", "\t", "===", "***"),
    *("<!--", "-->", "<div>", "</div>", "a", "b c", "é🎉", "`", "``", "*", "**", "_", "[", "](u)"),
    *("[ ] ", "[x] ", "\\", "&amp;", "\n", "\n\n", "\n|a|b|\n|-|-|\n", "<b>", "![", "---\n"),
    *("\n- ", "\n> ", "\n```\n", "\n1. ", "|", "T001 "),
)
SOUPS = st.lists(st.sampled_from(SPOONFULS), min_size=1, max_size=20).map("".join)
