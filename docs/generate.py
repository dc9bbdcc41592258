"""Write what is generated: ``python docs/generate.py``; ``--check`` only tells what is not fresh.

- `harness_lint/packs/builtin.json`: the packs in parsed form;
- `harness_lint/checks/index.json`: what is known of the checks without importing them;
- `harness_lint/config.schema.json`: the schema of the configuration;
- `docs/rules/`: a page per rule, and their index;
- the output below each command in the ``console`` blocks of `README.md` and `docs/trace.md`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from harness_lint.check import Check
from harness_lint.cli.shell import AGENT_VARIABLES
from harness_lint.config_schema import SCHEMA_FILE, options_schema, schema_text
from harness_lint.engine.registry import INDEX, Registry, index_text, walk_builtin
from harness_lint.findings import Severity
from harness_lint.packs.compile import compiled
from harness_lint.packs.folder import PARSED

ROOT = Path(__file__).resolve().parent.parent
RULES = ROOT / "docs" / "rules"
CONSOLE = re.compile(
    r"(?ms)^```console\n(?P<typed>(?:\$ cd (?P<folder>[^\n]+)\n)?"
    r"\$ harness-lint (?P<command>[^\n]*)\n).*?^```$"
)
SHOWING = (ROOT / "README.md", ROOT / "docs" / "trace.md")
"""Documents that show what commands print."""
FOREIGN = {*AGENT_VARIABLES, "FORCE_COLOR", "COLUMNS"}


def generated() -> dict[Path, str]:
    """Return every generated file with its text."""
    registry = Registry(walk_builtin())
    files = {
        PARSED: compiled(),
        INDEX: index_text(registry.checks),
        SCHEMA_FILE: schema_text(registry.checks),
        RULES / "index.md": index(registry),
    }
    for path in SHOWING:
        files[path] = with_output(path.read_text(encoding="utf-8"))
    for check in registry.checks:
        if registry.page_path(check).exists():  # a test demands it, with better words
            files[RULES / f"{check.name}.md"] = page(check, registry.page(check))
    return files


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


def index(registry: Registry) -> str:
    """Return the table of all rules."""
    rows = ["# Rules", "", "| code | name | severity | finds |", "| --- | --- | --- | --- |"]
    for check in registry.checks:
        severity = "off" if check.severity is Severity.INFO else str(check.severity)
        link = f"[{check.name}]({check.name}.md)"
        rows.append(f"| {check.code} | {link} | {severity} | {check.summary} |")
    return "\n".join(rows) + "\n"


def with_output(text: str) -> str:
    """Return *text* with what each command in its console blocks really prints."""
    return CONSOLE.sub(lambda match: f"```console\n{match['typed']}{output_of(match)}```", text)


def output_of(block: re.Match[str]) -> str:
    """Return what the command of a console block prints, in the folder that it goes to."""
    return output(block["command"], block["folder"] or ".")


def output(arguments: str, folder: str = ".") -> str:
    """Return what `harness-lint` prints for *arguments*, run in *folder* below the root."""
    kept = {key: value for key, value in os.environ.items() if key not in FOREIGN}
    done = subprocess.run(
        [sys.executable, "-m", "harness_lint", *arguments.split()],
        cwd=ROOT / folder,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


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
