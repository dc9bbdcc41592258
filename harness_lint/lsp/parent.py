"""The editor's process: when it is gone, nobody is served any more."""

from __future__ import annotations

import asyncio
import os
import sys

PAUSE_SECONDS = 2.0


async def leave_with(process: int) -> None:
    """End this process once *process* is gone, however it ended.

    On Windows, where nobody can be asked without harm, the end of standard input has to tell.
    """
    if sys.platform == "win32":
        return
    while is_there(process):
        await asyncio.sleep(PAUSE_SECONDS)
    os._exit(1)


def is_there(process: int) -> bool:
    """Whether *process* runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it belongs to somebody else
        return True
    return True
