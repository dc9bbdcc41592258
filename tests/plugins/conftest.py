import pytest

from tests.plugins.installing import Environment, make_environment


@pytest.fixture(scope="session")
def environment(tmp_path_factory) -> Environment:
    """A virtual environment with the linter and the example plug-in, built and installed."""
    return make_environment(tmp_path_factory.mktemp("plugins"))
