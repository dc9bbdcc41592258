"""Text that says nothing: sentences, lists and tables, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

WHO = ("The keeper", "A pilot", "The harbour master", "The service", "Each worker", "The panel")
DOES = ("reads", "stores", "compares", "prints", "checks", "forwards", "keeps", "marks")
WHAT = ("the schedule", "each signal", "the **last** entry", "the table of tides", "a forecast")
WHERE = ("in `src/harbour/log.py`", "before dusk", "with `make check`", "on the *first* page")
WHY = ("so that nothing is lost", "as the plan says", "when the lamp is lit", "after a restart")
PARTS = ("beacon", "shutter", "ledger", "signal", "route", "anchor", "buoy", "ferry")
ENDS = (".", ".", ".", ":", "; see [the notes](#notes).")


class Prose:
    """A source of text that is always the same for one *seed*."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def number(self, least: int, most: int) -> int:
        """Return a whole number between *least* and *most*, both possible."""
        return self._random.randint(least, most)

    def part(self) -> str:
        """Return the name of a thing, one word."""
        return self._random.choice(PARTS)

    def sentence(self) -> str:
        """Return a sentence of about eighty characters."""
        pick = self._random.choice
        return f"{pick(WHO)} {pick(DOES)} {pick(WHAT)} {pick(WHERE)}, {pick(WHY)}{pick(ENDS)}"

    def paragraph(self) -> str:
        """Return three to six sentences."""
        return " ".join(self.sentence() for _ in range(self.number(3, 6)))

    def section(self, title: str) -> str:
        """Return a section of some 2 KB: paragraphs, a list, a table, code."""
        items = "\n".join(f"- {self.sentence()}" for _ in range(self.number(3, 7)))
        rows = "\n".join(f"| {self.part()} | {self.sentence()} |" for _ in range(3))
        return (
            f"\n## {title}\n\n{self.paragraph()}\n\n{items}\n\n"
            f"```python\ndef {self.part()}(log):\n    return log[{self.number(1, 99)}:]\n```\n\n"
            f"| part | what it does |\n| --- | --- |\n{rows}\n\n{self.paragraph()}\n"
        )

    def sections(self, titles: Iterator[str] | tuple[str, ...]) -> str:
        """Return a section for each of *titles*."""
        return "".join(self.section(title) for title in titles)
