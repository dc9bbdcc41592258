"""How a project that is open in the editor is looked at: its settings, and what they make."""

from __future__ import annotations

import os
import time
from pathlib import Path

from harness_lint.cli.baseline import Wish, baseline_for
from harness_lint.cli.project import Flags, Where, configure, find_files
from harness_lint.config import BASELINE_FILE, CONFIG_FILE, PYPROJECT, Config
from harness_lint.engine.file_state import Glance, Settling, glance
from harness_lint.engine.live import new_stage
from harness_lint.engine.registry import Registry
from harness_lint.engine.selection import RuleBook
from harness_lint.findings import Finding
from harness_lint.lsp.buffers import Buffer
from harness_lint.lsp.positions import Positions
from harness_lint.markdown.rereading import Rereader
from harness_lint.packs.loader import load_packs
from harness_lint.packs.shape import PackSet
from harness_lint.project.stamps import Stamp, stamp_of


class Opening:
    """How to look at a project, and what its settings were when it was opened."""

    def __init__(self, where: Where, positions: Positions) -> None:
        """Read the configuration of *where*.

        Raises: ConfigError, PluginError or UsageError.
        """
        began = time.time_ns()
        config, self.registry = configure(where, Flags())
        self.root = os.path.realpath(config.root)
        self.packs: PackSet = load_packs(config.root, config.packs)
        self.positions = positions
        self.follow(config)
        self.baseline = baseline_for(config, Wish())
        self._settings = self._stamps()
        self._is_sure = all(one is None or one.is_settled(began) for one in self._settings)
        """Whether the settings that were read are those that were there afterwards."""

    def follow(self, config: Config) -> None:
        """Look at files as *config* says, with the checks and the packs that there are."""
        self.config = config
        rules = RuleBook(config, self.registry)
        self._stage = new_stage(config, self.registry, self.packs, rules)
        self._stage.parse = self.reread = Rereader(config.engine)
        self.settling = Settling(self.registry, rules, self.packs)

    def glance(self, buffer: Buffer) -> Glance:
        """Return what the file stage finds in a text in the editor."""
        source = buffer.source
        return glance(source.path, lambda _: source.data, self._stage, self.config.max_file_size)

    def new(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        """Return those of *findings*, of one file, that the baseline does not know."""
        if self.baseline is None:
            return findings
        from harness_lint.engine.baseline import compare

        found = compare(
            findings,
            self.baseline,
            exists=lambda one: Path(self.root, one).exists(),
            is_whole=False,
        )
        return found.findings

    def takes(self, path: str) -> bool:
        """Whether the file at *path*, there or not, is one to check."""
        place = str(Path(self.root, path))
        return bool(find_files(self.config, self.packs, (place,), {path: b""}).files)

    def is_setting(self, path: str) -> bool:
        """Whether the file at *path* decides on how the project is looked at."""
        config = self.config
        named = (CONFIG_FILE, PYPROJECT, config.baseline or BASELINE_FILE, *config.packs)
        return path in named or path in config.local_checks

    @property
    def is_current(self) -> bool:
        """Whether the settings are what they were."""
        return self._is_sure and self._stamps() == self._settings

    def _stamps(self) -> list[Stamp | None]:
        names = (CONFIG_FILE, PYPROJECT, self.config.baseline or BASELINE_FILE)
        return [
            stamp_of(str(Path(self.root, name)))
            for name in (*names, *self.config.packs, *self.config.local_checks)
        ]


class ThroughOpening:
    """What a `View` has of the way in which its project was opened."""

    def __init__(self, opening: Opening) -> None:
        """Look through *opening*."""
        self.opening = opening

    @property
    def root(self) -> str:
        """The real path of the project's root."""
        return self.opening.root

    @property
    def config(self) -> Config:
        """What the project has set."""
        return self.opening.config

    @property
    def registry(self) -> Registry:
        """The checks."""
        return self.opening.registry

    @property
    def packs(self) -> PackSet:
        """The families of documents, and the kinds of IDs."""
        return self.opening.packs

    @property
    def positions(self) -> Positions:
        """Turns spans into ranges of this client, and back."""
        return self.opening.positions
