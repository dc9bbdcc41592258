"""Write the built-in packs in parsed form: ``python -m harness_lint.packs.compile``."""

from __future__ import annotations

import json

from harness_lint.packs.folder import PARSED, rules_folder
from harness_lint.packs.own import read_pack_file


def compiled() -> str:
    """Return the built-in packs as JSON text, in the order of their file names."""
    folder = rules_folder()
    packs = {
        path.stem: read_pack_file(path.name, lambda name: (folder / name).read_bytes()).data
        for path in sorted(folder.glob("*.yaml"))
    }
    return json.dumps(packs, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write `builtin.json`."""
    PARSED.write_text(compiled(), encoding="utf-8")


if __name__ == "__main__":
    main()
