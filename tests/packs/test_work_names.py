"""Names of status blocks, fields and kinds that mean nothing stop the run at their line."""

import subprocess
import sys

import pytest

PACK = """\
pack: ours
title: Ours
status-blocks:
  - name: progress
    lead: Progress
    form: {form}
    fields:
      - {{name: State, values: [open, closed]}}
      - {{name: Left}}
    implications:
      - {{if: {{{given}: '^closed$'}}, then: {{Left: $nothing}}}}
families:
  plan:
    title: plan
    paths: ["plans/*.md"]
    status: {block}
    counts:
      - {{pattern: '{pattern}', of: {of}}}
"""

RIGHT = {
    "form": "list",
    "given": "State",
    "block": "progress",
    "pattern": r"(?P<n>\d+) jobs",
    "of": "tasks",
}


def checked(folder, **changes):
    (folder / "ours.yaml").write_text(PACK.format(**{**RIGHT, **changes}))
    (folder / "harness-lint.toml").write_text('packs = ["ours.yaml"]\n')
    (folder / "a.md").write_text("# A\n")
    command = [sys.executable, "-m", "harness_lint", "check", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("of", ["tasks", "rows", "requirement"])
def test_a_pack_without_a_mistake_is_taken(tmp_path, of):
    assert checked(tmp_path, of=of).returncode == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"form": "tabel"}, "6: `status-blocks[0].form` is `tabel`, not one of"),
        ({"given": "Stat"}, "11: unknown field `Stat`; did you mean `State`?"),
        ({"block": "progres"}, "16: unknown status block `progres`; did you mean `progress`?"),
        (
            {"block": "{block: progres, required: false}"},
            "16: unknown status block `progres`; did you mean `progress`?",
        ),
        (
            {"of": "requirment"},
            "18: unknown kind of item `requirment`; did you mean `requirement`?",
        ),
        (
            {"pattern": "jobs"},
            "18: `families.plan.counts[0].pattern` is `jobs`, not a pattern with",
        ),
        ({"pattern": "(?P<n>"}, "18: `families.plan.counts[0].pattern` is"),
    ],
)
def test_a_name_that_means_nothing_stops_the_run(tmp_path, changes, said):
    result = checked(tmp_path, **changes)

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: ours.yaml:{said}")
