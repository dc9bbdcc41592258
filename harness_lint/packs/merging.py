"""One piece of data laid over another: mappings merge, everything else replaces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return *below* with *above* laid over it; neither is changed.

    A key that both have is merged where both values are mappings, and *above*'s otherwise: a list
    replaces a list.
    """
    whole: dict[str, Any] = dict(below)
    work = [(whole, above)]
    while work:
        target, source = work.pop()
        for key, value in source.items():
            old = target.get(key)
            if isinstance(old, Mapping) and isinstance(value, Mapping):
                target[key] = dict(old)
                work.append((target[key], value))
            else:
                target[key] = value
    return whole
