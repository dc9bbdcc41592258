"""What stands around an ID in a text: whether it is that ID, or a part of something longer."""

from __future__ import annotations

from harness_lint.documents.id_ranges import IdReference
from harness_lint.pattern import pattern
from harness_lint.project.index import Tree, beside

_LONGER_BEHIND = pattern(r"-[^\W_]|\.[A-Za-z]\w{0,9}\b")
_LONGER_BEFORE = pattern(r"[^\W_][.-]$|\$$")
_WORD_END = pattern(r"[^\w./#-]")
_MOST_WORD = 300


def is_longer(text: str, reference: IdReference, earlier: int, later: int) -> bool:
    """Whether *reference* is a part of a longer name: ``FR-001-login``, ``T001.md``.

    *earlier* is where the ID before it ends, *later* where the next one begins: IDs may follow one
    another with a dash between.
    """
    end, start = reference.end, reference.start
    behind = _LONGER_BEHIND.match(text, end)
    if behind is not None and later != end + 1:
        return True
    before = _LONGER_BEFORE.search(text, max(0, start - 2), start)
    return before is not None and earlier != start - 1


def is_in_path(text: str, reference: IdReference, path: str, tree: Tree) -> bool:
    """Whether *reference* is a part of the path of a file that is there."""
    if "/" not in text[max(0, reference.start - 1) : reference.end + 1]:
        return False
    start = reference.start
    while start > 0 and start > reference.start - _MOST_WORD and not _ends_word(text[start - 1]):
        start -= 1
    end = _WORD_END.search(text, reference.end)
    word = text[start : end.start() if end is not None else len(text)][:_MOST_WORD]
    word = word.partition("#")[0].rstrip("./-")
    near = beside(path, word)
    return tree.exists(word) or (near is not None and tree.exists(near))


def _ends_word(character: str) -> bool:
    return _WORD_END.match(character) is not None
