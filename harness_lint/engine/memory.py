"""What a run may remember of earlier ones, opened where it is of use."""

from __future__ import annotations

import os
from functools import cached_property
from typing import TYPE_CHECKING

from harness_lint.config import Config
from harness_lint.engine.registry import Registry
from harness_lint.errors import UnusableCacheError
from harness_lint.packs.shape import PackSet

if TYPE_CHECKING:
    from harness_lint.engine.cache import Cache
    from harness_lint.engine.cache_folder import CacheFolder
    from harness_lint.project.plan import Plan


FOLDER = ".harness-lint-cache"
"""Where it stands, below the root of a project."""


class Memory:
    """The cache of one way to look at a project. Nothing is opened before it is asked for."""

    def __init__(self, config: Config, registry: Registry, packs: PackSet, *extras: bool) -> None:
        """Make the memory of the project of *config*; *extras* say what is read besides."""
        self._root = config.root
        self._parts = (config, registry, packs)
        self._extras = extras
        self._cache: Cache | None = None
        self._is_lost = False

    @cached_property
    def _folder(self) -> CacheFolder:
        from harness_lint.engine.cache_folder import CacheFolder

        return CacheFolder(self._root)

    @cached_property
    def _key(self) -> str:
        from harness_lint.engine.cache_key import cache_key

        return cache_key(*self._parts, *self._extras)

    def open(self) -> Cache | None:
        """Return the cache, made if there is none yet; None if there can be none."""
        if self._cache is None and not self._is_lost:
            self._cache = self._folder.open(self._key)
            self._is_lost = self._cache is None
        return self._cache

    def existing(self) -> Cache | None:
        """Return the cache if an earlier run has left one."""
        if self._cache is None:
            is_there = os.path.isdir(os.path.join(self._root, FOLDER))  # noqa: PTH112, PTH118
            if not is_there or not self._folder.has(self._key):
                return None
        return self.open()

    def plan(self) -> Plan | None:
        """Return what the project consisted of, if it still does."""
        cache = self.existing()
        if cache is None:
            return None
        from harness_lint.project.plan import plan_in

        try:
            text = cache.text("plan")
            plan = plan_in(text) if text is not None else None
        except (UnusableCacheError, ValueError, TypeError):
            self.discard()
            return None
        return plan if plan is not None and plan.holds(self._root) else None

    def discard(self) -> None:
        """Remove what was left: it is broken. This run goes on without."""
        if self._cache is not None:
            self._cache.close()
            self._folder.discard(self._key)
        self._cache = None
        self._is_lost = True
