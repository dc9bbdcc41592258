"""Which clients read the skills of a project, and what each of them reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from harness_lint.project.index import Project, Tree


class Client(NamedTuple):
    """A client of skills, as the packs know it."""

    name: str
    title: str
    keys: frozenset[str]
    """The keys of front matter that it reads besides those of the specification."""
    signs: tuple[str, ...]
    """Files and folders (with a final ``/``) that say that it is in use."""
    reads: tuple[str, ...]
    """Folders of other clients whose skills it reads too: ``.claude/skills/``."""


def clients_of(groups: Iterable[Mapping[str, Any]]) -> tuple[Client, ...]:
    """Return the clients in *groups*, the first group of each name."""
    found: dict[str, Client] = {}
    for group in groups:
        name = str(group.get("client", ""))
        if name and name not in found:
            title = str(group.get("title", name))
            signs = tuple(group.get("signs", ()))
            reads = tuple(group.get("reads", ()))
            found[name] = Client(name, title, frozenset(group["keys"]), signs, reads)
    return tuple(found.values())


def common_keys(groups: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the keys that belong to no client: the specification's, and what authors keep."""
    return frozenset(key for group in groups if "client" not in group for key in group["keys"])


def clients_in_use(project: Project) -> tuple[Client, ...]:
    """Return the clients that are configured, else those whose signs are in the project.

    All that are known where there is no sign of any.
    """
    return _seen(project) or clients_of(project.settings.clients)


def also_read(path: str, project: Project) -> bool:
    """Whether a client in use reads the skill at *path* beside the client whose folder it is in."""
    return any(f"/{folder}" in f"/{path}" for client in _seen(project) for folder in client.reads)


def _seen(project: Project) -> tuple[Client, ...]:
    """Return the clients that are configured, else those whose signs are in the project."""
    known = clients_of(project.settings.clients)
    named = project.settings.clients_in_use
    if named:
        return tuple(client for client in known if client.name in named)
    return tuple(client for client in known if _is_in_use(client, project.tree))


def _is_in_use(client: Client, tree: Tree) -> bool:
    return any(_exists(sign, tree) for sign in client.signs)


def _exists(sign: str, tree: Tree) -> bool:
    """Whether the file or folder *sign* is at the root of the project."""
    return tree.is_dir(sign.rstrip("/")) if sign.endswith("/") else tree.exists(sign)


def titles(clients: Iterable[Client]) -> str:
    """Return the titles of *clients* as the end of a sentence."""
    *others, last = [client.title for client in clients] or ["none"]
    return f"{', '.join(others)} and {last}" if others else last


def readers(key: str, clients: Iterable[Client]) -> Iterator[Client]:
    """Yield those of *clients* that read *key*."""
    return (client for client in clients if key in client.keys)
