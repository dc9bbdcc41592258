"""Regular expressions that are compiled when they are first used, not when a module is imported."""

from __future__ import annotations

import re
from functools import partial
from typing import AnyStr, cast


class _Pattern:
    """Stands for a compiled pattern, and is as quick after the first use of each method."""

    def __init__(self, source: AnyStr, flags: int) -> None:
        self._compile = partial(re.compile, source, flags)

    def __getattr__(self, name: str) -> object:
        # Python asks this only for names that are not there yet.
        if name == "_compiled":
            self._compiled = self._compile()
            return self._compiled
        value = getattr(self._compiled, name)
        self.__dict__[name] = value
        return value


def pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return *source* as a pattern. It is compiled at its first use: most runs need few of them.

    Raises: re.error at its first use if *source* is no pattern; a test compiles them all.
    """
    return cast("re.Pattern[AnyStr]", _Pattern(source, flags))
