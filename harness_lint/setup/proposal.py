"""The configuration that `init` writes: what fits the repository, with a word on each key."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from harness_lint import __version__
from harness_lint.config import PYPROJECT_TABLE
from harness_lint.setup.survey import Chain, Survey

WIDTH = 96

MOST = 12
"""How many families are named."""


def configuration(survey: Survey, *, in_pyproject: bool = False) -> str:
    """Return the text of a configuration for a repository that holds *survey*."""
    parts = (
        _head(survey),
        _version(),
        _excludes(survey),
        _packs(),
        _status_documents(survey),
        _gate(survey),
        _results(survey),
    )
    table = f"[{PYPROJECT_TABLE}]\n" if in_pyproject else ""
    return table + "\n\n".join("\n".join(part) for part in parts) + "\n"


def _head(survey: Survey) -> Iterator[str]:
    yield "# Settings of harness-lint. `harness-lint config` shows every key with its value."
    if not survey.documents:
        yield "# No document stands here yet: `harness-lint new --list` shows what can be begun."
        return
    yield "# What stands here; `harness-lint files` says it of each file, and why:"
    names = list(survey.families)
    width = max(map(len, (*names[:MOST], "unknown")))
    for name in names[:MOST]:
        yield f"#   {name:<{width}}  {survey.families[name]:>5}  {survey.titles[name]}"
    if len(names) > MOST:
        rest = sum(survey.families[name] for name in names[MOST:])
        yield f"#   {'…':<{width}}  {rest:>5}  of {len(names) - MOST} more families"
    if survey.unknown:
        words = "Markdown without a family: only rules for all Markdown judge it"
        yield f"#   {'unknown':<{width}}  {survey.unknown:>5}  {words}"


def _version() -> Iterator[str]:
    yield "# Rules that come with a later version stay off until this is raised."
    yield f"version = {json.dumps('.'.join(__version__.split('.')[:2]))}"


def _excludes(survey: Survey) -> Iterator[str]:
    yield "# Never checked. What git ignores is left out anyway."
    if survey.vendored:
        yield f"exclude = {_list(survey.vendored)}"
    else:
        yield '# exclude = ["vendor/"]'


def _packs() -> Iterator[str]:
    yield "# Documents of your own format take one YAML file; `harness-lint derive` begins it."
    yield '# packs = ["packs/house.yaml"]'


def _status_documents(survey: Survey) -> Iterator[str]:
    yield "# Documents that must say in a status block how far the code is behind them."
    if survey.status_documents:
        yield f"status-documents = {_list(survey.status_documents)}"
    else:
        yield '# status-documents = ["docs/product/*.md"]'


def _gate(survey: Survey) -> Iterator[str]:
    if survey.chain:
        yield "# The trace found here:"
        for chain in survey.chain:
            yield f"#   {_chain_words(chain)}"
    yield "# integrity: IDs and links are sound; ratchet: besides, nothing is worse than in the"
    yield "# baseline; full: every requirement is planned, built and tested."
    yield 'gate = "integrity"'


def _results(survey: Survey) -> Iterator[str]:
    yield "# Results of tests (JUnit XML), read though git ignores them."
    yield f"# results = {_list(survey.results or ('build/junit.xml',))}"


def _chain_words(chain: Chain) -> str:
    links = [
        f"{count} {_ROLES.get(role, role)} {_source(source)}"
        for (role, source), count in chain.sources.items()
    ]
    return f"{chain.total} {chain.title}: {', '.join(links) or 'nothing leads to them yet'}"


def _source(source: str) -> str:
    return source if source in _UNCOUNTED else f"{source}s"


def _list(values: Iterable[str]) -> str:
    words = [json.dumps(value, ensure_ascii=False) for value in values]
    line = f"[{', '.join(words)}]"
    if len(line) < WIDTH:
        return line
    return "[\n" + "".join(f"  {word},\n" for word in words) + "]"


_ROLES = {
    "claims": "claimed by",
    "documents": "documented in",
    "evidences": "borne out by",
    "implements": "implemented by",
    "verifies": "verified by",
}

_UNCOUNTED = frozenset({"code", "results", "state"})
