"""From the configuration to a registry with the checks of plug-ins and of the project itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

from harness_lint.config import Config
from harness_lint.config_places import Problem, describe_problems
from harness_lint.config_reader import key_prefix
from harness_lint.engine.contribution import Contribution
from harness_lint.engine.local_checks import load_local, local_files
from harness_lint.engine.plugins import installed, load_all, named
from harness_lint.engine.registry import Registry
from harness_lint.errors import ConfigError


def extended(
    registry: Registry, config: Config, selectors: Iterable[str] = (), refused_by: str = ""
) -> Registry:
    """Return *registry* with all that *config* names, and with what else *selectors* select.

    Of a plug-in that only *selectors* lead to, no other check is taken: nobody switched it on.
    *refused_by* is what forbids to run code of the project; empty if nothing does.

    Raises: ConfigError for a plug-in or a file that is not there, or for a file that may not be
    run; PluginError for one that cannot be loaded.
    """
    points, files = _named(config, refused_by)
    contributions = [*load_all(points), *(load_local(config.root, path) for path in files)]
    whole = registry.extended(contributions)
    missing = [word for word in selectors if not whole.matching(word)]
    return whole.extended(_selected(missing, points)) if missing else whole


def not_in_force(config: Config) -> list[str]:
    """Return the names of installed plug-ins that *config* does not name."""
    from harness_lint.engine.plugins import distribution_of

    used = {distribution_of(point) for point in named(config.plugins).points}
    return sorted({distribution_of(point) for point in installed()} - used)


def _named(config: Config, refused_by: str) -> tuple[list[EntryPoint], list[str]]:
    """Return the entry points and the files that *config* names."""
    found = named(config.plugins)
    prefix = key_prefix(Path(config.origin))
    problems = [
        Problem((*prefix, "plugins"), message, word) for word, message in found.unknown.items()
    ]
    files: list[str] = []
    if config.local_checks and refused_by:
        message = f"`local-checks` runs code of this project, which {refused_by} refuses"
        problems.append(Problem((*prefix, "local-checks"), message))
    else:
        for name in config.local_checks:
            try:
                files += local_files(config.root, name)
            except ValueError as error:
                message = f"`local-checks` names `{name}`: {error}"
                problems.append(Problem((*prefix, "local-checks"), message, name))
    if problems:
        text = Path(config.origin).read_text(encoding="utf-8-sig")
        raise ConfigError(
            describe_problems(Path(config.origin), text, problems),
            _hint(config, refused_by, is_missing=bool(found.unknown)),
        )
    return found.points, list(dict.fromkeys(files))


def _hint(config: Config, refused_by: str, *, is_missing: bool) -> str:
    if config.local_checks and refused_by:
        return "if you do not trust it, --config FILE names a configuration without `local-checks`"
    if is_missing:
        return "install it where harness-lint is installed, or take it out of `plugins`"
    return ""


def _selected(words: Iterable[str], loaded: Iterable[EntryPoint]) -> Iterator[Contribution]:
    """Yield what other plug-ins than those *loaded* have of the rules that *words* select."""
    known = set(loaded)
    for one in load_all(point for point in installed() if point not in known):
        own = Registry(one.checks)
        checks = dict.fromkeys(check for word in words for check in own.matching(word))
        if checks:
            yield one._replace(checks=tuple(checks))
