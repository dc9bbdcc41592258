"""A small project to open in editors: a list of tasks with one finding, which can be repaired."""

SPEC = """\
# Feature Specification: Pier lamps

## User Scenarios & Testing

### User Story 1 - See what is out (Priority: P1)

## Requirements

- **FR-001**: The keeper MUST see which lamps 💡 are out.
- **FR-002**: The keeper MUST get a call when a lamp goes out.
"""
TASKS = """\
# Tasks: Pier lamps

- [ ] T001 💡 Show the lamps that are out (FR-001)
- [] T002 Call the keeper (FR-002)
"""
REPAIRED = TASKS.replace("- []", "- [ ]")


def lamps(folder):
    """Write the project to *folder*, and return it."""
    feature = folder / "specs" / "001-lamps"
    feature.mkdir(parents=True)
    (folder / "harness-lint.toml").touch()
    (feature / "spec.md").write_text(SPEC, encoding="utf-8")
    (feature / "tasks.md").write_text(TASKS, encoding="utf-8")
    return folder
