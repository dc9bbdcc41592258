"""Other executors than processes of this machine: a Dask cluster, or what a function gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from harness_lint.engine.inputs import Pool, Team
from harness_lint.engine.processes import LEAST_FILES
from harness_lint.errors import PluginError, UsageError

DASK = "dask"

PATIENCE_SECONDS = 5
"""So long a scheduler may take to answer, and as long to find a worker."""

SILENT = 60
"""More than any level of `logging`."""


def pool_with(name: str, jobs: int, stack: ExitStack, refusal: str) -> Pool:
    """Return the executor *name* with *jobs* workers, if it is ours to start them.

    It is started when it is first wanted, and stopped with *stack*. *refusal* is what forbids to
    run code that the option names; empty if nothing does.

    Raises: UsageError for a name that says nothing, or for what is not installed.
    """
    start = _dask(name, jobs) if name.split(":", 1)[0] == DASK else _own(name, jobs, refusal)
    team = cache(lambda: stack.enter_context(start()))
    return Pool(LEAST_FILES, lambda: nullcontext(team()))


Start = Callable[[], AbstractContextManager[Team]]


def _dask(name: str, jobs: int) -> Start:
    if find_spec("distributed") is None:
        hint = "install the extra `dask`: `harness-spec-lint[dask]`"
        raise UsageError("`--executor dask` needs Dask, which is not installed", hint)
    address = name.partition(":")[2]
    if address == "" and name != DASK:
        raise UsageError(f"`{name}` names no scheduler; write `dask:tcp://HOST:PORT`, or `dask`")
    return lambda: _remote(address) if address else _local(jobs)


@contextmanager
def _local(jobs: int) -> Iterator[Team]:
    """Give a cluster of *jobs* processes on this machine."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=jobs, threads_per_worker=1, dashboard_address=None, silence_logs=SILENT
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        yield Team(client.get_executor(pure=False), jobs)


@contextmanager
def _remote(address: str) -> Iterator[Team]:
    """Give the workers of the scheduler at *address*.

    Raises: UsageError if it does not answer in time, or has none.
    """
    import asyncio

    from distributed import Client
    from distributed.comm import connect

    async def greet() -> None:
        comm = await connect(address, timeout=PATIENCE_SECONDS)
        await comm.close()

    try:
        asyncio.run(greet())  # a client that fails to connect would complain once more at its end
    except (OSError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at `{address}`: {error}") from error
    with Client(address, timeout=PATIENCE_SECONDS, set_as_default=False) as client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
        except TimeoutError as error:
            raise UsageError(f"the Dask scheduler at `{address}` has no workers") from error
        yield Team(client.get_executor(pure=False), sum(client.ncores().values()))


def _own(name: str, jobs: int, refusal: str) -> Start:
    module, _, function = name.partition(":")
    if not (module and function):
        words = "it is `processes`, `dask`, `dask:ADDRESS` or `module:function`"
        raise UsageError(f"there is no executor `{name}`; {words}")
    if refusal:
        raise UsageError(f"executor `{name}` is code to be run, and `{refusal}` refuses that")
    return lambda: _given(name, _function(name, module, function), jobs)


def _function(name: str, module: str, function: str) -> Callable[[int], object]:
    try:
        found: Callable[[int], object] = getattr(import_module(module), function)
    except (Exception, SystemExit) as error:
        raise PluginError(f"executor `{name}` cannot be loaded: {error}") from error
    return found


@contextmanager
def _given(name: str, function: Callable[[int], object], jobs: int) -> Iterator[Team]:
    from concurrent.futures import Executor

    try:
        executor = function(jobs)
    except (Exception, SystemExit) as error:
        raise PluginError(f"executor `{name}` cannot be made: {error}") from error
    if not isinstance(executor, Executor):
        raise PluginError(f"`{name}` gives {executor!r}, which is no `Executor`")
    with executor:
        yield Team(executor, jobs)
