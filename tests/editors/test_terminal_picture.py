"""Pictures of terminals: what stands in them, where, and how it looks."""

import re
from xml.etree import ElementTree as ET

from docs.terminal import CELL, MARGIN, picture

SVG = "{http://www.w3.org/2000/svg}"


def words(text, columns=80):
    """Return the words of a picture below its bar, each with its line, its column and its looks."""
    root = ET.fromstring(picture(text, columns, "a title"))
    assert root.findtext(f"{SVG}title") == "a title"
    shown = [one for one in root.iter(f"{SVG}text") if "textLength" in one.attrib]
    tops = sorted({float(one.get("y")) for one in shown})
    return [
        (
            tops.index(float(one.get("y"))),
            round((float(one.get("x")) - MARGIN) / CELL),
            one.text.replace("\N{NO-BREAK SPACE}", " "),
            {key: one.get(key) for key in ("fill", "font-weight", "text-decoration")},
        )
        for one in shown
    ]


def test_markup_in_a_text_is_shown_as_text():
    assert words("a <b> & c")[0][:3] == (0, 0, "a <b> & c")


def test_a_line_that_is_too_long_goes_on_in_the_next():
    assert [word[:3] for word in words("abcdefgh", columns=3)] == [
        (0, 0, "abc"),
        (1, 0, "def"),
        (2, 0, "gh"),
    ]


def test_an_emoji_takes_two_cells():
    assert [word[:2] for word in words("💡\x1b[1mx\x1b[0m")] == [(0, 0), (0, 2)]


def test_colours_last_until_they_are_ended():
    red, still, plain = words("\x1b[31mred\nstill\x1b[0m plain")

    assert red[3]["fill"] == still[3]["fill"] == "#ff7b72"
    assert plain[3]["fill"] == "#e0e2ea"


def test_bold_and_underlined_words_are_so_in_the_picture():
    bold, line = words("\x1b[1mbold\x1b[0m\x1b[4mline\x1b[0m")

    assert (bold[3]["font-weight"], line[3]["text-decoration"]) == ("700", "underline")


def test_a_ground_of_its_own_lies_below_the_words():
    text = picture("\x1b[48;2;1;2;3mx", 80, "")

    assert re.search(r'<rect x="16.0" [^>]*fill="#010203"/>\n<text x="16.0"', text)
