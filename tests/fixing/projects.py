"""Projects with something to fix."""

from pathlib import Path

FIXABLE = (
    "# Tasks\r\n\r\n- [ ] T001 Oil the gate  \r\n-[ ] T002\tPaint it\r\n- [ x] T003 é🐻 Sell it"
)
FIXED = FIXABLE.replace("-[ ]", "- [ ]").replace("[ x]", "[x]")
UNSAFE = "# Notes\n\nSee [the list](tasks.md#taskz).\n"

CHECK = """\
from harness_lint.plugin import *


@check("OUR101", "our-words", subject=Document, since="1")
def our_words(document):
    \"\"\"A word that we do not write.\"\"\"
    data = document.source.data
    for old, new in {words}:
        at = data.find(old)
        if at >= 0:
            edit = Edit(Span(at, at + len(old)), new)
            yield Violation(edit.at, "not our word", fix=Fix("Write ours", (edit,)))
"""


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write *files* below *folder*, byte for byte."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def with_check(folder: Path, words: dict[bytes, str], files: dict[str, str]) -> Path:
    """Write *files*, and a check whose fixes write *words* for others and call that safe."""
    module = CHECK.format(words=list(words.items()))
    config = {"harness-lint.toml": 'local-checks = ["ours.py"]\n', "ours.py": module}
    return write(folder, {**config, **files})
