"""The item at a place."""

import pytest

from harness_lint.renaming.at import name_at
from harness_lint.renaming.meanings import Meanings
from harness_lint.renaming.values import Name
from harness_lint.source import Source
from tests.renaming.projects import project_over
from tests.renaming.test_places import HOME

SCOPE = "specs/001-lamp"
NOTES = "ä FR-001, XFR-001 and 001-lamp/FR-002; T001-T003\n"


@pytest.fixture(scope="module")
def meanings():
    texts = {**HOME, "notes.md": NOTES}
    return Meanings(project_over({path: text.encode() for path, text in texts.items()}))


@pytest.mark.parametrize(
    ("words", "shift", "local"),
    [
        ("FR-001", 0, "FR-001"),
        ("FR-001", 6, "FR-001"),
        ("XFR", 4, None),
        ("and", 0, None),
        ("lamp/FR-002", 6, "FR-002"),
        ("T001", 2, "T001"),
        ("T003", 1, "T003"),
    ],
)
def test_an_id_is_known_from_its_first_character_to_behind_its_last(meanings, words, shift, local):
    source = Source.from_text("notes.md", NOTES)
    offset = source.data.index(words.encode()) + shift

    found = name_at(meanings, source, offset)

    assert (found and found.name) == (local and Name(SCOPE, local))
    assert found is None or source.slice(found.span) == local


def test_the_number_that_makes_an_id_is_its_place(meanings):
    source = Source.from_text("specs/001-lamp/spec.md", HOME["specs/001-lamp/spec.md"])
    offset = source.data.index(b"Story 1") + len("Story ")

    found = name_at(meanings, source, offset)

    assert found is not None
    assert found.name == Name(SCOPE, "US1")
    assert source.slice(found.span).startswith("1")


def test_no_item_stands_in_an_empty_file(meanings):
    assert name_at(meanings, Source.from_text("notes.md", ""), 0) is None
