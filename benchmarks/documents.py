"""Documents to lint, made from a fixed plan: the same bytes on every machine."""

from __future__ import annotations

from pathlib import Path

KILOBYTE = 1024

VERBS = ("Write", "Test", "Move", "Split", "Name", "Store", "Load", "Check")
NOUNS = ("parser", "printer", "index", "ledger", "beacon", "shutter", "schedule", "route")


def task_list(size: int) -> str:
    """Return a task list of about *size* bytes."""
    lines = ["# Tasks: Night Watch", "", "**Input**: `specs/001-night-watch/spec.md`", ""]
    length = number = 0
    while length < size:
        if number % 10 == 0:
            lines += ["", f"## Phase {number // 10 + 1}: Part {number // 10 + 1}", ""]
        number += 1
        verb, noun = VERBS[number % 8], NOUNS[(number // 8) % 8]
        mark = "x" if number % 3 else " "
        path = f"src/lantern/{noun}_{number}.py"
        line = f"- [{mark}] T{number:03} {verb} the {noun} of part {number} in `{path}`"
        lines.append(line)
        length += len(line) + 1
    return "\n".join(lines) + "\n"


HEAD = """\
---
name: {name}
description: Use when the {name} must be checked.
---

# {name}
"""

STEP = """
## Step {number}

Open the [guide](.), read `lamps/{number}.md`, and **note** what the *last* watch left:

1. the lamps that are lit,
2. the lamps that are out.

```sh
lamps list --watch {number}
```

| lamp | state |
| ---- | ----- |
| a    | lit   |
"""


def skill(name: str, size: int) -> str:
    """Return a skill of about *size* bytes."""
    parts = [HEAD.format(name=name)]
    length = len(parts[0])
    while length < size:
        parts.append(STEP.format(number=len(parts)))
        length += len(parts[-1])
    return "".join(parts)


def page(size: int) -> str:
    """Return a page of no family of about *size* bytes."""
    return skill("page", size).partition("---\n\n")[2]


def write_folder(folder: Path, count: int) -> None:
    """Write *count* documents of 2 to 30 KB below *folder*: skills, task lists, plain pages."""
    for number in range(count):
        size = (2 + number * 7 % 29) * KILOBYTE
        if number % 3 == 0:
            path, text = folder / f"skills/s{number}/SKILL.md", skill(f"s{number}", size)
            write(path.with_name("guide.md"), "# Guide\n\nRead the lamps.\n")
        elif number % 3 == 1:
            path, text = folder / f"specs/{number:03}-part/tasks.md", task_list(size)
        else:
            path, text = folder / f"docs/page{number}.md", page(size)
        write(path, text)


def write(path: Path, text: str) -> None:
    """Write *text*, with the folders that are missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
