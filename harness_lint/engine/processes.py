"""The executor of a plain run: processes on this machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from harness_lint.engine.inputs import Team

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

LEAST_FILES = 120
"""With fewer files than this, starting processes costs more than it gives."""

LEAST_FILES_APART = 600
"""The same for processes that have to import everything themselves."""


def usable_cores() -> int:
    """Return how many cores this process may run on."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only some systems tell
        return os.cpu_count() or 1


@contextmanager
def processes(jobs: int, *, apart: bool = False) -> Iterator[Team]:
    """Give an executor of *jobs* processes, which end with this one, however it ends.

    They begin *apart* where this one has threads, which a fork may leave in the middle of anything.

    Raises: BrokenWorkersError where the system gives no processes.
    """
    with _or_broken():
        executor = _executor(jobs, apart=apart)
    try:
        with _or_broken(), _held_back():
            executor.submit(int)  # forks them all
        yield Team(executor, jobs)
    except BaseException:
        _kill(executor)
        raise
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _or_broken() -> Iterator[None]:
    """Say in our words that the system gives no processes."""
    from harness_lint.engine.workers import BrokenWorkersError

    try:
        yield
    except (OSError, ImportError, NotImplementedError) as error:
        raise BrokenWorkersError(f"no processes can be started: {error}") from error


def _executor(jobs: int, *, apart: bool) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # A fork has imported everything already; elsewhere than on Linux it is not safe.
    how = multiprocessing.get_context("fork" if sys.platform == "linux" and not apart else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=how, initializer=_begin)


@contextmanager
def _held_back() -> Iterator[None]:
    """Let Ctrl-C wait: a process that starts now never hears of it."""
    import signal

    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Prepare a worker: the parent alone answers to Ctrl-C, and its end is the worker's."""
    import gc
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import connection, parent_process

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _kill(executor: ProcessPoolExecutor) -> None:
    """Stop the workers in the middle of what they do."""
    for process in list((executor._processes or {}).values()):  # noqa: SLF001  until 3.14
        process.terminate()
