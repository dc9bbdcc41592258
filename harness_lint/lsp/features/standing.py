"""How an item stands, in a word or two: what symbols, lenses and lists show beside it."""

from __future__ import annotations

from collections import Counter

from harness_lint.lsp.view import View
from harness_lint.project.trace.values import Item, Link
from harness_lint.project.trace.work import fact_of, is_done, progress_in


def title_beside_id(item: Item) -> str:
    """Return the title of *item*; empty if its ID says the same, as those of tests do."""
    is_told = item.local.replace("_", " ").endswith(item.title.replace("_", " "))
    return "" if is_told else item.title


def standing(view: View, item: Item) -> str:
    """Return the state of *item*: ``proven``, ``done``, ``open``; empty if nothing is known."""
    coverage = view.project.coverage.get(item.id)
    if coverage is not None:
        return str(coverage.state)
    if item.is_gone:
        return "retired"
    progress = progress_in(view.project, item.at.path)
    done = is_done(item, progress)
    state = item.state or str((fact_of(item, progress) or item).values.get("state") or "")
    if state or done is None:
        return state
    return "done" if done else "open"


def users(view: View, item: Item) -> list[Link]:
    """Return the links that lead to *item*, by path and place."""
    links = view.project.trace.links_to.get(item.id, ())
    return sorted(links, key=lambda link: (link.at.path, link.at.span))


def summary(view: View, item: Item) -> str:
    """Return what leads to *item* and how it stands: ``2 tasks · 3 tests · proven``."""
    sources = {(link.source_kind, link.source) for link in users(view, item)}
    counts = Counter(kind for kind, _ in sources)
    words = (_count(view, kind, count) for kind, count in sorted(counts.items()))
    return " · ".join(filter(None, (*words, standing(view, item))))


def _count(view: View, name: str, count: int) -> str:
    """Return how many things of the kind called *name* there are, in words: ``2 user stories``."""
    kind = view.project.trace.kinds.get(name)
    title = kind.title if kind is not None else name
    if count == 1:
        return f"1 {title}"
    plural = kind.plural if kind is not None else ""
    return f"{count} {plural or title + 's'}"
