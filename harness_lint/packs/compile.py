"""Write the built-in packs in parsed form: ``python -m harness_lint.packs.compile``."""

from __future__ import annotations

import json

from harness_lint.packs.loader import PARSED, read_pack, rules_folder


def compiled() -> str:
    """Return the built-in packs as JSON text, in the order of their file names."""
    packs = {
        path.stem: read_pack(path, path.name) for path in sorted(rules_folder().glob("*.yaml"))
    }
    return json.dumps(packs, ensure_ascii=False, indent=1, default=str) + "\n"


def main() -> None:
    """Write `builtin.json`."""
    PARSED.write_text(compiled(), encoding="utf-8")


if __name__ == "__main__":
    main()
