"""Write the findings of pages and fixtures, and the trace of a mission, anew.

``python -m tests.update [NAME…]``; with names, the pages of those checks alone.

The difference is to be reviewed like code: what it writes becomes the specification.
"""

import sys
from pathlib import Path

from harness_lint.page_update import update_pages
from tests.fixtures import fixtures
from tests.mission_trace import SNAPSHOT, snapshot


def main(names: list[str]) -> None:
    update_pages(names=names)
    for fixture in fixtures() if not names else ():
        text = "".join(f"{line}\n" for line in fixture.found())
        Path(fixture.expected).write_text(text, encoding="utf-8")
    if not names:
        SNAPSHOT.write_text(snapshot(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
