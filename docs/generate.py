"""Write what is generated: ``python docs/generate.py``; ``--check`` only tells what is not fresh.

- `harness_lint/packs/builtin.json`: the packs in parsed form;
- `harness_lint/checks/index.json`: what is known of the checks without importing them;
- `harness_lint/config.schema.json`: the schema of the configuration;
- `docs/rules/`: a page per rule, and their index;
- `docs/images/check.svg`: a picture of what `check` prints in a terminal;
- in `README.md` and the pages, the output below each command in ``console`` blocks, and the tables
  between markers: see `consoles.py` and `references.py`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from docs.consoles import ROOT, output, showing, with_output
from docs.references import with_tables
from docs.rule_index import rule_index
from docs.terminal import picture
from harness_lint.check import Check
from harness_lint.config_schema import SCHEMA_FILE, options_schema, schema_text
from harness_lint.engine.registry import INDEX, Registry, index_text, walk_builtin
from harness_lint.findings import Severity
from harness_lint.packs.compile import compiled
from harness_lint.packs.folder import PARSED

RULES = ROOT / "docs" / "rules"
PICTURE = ROOT / "docs" / "images" / "check.svg"
PICTURED = "check examples/lantern"
PICTURE_COLUMNS = 108
WITH_TABLES = (ROOT / "docs" / "decisions" / "index.md",)
"""Pages with tables that show no commands."""


def generated() -> dict[Path, str]:
    """Return every generated file with its text."""
    registry = Registry(walk_builtin())
    files = {
        PARSED: compiled(),
        INDEX: index_text(registry.checks),
        SCHEMA_FILE: schema_text(registry.checks),
        RULES / "index.md": rule_index(registry),
        PICTURE: check_picture(),
    }
    for path in showing():
        files[path] = with_tables(with_output(path.read_text(encoding="utf-8")), registry)
    for path in WITH_TABLES:
        files[path] = with_tables(path.read_text(encoding="utf-8"), registry)
    for check in registry.checks:
        if registry.page_path(check).exists():  # a test demands it, with better words
            files[RULES / f"{check.name}.md"] = page(check, registry.page(check))
    return files


def check_picture() -> str:
    """Return a picture of a run in a terminal."""
    printed = output(PICTURED, ROOT, colored=True)
    typed = f"$ harness-lint {PICTURED}\n"
    return picture(typed + printed, PICTURE_COLUMNS, "harness-lint check")


def page(check: Check, text: str) -> str:
    """Return the published page of a rule: its own, with facts of the registry below the title."""
    title, _, rest = text.partition("\n")
    is_off = check.severity is Severity.INFO
    severity = f"{check.severity}, off unless selected" if is_off else str(check.severity)
    facts = [f"- Severity: {severity}", f"- Since: {check.since}"]
    return "\n".join([title, "", *facts, *options(check), rest])


def options(check: Check) -> list[str]:
    """Return the options of a rule as a table."""
    if check.options is None:
        return []
    rows = ["", "| option | type | default | |", "| --- | --- | --- | --- |"]
    for name, schema in options_schema(check)["properties"].items():
        kind = schema.get("type") or " or ".join(f"`{one}`" for one in schema.get("enum", []))
        default = json.dumps(schema["default"]) if "default" in schema else ""
        described = schema.get("description", "").replace("|", "\\|")
        rows.append(f"| `{name}` | {kind} | {f'`{default}`' if default else ''} | {described} |")
    return rows


def main() -> int:
    """Write the files, or say which are not fresh."""
    files = generated()
    stale = [
        path
        for path, text in files.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    left = [path for path in RULES.glob("*.md") if path not in files]
    for path in [*stale, *left]:
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    if "--check" in sys.argv[1:]:
        return int(bool(stale or left))
    RULES.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(files[path], encoding="utf-8")
    for path in left:
        path.unlink()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
