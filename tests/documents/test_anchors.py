"""Anchors of headings: the slugs that GitHub gives.

The cases are those of github-slugger 2.0.0 by kind, with titles of our own.
"""

import pytest

from harness_lint.documents.anchors import Anchors, slug_of, slugs_of

SLUGS = [
    ("plain words", "plain-words"),
    ("CamelCase Title", "camelcase-title"),
    ("a - dash", "a---dash"),
    ("an_underscore", "an_underscore"),
    ("a period.txt", "a-periodtxt"),
    ("what? (in) [all], {cases}!", "what-in-all-cases"),
    ("A & B", "a--b"),
    ("a/b", "ab"),
    ("two  blanks", "two--blanks"),
    (" around ", "-around-"),
    ("über Größe", "über-größe"),
    ("Первый узел", "первый-узел"),
    ("第一章：绳子", "第一章绳子"),
    ("日本語 と English", "日本語-と-english"),
    ("العقدة", "العقدة"),
    ("I ♥ rope", "i--rope"),
    ("😄 laughing", "-laughing"),
    ("Ⓐ circled", "ⓐ-circled"),
    ("x² and Ⅷ", "x-and-ⅷ"),
    ("Łódź", "łódź"),
    ("", ""),
]


@pytest.mark.parametrize(("title", "slug"), SLUGS)
def test_a_title_gets_the_slug_that_github_gives(title, slug):
    assert slug_of(title) == slug


def test_equal_slugs_are_numbered_and_never_meet_one_that_is_taken():
    titles = ["Twice", "twice", "Twice", "twice-1", "twice"]

    assert list(slugs_of(titles)) == ["twice", "twice-1", "twice-2", "twice-1-1", "twice-3"]


def test_a_title_that_ends_with_a_tag_is_found_with_and_without_its_blank():
    anchors = Anchors(["Bends "], [])

    assert anchors.offers("bends")
    assert anchors.offers("bends-")


def test_selectors_of_emoji_do_not_count():
    assert Anchors(["⚠️ Care"], []).offers("-care")


def test_dashes_count_unless_the_renderer_is_not_known():
    anchors = Anchors(["Ropes & knots"], [])

    assert not anchors.offers("ropes-knots")
    assert anchors.offers("ropes-knots", loosely=True)


@pytest.mark.parametrize(
    ("fragment", "near"),
    [("ropes-knots", "ropes--knots"), ("splices", "splices---new"), ("x", ""), ("twice", "")],
)
def test_a_near_anchor_is_named_if_there_is_one_alone(fragment, near):
    anchors = Anchors(["Ropes & knots", "Splices - new", "Twice as long", "Twice as strong"], [])

    assert anchors.near(fragment) == near
