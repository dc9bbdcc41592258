"""Outlines, lenses, progress, folding, links of a text; search in the project."""

from lsprotocol import types

from harness_lint.lsp.features.folding import folding_ranges
from harness_lint.lsp.features.lenses import SHOW_REFERENCES, code_lenses, resolved
from harness_lint.lsp.features.links import document_links
from harness_lint.lsp.features.outline import document_symbols
from harness_lint.lsp.features.progress import progress_hints
from harness_lint.lsp.features.search import workspace_symbols
from tests.lsp.marked import Marked

SPEC = """\
# Feature Specification: Bells

## Requirements

### User Story 1 - Hear the bell (Priority: P1)

- **FR-001**: The log MUST note each stroke 🔔.
- **FR-002**: The log MUST be printed.
"""

TASKS = """\
# Tasks: Bells

## Phase 1: Setup 🔔

- [x] T001 Note each stroke in src/log.py
  Covers: FR-001
- [ ] T002 Print the log in src/print.py
- [ ] ~~T003 Draw the log~~ (cancelled)

## Notes

See [the spec](spec.md#requirements) and [the web](https://example.com/a).
"""

TEST = '''\
def test_each_stroke_is_noted():
    """FR-001"""
'''


def project(tmp_path, path, **texts):
    sources = {"specs/001-bells/spec.md": SPEC, "specs/001-bells/tasks.md": TASKS}
    marked = Marked(tmp_path, {**sources, "tests/test_log.py": TEST, **texts})
    marked.path = path
    return marked


def tree(symbols, depth=0):
    for symbol in symbols or ():
        yield f"{'  ' * depth}{symbol.name} [{symbol.detail or ''}]"
        yield from tree(symbol.children, depth + 1)


def test_the_outline_has_sections_and_items_with_their_states(tmp_path):
    marked = project(tmp_path, "specs/001-bells/tasks.md")

    found = document_symbols(marked.view, marked.path, None)

    assert list(tree(found)) == [
        "Tasks: Bells []",
        "  Phase 1: Setup 🔔 []",
        "    T001 Note each stroke in src/log.py [done]",
        "    T002 Print the log in src/print.py [open]",
        "    T003 Draw the log (cancelled) [skipped]",
        "  Notes []",
    ]


def test_an_item_that_a_heading_defines_is_that_section(tmp_path):
    marked = project(tmp_path, "specs/001-bells/spec.md")

    found = document_symbols(marked.view, marked.path, None)

    (requirements,) = found[0].children
    (story,) = requirements.children
    assert (story.name, story.kind) == (
        "User Story 1 - Hear the bell (Priority: P1)",
        types.SymbolKind.Class,
    )
    assert [(one.name.split()[0], one.detail) for one in story.children] == [
        ("FR-001", "tested"),
        ("FR-002", "gap"),
    ]


def test_a_work_package_is_its_section_and_has_a_lens(tmp_path):
    path = "kitty-specs/012-bells/tasks.md"
    index = "# Work Packages: Bells\n\n## Work Package WP01: Ring\n\n- [x] T001 Ring\n"
    marked = project(tmp_path, path, **{path: index})

    found = document_symbols(marked.view, path, None)

    (package,) = found[0].children
    assert (package.name, package.kind) == ("Work Package WP01: Ring", types.SymbolKind.Package)
    assert [one.name for one in package.children] == ["T001 Ring"]
    lens, _ = code_lenses(marked.view, path, None)
    assert lens.range.start.line == 2


def test_every_place_of_the_outline_lies_within_the_one_around_it(tmp_path):
    marked = project(tmp_path, "specs/001-bells/spec.md")
    stack = [(None, one) for one in document_symbols(marked.view, marked.path, None)]
    while stack:
        parent, symbol = stack.pop()
        assert _holds(symbol.range, symbol.selection_range)
        assert parent is None or _holds(parent.range, symbol.range)
        stack += [(symbol, child) for child in symbol.children or ()]


def _holds(outer, inner):
    return outer.start <= inner.start and (inner.end <= outer.end)


def test_items_are_found_by_id_and_title_whatever_is_left_out(tmp_path):
    view = project(tmp_path, "").view

    assert _names(view, "fr-001") == ["FR-001"]
    assert _names(view, "log prnt") == ["FR-002", "T002"]
    assert _names(view, "t0") == ["T001", "T002", "T003"]
    assert _names(view, "no such thing") == []


