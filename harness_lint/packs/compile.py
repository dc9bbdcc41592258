"""Write the built-in packs in parsed form: ``python -m harness_lint.packs.compile``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from harness_lint.packs.folder import PARSED, rules_folder
from harness_lint.packs.own import read_own_pack, read_pack_file


def compiled() -> str:
    """Return the built-in packs as JSON text, in the order of their file names.

    A pack whose families extend others is written out with what it takes from them.
    """
    folder = rules_folder()

    def read(name: str) -> bytes:
        return (folder / name).read_bytes()

    packs: dict[str, Mapping[str, Any]] = {
        path.stem: read_pack_file(path.name, read).data for path in sorted(folder.glob("*.yaml"))
    }
    for name, data in packs.items():
        if any("extends" in family for family in data.get("families", {}).values()):
            packs[name] = read_own_pack(f"{name}.yaml", read, packs).data
    return json.dumps(packs, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write `builtin.json`."""
    PARSED.write_text(compiled(), encoding="utf-8")


if __name__ == "__main__":
    main()
