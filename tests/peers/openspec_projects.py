"""Specs and changes for OpenSpec's validator: the cases of `openspec.md`, and generated ones."""

import random
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt

CASES = Path(__file__).with_name("openspec.md")

DIFFERENT = "Where we differ"


class Case(NamedTuple):
    """A change, a spec, or both, and what the tool says of each."""

    name: str
    files: dict[str, str]
    """Path below the project's root → text."""
    verdicts: dict[tuple[str, str], bool]
    """``spec`` or ``change``, and its name → whether the tool calls it valid."""
    differs: bool
    """Whether we say the opposite, on purpose."""


def cases() -> list[Case]:
    """Return the cases of `openspec.md`."""
    found: list[Case] = []
    chapter = ""
    tokens = MarkdownIt("commonmark").parse(CASES.read_text(encoding="utf-8"))
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            title = tokens[number + 1].content
            if token.tag == "h2":
                chapter = title
            elif token.tag == "h3":
                name, _, verdict = title.partition(": ")
                found.append(Case(name, {}, {("", verdict): True}, chapter == DIFFERENT))
        elif token.type == "fence":
            path = token.info.partition(" path=")[2].replace("NAME", found[-1].name)
            found[-1].files[f"openspec/{path}"] = token.content
    return [_judged(case) for case in found]


def _judged(case: Case) -> Case:
    ((_, verdict),) = case.verdicts
    kinds = sorted({path.split("/")[1].removesuffix("s") for path in case.files})
    verdicts = {(kind, case.name): verdict == "valid" for kind in kinds}
    if verdict == "change invalid":
        verdicts = {("change", case.name): False, ("spec", case.name): True}
    return case._replace(verdicts=verdicts)


NAMES = ["Tide", "tide", "Tide table", "Tide  table", "C# port", "`code` name", "It SHALL float"]

TEXTS = [
    "The harbour SHALL open.",
    "The harbour MUST open.\nAnd close.",
    "The harbour shall open.",
    "",
    "**ID**: H-1\nThe harbour MUST open.",
    "**Constraint**: it MUST open",
    "**ID**: MUST\nplain",
    "```\nSHALL\n```",
    "- an item MUST\n- another",
    "| a |\n|---|\n| SHALL |",
    "`MUST` as code",
    "MUSTARD",
    "line\n---\nSHALL below a rule",
    "> SHALL in a quote",
]

BODIES = ["- **WHEN** a\n- **THEN** b", "text", "", "   ", "```\ncode\n```", "##### more\n- x"]


class Generator:
    """Writes specs and changes with all sorts of slips, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def project(self, size: int) -> dict[str, str]:
        """Return *size* specs, and a change to each."""
        files: dict[str, str] = {}
        for number in range(size):
            name = f"part-{number}"
            files[f"openspec/specs/{name}/spec.md"] = self.line_ends(self.spec())
            folder = f"openspec/changes/change-{number}"
            files[f"{folder}/proposal.md"] = "# Change\n\n## Why\n\nIt leaks.\n"
            places = [f"specs/{name}/spec.md"] * 6
            places += [f"specs/sea/{name}/spec.md", "specs/spec.md", f"specs/{name}.md", ""]
            place = self.random.choice(places)
            if place:
                files[f"{folder}/{place}"] = self.line_ends(self.delta())
            elif self.random.random() < 0.5:
                files[f"{folder}/.openspec.yaml"] = "schema: spec-driven\nskip_specs: true\n"
        return files

    def line_ends(self, text: str) -> str:
        return text.replace("\n", "\r\n") if self.random.random() < 0.1 else text

    def some(self, counts: list[int]) -> range:
        return range(self.random.choice(counts))

    def spec(self) -> str:
        pick = self.random.choice
        purposes = ["What the harbour is there for, said in words that are many enough.", "Short."]
        purpose = pick([*purposes, purposes[0], "TBD", "TBD - to be written.", ""])
        out = (
            pick(["# Title\n\n", ""]) + pick(["## Purpose\n", "## purpose\n\n"]) + f"{purpose}\n\n"
        )
        plans = [["Requirements"]] * 4
        plans += [["Notes", "Requirements"], ["Requirements", "ADDED Requirements"], ["Notes"]]
        for title in pick(plans):
            blocks = "".join(self.requirement() for _ in self.some([1, 1, 2, 3]))
            out += f"## {title}\n{blocks if title != 'Notes' else 'Text.'}\n"
        return out

    def requirement(self) -> str:
        pick = self.random.choice
        heads = ["### Requirement: {}"] * 12
        heads += [
            "### {}",
            "### requirement: {}",
            "#### Requirement: {}",
            "###   Requirement:{} ##",
        ]
        scenarios = "".join(self.scenario() for _ in self.some([0, 1, 1, 2]))
        return f"{pick(heads).format(pick(NAMES))}\n{pick(TEXTS)}\n\n{scenarios}"

    def scenario(self) -> str:
        pick = self.random.choice
        heads = ["#### Scenario: {}"] * 8 + [
            "#### Edge {}",
            "##### Scenario: {}",
            "####  scenario:{}",
        ]
        return f"{pick(heads).format(pick(['one', 'two']))}\n{pick(BODIES)}\n\n"

    def delta(self) -> str:
        pick = self.random.choice
        out = pick(["", "# Delta\n\n"])
        for _ in self.some([0, 1, 1, 2, 2, 3]):
            kind = pick(["ADDED", "MODIFIED", "REMOVED", "RENAMED", "Notes"])
            titles = [f"## {kind} Requirements"] * 6
            titles += [f"## {kind.title()} Requirements", f"## {kind}  Requirements"]
            out += (
                (pick(titles) if kind != "Notes" else "## Notes") + "\n" + self.changes(kind) + "\n"
            )
        return out

    def changes(self, kind: str) -> str:
        pick = self.random.choice
        if kind == "REMOVED":
            shapes = ["### Requirement: {}\nGone.\n", "- `### Requirement: {}`\n", "- {}\n"]
            return "".join(pick(shapes).format(pick(NAMES)) for _ in self.some([0, 1, 2]))
        if kind == "RENAMED":
            old, new = "- FROM: `### Requirement: {}`\n", "- TO: `### Requirement: {}`\n"
            pairs = [old + new] * 4 + [new, old]
            return "".join(
                pick(pairs).format(pick(NAMES), pick(NAMES)) for _ in self.some([0, 1, 2])
            )
        return "".join(self.requirement() for _ in self.some([0, 1, 1, 2]))
