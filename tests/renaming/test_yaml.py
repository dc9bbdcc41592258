"""What a renaming leaves of YAML as it was, by what ruamel.yaml reads."""

import re

import pytest

from tests.fixing.yaml_events import read
from tests.renaming.projects import renamed

SPEC = """\
# Feature Specification: Lamp log

## Requirements

- **FR-001**: The log MUST note the time
- **FR-002**: The log MUST survive a restart
"""
HOME = {"specs/001-lamp/spec.md": SPEC}

LINES = [
    "covers: FR-001  # FR-001, FR-002\n",
    "covers: ['FR-001', \"FR-001\" , FR-002]\n",
    "covers:\n- FR-001   # ä 🐻\n- {FR-001: 'FR-001'}\n",
    "FR-001: &a x\n'FR-002': *a\n\"note\": >-\n  FR-001\n\n  and FR-0011\n",
    "note: |\n  FR-001: a\n\n  b\nlist: [FR-001,\n  FR-002]\n",
    "note: größe FR-001 🐻 FR-001\n? FR-001\n: x\n",
]


def renamed_in(lines):
    """Return what *lines* are to be by ruamel.yaml: every ID anew, and nothing else."""
    before = read(lines)
    events = [one._replace(value=one.value and anew(one.value)) for one in before.events]
    return before._replace(events=events, comments=[anew(one) for one in before.comments])


def anew(words):
    return re.sub(r"FR-001\b", "FR-009", words)


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("lines", LINES)
def test_an_id_in_front_matter_is_written_anew_and_nothing_else(lines, newline):
    path = "specs/001-lamp/notes.md"
    text = f"---\n{lines}---\n\n# Notes\n".replace("\n", newline)

    after = renamed({**HOME, path: text}, "FR-001", "FR-009")[path]

    assert read(after.replace("\r\n", "\n").split("---\n")[1]) == renamed_in(lines)
    assert after.count("\r\n") == (after.count("\n") if newline == "\r\n" else 0)
