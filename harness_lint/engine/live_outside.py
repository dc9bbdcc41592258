"""What an open project rests on besides its sources: other files, what git ignores and recalls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from posixpath import join

from harness_lint.engine.inputs import Inputs
from harness_lint.engine.intake import Intake, hash_of
from harness_lint.project.reads import Reads
from harness_lint.project.stamps import Stamp, stamp_of

GIT = (".git/HEAD", ".git/logs/HEAD", ".git/index", ".git/packed-refs")
"""What changes when the history or the checked-out commit does."""


class Outside:
    """Knows what it was when it was last looked at."""

    def __init__(self, root: str, inputs: Inputs, max_file_size: int) -> None:
        self._root = root
        self._inputs = inputs
        self._max_size = max_file_size
        self._texts: dict[str, str] = {}
        """Path of each file that a check has read → the hash of its bytes; empty if it had none."""
        self._rules: dict[str, str] = {}
        """The same for what git is told to ignore."""
        self._git = self._git_now()
        self._stamps: dict[str, Stamp | None] = {}

    def text(self, path: str) -> str | None:
        """Return the text of a file that is no document; None if it cannot be read."""
        self._texts[path] = self._hash(path)
        return Intake(self._inputs.read, self._max_size, {}).text(path)

    def settle(self, known: Iterable[str] = ()) -> None:
        """Look at what the checks have asked the tree for, now or, in folders *known*, before."""
        for folder in (*known, *self._inputs.asked_rules()):
            path = join(folder, ".gitignore")
            self._rules.setdefault(path, self._hash(path))

    def move_on(self, inputs: Inputs) -> set[str]:
        """Take *inputs*, listed anew, and return which of `Reads` are different by now."""
        found = set()
        if inputs.tree_digest() != self._inputs.tree_digest():
            found.add(Reads.TREE)
        if inputs.today != self._inputs.today:
            found.add(Reads.TODAY)
        self._inputs = inputs
        if any(self._hash(path) != known for path, known in self._rules.items()):
            found.add(Reads.TREE)
            self._rules.clear()
        found |= {Reads.TEXT + path for path, one in self._texts.items() if self._hash(path) != one}
        git = self._git_now()
        if git != self._git:
            found.add(Reads.HISTORY)
        self._git = git
        return found

    def note(self, path: str, began: int) -> None:
        """Remember how the source at *path* looks, which is read from *began* on."""
        (stamp,) = self._inputs.stamps([path])
        self._stamps[path] = stamp if stamp is not None and stamp.is_settled(began) else None

    def differing(self, paths: Iterable[str]) -> Iterator[str]:
        """Yield those of *paths* that may not be what they were when they were noted."""
        paths = [*paths]
        for path, stamp in zip(paths, self._inputs.stamps(paths), strict=True):
            if stamp is None or self._stamps.get(path) != stamp:
                yield path

    def _hash(self, path: str) -> str:
        try:
            return hash_of(self._inputs.read(path))
        except OSError:
            return ""

    def _git_now(self) -> tuple[Stamp | None, ...]:
        return tuple(stamp_of(join(self._root, path)) for path in GIT)
