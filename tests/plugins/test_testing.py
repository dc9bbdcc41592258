"""`harness_lint.testing` for authors: what it says when a check, a page or a fact is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness_lint import testing
from harness_lint.errors import PluginError
from harness_lint.plugin import Document, Span, Violation, check
from tests.plugins.installing import AT_START, check_module, write

PAGE = """\
# OUR101 first-character

Something is found.

## Why

To see whether it works.

## Cases

### It is found

~~~~markdown path=notes.md
# Notes
~~~~

~~~~text findings
notes.md:1:1: OUR101 the first character is here [first-character]
~~~~

### Nothing is found in nothing

~~~~toml config
exclude = ["notes.md"]
~~~~
"""


def local(folder: Path, page: str = PAGE, module: str = "") -> Path:
    module = module or check_module("OUR101", "first-character", AT_START)
    write(folder, {"first.py": module, "first_character.md": page})
    return folder / "first.py"


def complaint(target, number=0) -> str:
    with pytest.raises(AssertionError) as error:
        testing.assert_case(testing.page_cases(target)[number])
    return str(error.value)


def test_cases_have_names_to_be_told_apart(tmp_path):
    cases = testing.page_cases(local(tmp_path))

    assert [str(case) for case in cases] == [
        "first-character: It is found",
        "first-character: Nothing is found in nothing",
    ]


def test_a_right_case_passes(tmp_path):
    testing.assert_case(testing.page_cases(local(tmp_path))[0])


def test_a_wrong_finding_is_shown_as_a_difference(tmp_path):
    page = PAGE.replace("character is here", "character is there")

    message = complaint(local(tmp_path, page))

    assert message.splitlines()[:2] == [
        "first-character: It is found (- expected, + found)",
        "- notes.md:1:1: OUR101 the first character is there [first-character]",
    ]
    assert "+ notes.md:1:1: OUR101 the first character is here [first-character]" in message


def test_a_check_that_raises_is_told(tmp_path):
    module = check_module("OUR101", "first-character", "raise KeyError('rope')")

    message = complaint(local(tmp_path, module=module))

    assert "something raised" in message
    assert "OUR101 first-character of `first.py`: KeyError: 'rope'" in message


def test_a_fixed_text_that_is_not_so_is_shown(tmp_path):
    page = PAGE.replace(
        "### Nothing", "~~~~markdown fixed path=notes.md\n# Note\n~~~~\n\n### Nothing"
    )

    message = complaint(local(tmp_path, page))

    assert message.startswith("first-character: It is found: `notes.md` when fixed")
    assert "- # Note\n" in message


@pytest.mark.covers("FIX-002")
def test_a_fix_that_is_wrongly_called_safe_is_told(tmp_path):
    body = (
        "edit = Edit(Span(2, 7), 'Words')\n"
        "    yield Violation(Span(0, 1), 'the first character is here', fix=Fix('Do', (edit,)))"
    )
    module = check_module("OUR101", "first-character", body)

    message = complaint(local(tmp_path, module=module))

    assert message.endswith("its fix is called safe and would change its headings in `notes.md`")


def test_an_option_that_the_check_does_not_have_is_told(tmp_path):
    page = PAGE.replace("### Nothing", "~~~~toml options\nsign = 1\n~~~~\n\n### Nothing")

    assert complaint(local(tmp_path, page)) == "rule `first-character` has no options"


def test_a_fence_that_says_nothing_is_a_mistake(tmp_path):
    page = PAGE.replace("text findings", "text finding")

    with pytest.raises(ValueError, match="a fence that says nothing to us: 'text finding'"):
        testing.page_cases(local(tmp_path, page))


FACTS = """\
from harness_lint.plugin import *


@facts("our/title", subject=Document)
def titles(document):
    yield Said("our/title", "", Span(0, 1), {"words": VALUE})


"""


@pytest.mark.parametrize("value", ["('a', 'b')", "{1: 'a'}"])
def test_facts_that_are_not_plain_are_told(tmp_path, value):
    module = FACTS.replace("VALUE", value) + check_module("OUR101", "first-character", AT_START)

    assert " is not plain: read again, it is " in complaint(local(tmp_path, module=module))


def test_facts_that_are_plain_pass(tmp_path):
    module = FACTS.replace("VALUE", "['a', {'b': None}]")
    module += check_module("OUR101", "first-character", AT_START)

    testing.assert_case(testing.page_cases(local(tmp_path, module=module))[0])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("# OUR101", "# OUR102", "does not begin with `# OUR101 first-character`"),
        ("Something is", "Anything is", "does not say `Something is found.`"),
        ("## Why", "## Because", "has no section `Why`"),
        ("~~~~text findings\n", "~~~~text tree\n", "no case of `first-character` has a finding"),
        ("### Nothing", "#### Nothing", "no case of `first-character` is silent"),
    ],
)
def test_what_a_page_lacks_is_told(tmp_path, old, new, words):
    target = local(tmp_path, PAGE.replace(old, new))
    (one,) = testing.checks_of(target)

    with pytest.raises(AssertionError) as error:
        testing.assert_page(one, target)

    assert words in str(error.value)


def test_a_whole_page_passes(tmp_path):
    target = local(tmp_path)

    testing.assert_page(testing.checks_of(target)[0], target)


def test_a_check_without_a_page_has_no_case_and_no_whole_page(tmp_path):
    target = local(tmp_path)
    (tmp_path / "first_character.md").unlink()

    assert testing.page_cases(target) == []
    with pytest.raises(AssertionError, match="has no section `Why`"):
        testing.assert_page(testing.checks_of(target)[0], target)


def test_what_a_run_would_refuse_is_refused(tmp_path):
    target = local(tmp_path, module=check_module("HL999", "first-character"))

    with pytest.raises(PluginError, match="`HL999` begins with `HL`, which is ours"):
        testing.page_cases(target)


@check("OUR102", "any-title", subject=Document, since="1.0")
def any_title(document: Document):
    """A document has a title."""
    if document.outline.title is not None:
        yield Violation(Span(0, 1), "there is a title")


def test_a_function_is_tried_on_documents_without_any_page():
    sources = {"a.md": "# A\n", "b.md": "none\n"}

    testing.assert_findings(any_title, sources, ["a.md:1:1: OUR102 there is a title [any-title]"])
    with pytest.raises(AssertionError, match=r"\+ a.md:1:1: OUR102 there is a title"):
        testing.assert_findings(any_title, sources, [])


def test_a_rule_of_ours_is_tried_in_the_same_way():
    (mark,) = (one for one in testing.checks_of() if one.code == "HL002")

    testing.assert_findings(mark, {"a.md": "# A\n"}, [])
