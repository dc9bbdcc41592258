"""``python -m tests.engine.live_edits SEED EDITS [FOLDER …]``: edits of projects that stay open,
and after each of them what is found beside what a run finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from harness_lint.cli.project import Flags, Where, configure, find_files, inputs_of
from harness_lint.engine.inputs import Inputs
from harness_lint.engine.live import LiveProject
from harness_lint.engine.live_verdicts import SupersededError
from harness_lint.engine.memory import Memory
from harness_lint.engine.runner import run
from harness_lint.errors import HarnessLintError
from harness_lint.memory_run import concise
from harness_lint.packs.loader import load_packs
from tests.engine.edits import Playground, show

SETTINGS = ("harness-lint.toml", "pyproject.toml")


class OpenGround:
    """A playground whose project stays open."""

    def __init__(self, ground: Playground, random: Random) -> None:
        self.ground = ground
        self._random = random
        self._settings: list[bytes] = []
        self.reopen()

    def reopen(self) -> None:
        folder = self.ground.folder
        self._settings = self._settings_now()
        self._setup = configure(Where((str(folder),), here=str(folder)), Flags())
        config, registry = self._setup
        self._packs = load_packs(config.root, config.packs)
        memory = Memory(config, registry, self._packs, False, False)
        inputs = self._inputs()
        if self._random.random() < 0.5:
            inputs = inputs._replace(memory=memory)
        self.live = LiveProject(config, registry, self._packs, inputs)

    def _settings_now(self) -> list[bytes]:
        files = (self.ground.folder / name for name in SETTINGS)
        return [file.read_bytes() if file.is_file() else b"" for file in files]

    def _inputs(self) -> Inputs:
        return inputs_of(find_files(self._setup.config, self._packs, (str(self.ground.folder),)))

    def difference(self) -> list[str]:
        """Catch up with what was edited, and return what is found otherwise than by a run."""
        if self._settings_now() != self._settings:
            self.reopen()
        self.live.catch_up(self._inputs())
        if self._random.random() < 0.2:
            self._give_up()
        self.live.judge()
        kept = {line for path in self.live.paths for line in map(_line, self.live.findings(path))}
        config, registry = self._setup
        report = run(config, registry, self._inputs(), packs=self._packs)
        plain = {_line(one) for one in report.findings if one.code != "HL904"}
        crashes = [crash.words for crash in self.live.crashes]
        more = [f"kept: {line}" for line in sorted(kept - plain)][:6]
        return [*crashes, *more, *(f"without: {line}" for line in sorted(plain - kept)[:6])]

    def _give_up(self) -> None:
        """Begin to judge, and leave off after some checks."""
        left = [self._random.randint(0, 20)]

        def is_superseded() -> bool:
            left[0] -= 1
            return left[0] < 0

        try:
            self.live.judge(is_superseded)
        except SupersededError:
            return


def _line(finding) -> str:
    rest = (finding.severity, finding.fingerprint, finding.related, finding.fix)
    return f"{concise(finding)} {rest}"


def work(below: Path, origins: list[Path], seed: int, edits: int) -> Iterator[str]:
    """Edit copies of *origins* in turns, *edits* times in all; yield, for each, what differs."""
    random = Random(seed)
    grounds = [
        OpenGround(Playground(below / str(number), origin, origins, random), random)
        for number, origin in enumerate(origins)
    ]
    stories: list[list[str]] = [[] for _ in grounds]
    for number in range(edits):
        ground, story = grounds[number % len(grounds)], stories[number % len(grounds)]
        story.append(ground.ground.edit())
        try:
            wrong = ground.difference()
        except HarnessLintError as error:  # the settings are wrong, which is told elsewhere
            story.append(error.message)
            wrong = []
        origin = str(origins[number % len(grounds)])
        yield "\n".join([origin, *story[-12:], *wrong]) if wrong else ""


if __name__ == "__main__":
    show(work)