def test_a_title_that_repeats_the_id_is_shown_once(tmp_path):
    view = project(tmp_path, "").view

    tests = [one.name for one in workspace_symbols([view], "") if one.kind.name == "Method"]

    assert tests == ["test_each_stroke_is_noted"]


def _names(view, query):
    found = workspace_symbols([view], query)
    return [
        one.name.split()[0] for one in found if "::" not in one.name and one.kind.name != "Method"
    ]


def test_a_lens_says_what_leads_to_an_item_and_shows_it(tmp_path):
    marked = project(tmp_path, "specs/001-bells/spec.md")

    lenses = code_lenses(marked.view, marked.path, None)
    words = {}
    for lens in lenses:
        command = resolved(marked.view, marked.path, lens).command
        words[marked.text_at(lens.range)] = command

    assert words["FR-001"].title == "1 task · 1 test · tested"
    assert words["FR-001"].command == SHOW_REFERENCES
    uri, position, places = words["FR-001"].arguments
    assert uri == marked.view.uri(marked.path)
    assert position.line == 6
    assert sorted(map(marked.place, places)) == [
        "specs/001-bells/tasks.md:6: FR-001",
        "tests/test_log.py:2: FR-001",
    ]
    assert words["FR-002"].title == "gap"
    assert words["FR-002"].command == ""


def test_what_nothing_leads_to_and_nothing_must_has_no_lens(tmp_path):
    spec = "specs/001-bells/spec.md"
    stories = (
        "# Feature Specification: Bells\n\n## User Scenarios & Testing\n\n"
        "### User Story 1 - Ring (Priority: P1)\n\n**Acceptance Scenarios**:\n\n"
        "1. **Given** a bell, **When** it is noon, **Then** it rings\n"
    )
    view = Marked(tmp_path, {spec: stories}).view

    lenses = code_lenses(view, spec, None)

    assert [item.kind for item in view.project.trace.items_in[spec]] == ["story", "acceptance"]
    assert [lens.range.start.line for lens in lenses] == [4]


def test_a_lens_of_an_item_that_is_gone_says_nothing(tmp_path):
    marked = project(tmp_path, "specs/001-bells/spec.md")
    lens = types.CodeLens(
        types.Range(types.Position(0, 0), types.Position(0, 0)), data={"item": "?"}
    )

    assert resolved(marked.view, marked.path, lens).command == types.Command("", "")


def test_headings_show_how_much_is_done(tmp_path):
    marked = project(tmp_path, "specs/001-bells/tasks.md")

    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    found = progress_hints(
        marked.view, marked.path, types.InlayHintParams(marked.identifier, whole)
    )

    assert [(one.position.line, one.position.character, one.label) for one in found] == [
        (0, len("# Tasks: Bells"), "1/2"),
        (2, len("## Phase 1: Setup 🔔") + 1, "1/2"),
    ]


def test_only_headings_in_the_range_show_progress(tmp_path):
    marked = project(tmp_path, "specs/001-bells/tasks.md")

    first = types.Range(types.Position(0, 0), types.Position(1, 0))
    found = progress_hints(
        marked.view, marked.path, types.InlayHintParams(marked.identifier, first)
    )

    assert [one.label for one in found] == ["1/2"]


def test_a_document_that_is_no_task_list_shows_no_progress(tmp_path):
    marked = project(tmp_path, "specs/001-bells/spec.md")

    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    asked = types.InlayHintParams(marked.identifier, whole)
    assert progress_hints(marked.view, marked.path, asked) is None


def test_sections_fences_comments_and_front_matter_are_folded(tmp_path):
    text = "---\na: b\n---\n\n# One\n\n```sh\nls\n```\n\n<!-- a\nb -->\n\n## Two\n\nEnd\n\n\n"
    marked = project(tmp_path, "docs/x.md", **{"docs/x.md": text})

    found = folding_ranges(marked.view, "docs/x.md", None)

    assert [(one.start_line, one.end_line, one.kind.value) for one in found] == [
        (0, 2, "region"),
        (4, 15, "region"),
        (6, 8, "region"),
        (10, 11, "comment"),
        (13, 15, "region"),
    ]


def test_links_to_files_of_the_project_can_be_followed(tmp_path):
    marked = project(tmp_path, "specs/001-bells/tasks.md")

    (found,) = document_links(marked.view, marked.path, None)

    assert marked.text_at(found.range) == "spec.md#requirements"
    assert found.target == f"{marked.view.uri('specs/001-bells/spec.md')}#requirements"
