"""Others may check many files than our processes: a Dask cluster, or any executor."""

import pytest

from tests.engine.many import environment, lint, project

distributed = pytest.importorskip("distributed")

JSON = ("--no-cache", "--output-format", "json")
SILENT = 60

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return project(tmp_path_factory.mktemp("many") / "project")


@pytest.fixture(scope="module")
def alone(folder):
    return lint(folder, *JSON, "--jobs", "1")


@pytest.fixture
def cluster():
    """Makes a cluster of threads in this process."""
    made = []

    def make(workers):
        cluster = distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=2,
            processes=False,
            protocol="tcp://",
            dashboard_address=None,
            silence_logs=SILENT,
        )
        made.append(cluster)
        return f"dask:{cluster.scheduler_address}"

    yield make
    for one in made:
        one.close()


def test_a_dask_cluster_of_this_machine_gives_the_same_bytes(folder, alone):
    assert lint(folder, *JSON, "--executor", "dask", "--jobs", "2") == alone


def test_a_dask_cluster_elsewhere_gives_the_same_bytes(folder, alone, cluster):
    assert lint(folder, *JSON, "--executor", cluster(2)) == alone


def test_a_scheduler_without_workers_is_told(folder, cluster):
    told = lint(folder, *JSON, "--executor", cluster(0), code=2)

    assert told.startswith("error: the Dask scheduler at `tcp://")
    assert told.endswith("has no workers\n")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nobody", "no://scheme:1"])
def test_a_scheduler_that_does_not_answer_is_told(folder, address):
    told = lint(folder, *JSON, "--executor", f"dask:{address}", code=2)

    assert told.startswith(f"error: no Dask scheduler answers at `{address}`: ")
    assert told.count("\n") == 1


NOT_INSTALLED = """\
from importlib.machinery import PathFinder

find = PathFinder.find_spec
PathFinder.find_spec = lambda name, *rest: None if name == "distributed" else find(name, *rest)
"""


def test_a_missing_extra_is_named(folder, tmp_path):
    env = environment(NOT_INSTALLED, tmp_path / "site")

    told = lint(folder, "--executor", "dask", env=env, code=2)

    assert told.startswith("error: `--executor dask` needs Dask, which is not installed\n")
    assert "`harness-spec-lint[dask]`" in told


OURS = """\
from concurrent.futures import ThreadPoolExecutor


def threads(jobs):
    return ThreadPoolExecutor(jobs)


def nothing(jobs):
    return jobs


def broken(jobs):
    raise RuntimeError("no machines")
"""


@pytest.fixture
def env(tmp_path):
    given = environment("", tmp_path / "site")
    (tmp_path / "site/ours.py").write_text(OURS, encoding="utf-8")
    return given


def test_an_executor_of_ones_own_gives_the_same_bytes(folder, alone, env):
    assert lint(folder, *JSON, "--executor", "ours:threads", "--jobs", "3", env=env) == alone


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("ours:nothing", "`ours:nothing` gives "),
        ("ours:broken", "executor `ours:broken` cannot be made: no machines"),
        ("ours:missing", "executor `ours:missing` cannot be loaded: module 'ours' has no attri"),
        ("missing:it", "executor `missing:it` cannot be loaded: No module named 'missing'"),
        ("threads", "there is no executor `threads`; it is `processes`, `dask`, "),
        ("dask:", "`dask:` names no scheduler; write `dask:tcp://HOST:PORT`, or `dask`"),
        ("ours:threads --no-local-code", "executor `ours:threads` is code to be run, and `--no-l"),
    ],
)
def test_what_is_no_executor_is_told(folder, env, arguments, words):
    told = lint(folder, "--no-cache", "--executor", *arguments.split(), env=env, code=2)

    assert told.startswith(f"error: {words}")


def test_few_files_start_nothing(folder, env):
    told = lint(folder, *JSON, "a.md", "--executor", "ours:broken", env=env)

    assert "no machines" not in told
