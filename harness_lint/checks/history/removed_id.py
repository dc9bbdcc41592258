"""HL823 removed-id. Its page and its tests are in `removed_id.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from harness_lint.check import check
from harness_lint.errors import listed
from harness_lint.findings import Related, Severity, Violation
from harness_lint.project.index import Project
from harness_lint.project.past import title_of
from harness_lint.project.removed_ids import Removed, Thinned, removed_ids
from harness_lint.project.trace.values import Link

_NAMED = 3
"""So many IDs and claims are named; the others are counted."""


@check(
    "HL823",
    "removed-id",
    subject=Project,
    since="0.1",
    severity=Severity.WARNING,
    needs=("since",),
)
def removed_id(project: Project) -> Iterator[Violation]:
    """An ID was defined and is no more, without a word that it was retired."""
    for thinned in removed_ids(project):
        if thinned.now is None or (thinned.is_other and len(thinned.removed) > 1):
            yield from _whole(project, thinned)
            continue
        at = title_of(project, thinned.now)
        for removed in thinned.removed:
            yield Violation(at, _message(project, removed), _claims(removed.claims))


def _message(project: Project, removed: Removed) -> str:
    name = removed.old.key
    if removed.successor:
        return (
            f"`{name}` is now `{removed.successor}`; give it back its ID, "
            "and retire the IDs that are no more"
        )
    kind = project.trace.kinds.get(str(removed.old.values["kind"]))
    title = kind.title if kind is not None else "item"
    mark = "as `cancelled`" if removed.old.values.get("shape") == "key" else "marked `(removed)`"
    return f"{title} `{name}` was removed; restore it, or keep it {mark}"


def _whole(project: Project, thinned: Thinned) -> Iterator[Violation]:
    """Yield that a document has lost all that it defined, if that is missed anywhere.

    One that defines other things now is about something else: its IDs went with the old matter.
    """
    claimed = [link for one in thinned.removed for link in one.claims]
    if not claimed and (thinned.now is None or not thinned.is_empty):
        return
    names = listed([one.old.key for one in thinned.removed], _NAMED)
    if thinned.now is not None:
        words = f"{names} of this document were removed"
        at, rest = title_of(project, thinned.now), claimed
    else:
        words = f"{names} went with `{thinned.path}`, which was deleted"
        at, rest = claimed[0].at, claimed[1:]
    yield Violation(at, f"{words}; restore them, or drop what still claims them", _claims(rest))


def _claims(links: Iterable[Link]) -> tuple[Related, ...]:
    places = dict.fromkeys((link.at, link.key) for link in links)
    return tuple(Related(at, f"`{key}` is still claimed here") for at, key in list(places)[:_NAMED])
