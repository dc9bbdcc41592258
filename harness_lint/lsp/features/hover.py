"""What is shown of the place under the pointer: findings, items, fields."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from harness_lint.documents.document import Document
from harness_lint.findings import Finding
from harness_lint.lsp.features.fields import field_at, words_on
from harness_lint.lsp.features.items import named_at
from harness_lint.lsp.features.keys import key_at, words_on_key
from harness_lint.lsp.features.places import offset_of
from harness_lint.lsp.features.prose import code, link_to, plain
from harness_lint.lsp.features.standing import standing, title_beside_id, users
from harness_lint.lsp.view import View
from harness_lint.project.trace.values import Item, Link
from harness_lint.source import Span

MOST_FINDINGS = 3
MOST_ITEMS = 3
MOST_LINKS = 8
MOST_WORDS = 400
"""Characters of an item's text."""
FEWEST_MORE = 20
"""Characters that the text must have besides ID and title to be worth showing."""

RULE = "\n\n---\n\n"


def hover(view: View, path: str, params: types.HoverParams) -> types.Hover | None:
    """Return what is known of the place at the position, as Markdown; None if it is nothing."""
    source = view.source(path)
    if source is None:
        return None
    offset = offset_of(view, path, params.position)
    parts: list[tuple[Span, str]] = []
    named = named_at(view, path, offset)
    if named is not None:
        parts += [(named.at, "\n\n".join(_item(view, one))) for one in named.items[:MOST_ITEMS]]
        more = ", ".join(code(one.local) for one in named.items[MOST_ITEMS:])
        parts += [(named.at, f"And {more}")] if more else []
    document = view.document(path)
    if isinstance(document, Document) and (field := field_at(document, offset)) is not None:
        parts += [(field.at, words)] if (words := words_on(field)) else []
    elif isinstance(document, Document) and (key := key_at(document, offset)) is not None:
        parts.append((key.at, words_on_key(key)))
    parts += [(found.span, "\n\n".join(_finding(view, found))) for found in _at(view, path, offset)]
    if not parts:
        return None
    return types.Hover(
        types.MarkupContent(types.MarkupKind.Markdown, RULE.join(text for _, text in parts)),
        view.positions.range(source, parts[0][0]),
    )


def _at(view: View, path: str, offset: int) -> list[Finding]:
    """Return the findings at *offset*, those of the shortest places first."""
    found = [one for one in view.findings(path) if one.span.start <= offset <= one.span.end]
    found.sort(key=lambda one: one.span.end - one.span.start)
    return found[:MOST_FINDINGS]


def _finding(view: View, finding: Finding) -> Iterator[str]:
    """Yield what *finding* says, and why its rule is there."""
    title = f"{finding.code} {finding.name}"
    yield f"**{link_to(title, finding.url) if finding.url else title}** · {finding.severity}"
    yield plain(finding.message)
    check = view.registry.get(finding.code)
    if check is not None:
        yield from _why(view.registry.page(check))
    if finding.fix is not None:
        yield f"Fix: {plain(finding.fix.title)} ({finding.fix.applicability})"


def _why(page: str) -> Iterator[str]:
    """Yield the first paragraph below ``## Why`` of a rule's *page*."""
    why = page.partition("\n## Why\n")[2].strip().partition("\n\n")[0].strip()
    if why and not why.startswith("#"):
        yield " ".join(why.splitlines())


def _item(view: View, item: Item) -> Iterator[str]:
    """Yield what *item* is, what it says, how it stands, and what leads to it."""
    yield f"**{plain(item.local)}** {plain(title_beside_id(item))}".rstrip()
    kind = view.project.trace.kinds.get(item.kind)
    where = _where(view, item)
    about = [kind.title if kind is not None else item.kind, item.level or "", standing(view, item)]
    yield " · ".join([*map(plain, filter(None, about)), f"defined in {where}"])
    if len(item.text) > len(item.local) + len(item.title) + FEWEST_MORE:
        dots = "…" if len(item.text) > MOST_WORDS else ""
        yield f"> {plain(item.text[:MOST_WORDS])}{dots}"
    coverage = view.project.coverage.get(item.id)
    if coverage is not None:
        lacks = f" Missing: {'; '.join(coverage.missing)}." if coverage.missing else ""
        yield f"{plain(coverage.why[:1].upper() + coverage.why[1:])}.{lacks}"
    links = users(view, item)
    if links:
        lines = [_link(view, link) for link in links[:MOST_LINKS]]
        more = len(links) - MOST_LINKS
        yield "\n".join([*lines, *([f"- and {more} more"] if more > 0 else [])])


def _where(view: View, item: Item) -> str:
    line = item.at.place.line
    return link_to(f"{item.at.path}:{line}", f"{view.uri(item.at.path)}#L{line}")


_DOES = {"depends": "depends on", "evidences": "shows"}
"""What a link of a role does with its target, where the role is not the word for it."""


def _link(view: View, link: Link) -> str:
    line = link.at.place.line
    where = link_to(f"{link.at.path}:{line}", f"{view.uri(link.at.path)}#L{line}")
    name = link.source.rpartition("/")[2] if link.source_kind != "test" else link.source
    said = [link.outcome or "", link.status if link.status != "ok" else ""]
    return " · ".join(
        [f"- {code(name)} {_DOES.get(link.role, link.role)} it", where, *filter(None, said)]
    )
