"""One status block in every form that a pack can give it."""

from typing import NamedTuple

from harness_lint.config import Config, Selection
from harness_lint.engine.report import Report
from harness_lint.packs.loader import packs_over
from harness_lint.packs.shape import PackSet
from harness_lint.testing import check_sources

PATH = "plans/dam.md"

PACK = """\
pack: house
title: Plans of the house
status-blocks:
  - name: progress
    {shape}
    ordered: true
    fields:
      - name: Owner
        required: true
      - name: State
        aliases: [状态]
        required: true
        ignore: [case, emoji, remark]
        values:
          - value: open
            synonyms: [todo]
          - value: closed
            aliases: [完成, ✔]
            synonyms: [done]
      - name: Left
        required: true
    nothing: '(?i)^(?:nothing|无)$'
    nothing-word: nothing
    implications:
      - if: {{State: '^closed$'}}
        then: {{Left: $nothing}}
families:
  plan:
    title: plan
    paths: ["plans/*.md"]
    status: progress
"""

Fields = tuple[tuple[str, str], ...]

GOOD: Fields = (("Owner", "the beavers"), ("State", "open"), ("Left", "two logs"))


class Form(NamedTuple):
    """A form, how a pack gives it, and how a document has it."""

    name: str
    shape: str
    line: str
    """A field, with its name and value."""
    before: str
    after: str = "\nThe dam holds the pond.\n\n## Logs\n\nMany.\n"

    @property
    def packs(self) -> PackSet:
        """The built-in packs with a pack that has the form."""
        text = PACK.format(shape=self.shape.replace("\n", "\n    "))
        return packs_over(("house.yaml",), {"house.yaml": text.encode()}.__getitem__)

    def document(self, fields: Fields) -> str:
        """Return a document with *fields* in this form."""
        lines = "".join(self.line.format(name, value).rstrip() + "\n" for name, value in fields)
        return self.before + lines + self.after

    def report(self, text: str, *codes: str) -> Report:
        """Return the report on a document, by the checks of *codes*, or by all about status."""
        config = Config(selection=Selection(select=codes or ("HL2",)))
        return check_sources({PATH: text.encode()}, config, packs=self.packs)

    def found(self, fields: Fields) -> list[str]:
        """Return the codes of what is found in a document with *fields*."""
        return [finding.code for finding in self.report(self.document(fields)).findings]


FORMS = (
    Form("quote", "form: quote\nlead: Progress", "> {}: {}", "# Dam\n\n> Progress\n"),
    Form(
        "quote in a section",
        "form: quote\nlead: Progress\nwhere: section",
        "> {}: {}",
        "# Dam\n\n## Progress\n\n",
    ),
    Form("list", "form: list\nlead: Progress", "- {}: {}", "# Dam\n\n## Progress\n\n"),
    Form(
        "list behind its line",
        "form: list\nlead: Progress\nwhere: anywhere",
        "* **{}:** {}",
        "# Dam\n\nWords.\n\n**Progress**:\n\n",
    ),
    Form("list at the top", "form: list", "1. {}： {}", "# Dam\n\n"),
    Form(
        "table",
        "form: table\nlead: Progress",
        "| {} | {} |",
        "# Dam\n\n## Progress\n\nWords.\n\n| Field | Value |\n|---|---|\n",
    ),
    Form("table at the top", "form: table", "| **{}** | {} |", "| | |\n|---|---|\n"),
    Form("fields", "form: fields", "**{}**: {}\n", "# Dam\n\n"),
    Form("fields in a quote", "form: fields", "> **{}**: {}", "# Dam\n\n"),
    Form(
        "fields in a section",
        "form: fields\nlead: Fortschritt\naliases: [Progress]",
        "**{}:** {}\n",
        "# Dam\n\n## Progress\n\n",
    ),
    Form(
        "front matter",
        "form: front-matter",
        "{}: {}",
        "---\ntitle: Dam\n",
        "tags: [pond]\n---\n# Dam\n\nIt holds.\n",
    ),
    Form(
        "front matter below a key",
        "form: front-matter\nlead: progress",
        "  {}: {}",
        "---\ntitle: Dam\nprogress:\n",
        "---\n# Dam\n\nIt holds.\n",
    ),
)
