"""The files and folders of a project, as they were when they were listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from posixpath import normpath

from harness_lint.project.listing import Listing, parents

_LINK_STEPS = 16
"""As many symbolic links are followed for one path; then it is a loop."""


class FileTree:
    """What exists below the root. Listed when it is first asked, then frozen.

    Paths are below the root with forward slashes; `.` is the root itself. A path that leads out of
    the root does not exist here.
    """

    def __init__(
        self,
        listing: Callable[[], Listing],
        ignored: Callable[[Sequence[str]], frozenset[str]] = lambda _: frozenset(),
        is_checkout: Callable[[], bool] = lambda: False,
    ) -> None:
        self._list = listing
        self._ignored = ignored
        self._is_checkout = is_checkout
        self.asked_rules: set[str] = set()
        """The folders, there or not, whose `.gitignore` counted for an answer."""

    @cached_property
    def _listing(self) -> Listing:
        return self._list()

    @cached_property
    def _folders(self) -> frozenset[str]:
        found = set(self._listing.folders) | {"."}
        for path in (*self._listing.files, *self._listing.folders):
            for folder in parents(path):
                if folder in found:
                    break
                found.add(folder)
        return frozenset(found)

    @cached_property
    def _by_folded_path(self) -> dict[str, str]:
        return {path.casefold(): path for path in (*self._folders, *self._listing.files)}

    @property
    def files(self) -> frozenset[str]:
        """All files and symbolic links."""
        return self._listing.files

    def exists(self, path: str) -> bool:
        """Return whether there is a file or a folder at *path*."""
        real = self._resolve(path)
        return real in self._listing.files or real in self._folders

    def is_dir(self, path: str) -> bool:
        """Return whether there is a folder at *path*."""
        return self._resolve(path) in self._folders

    def matching_case(self, path: str) -> str | None:
        """Return the path that is spelled like *path* but for upper and lower case."""
        return self._by_folded_path.get(normpath(path).casefold())

    @cached_property
    def is_checkout(self) -> bool:
        """Whether the root lies in a git checkout: then nothing was left out of it."""
        return self._is_checkout()

    def is_opaque(self, path: str) -> bool:
        """Return whether *path* lies where nothing was listed: a submodule, a link out."""
        listing = self._listing
        path = normpath(path)
        return any(
            one in listing.folders or listing.links.get(one) == "" for one in (path, *parents(path))
        )

    def ignored(self, paths: Iterable[str]) -> frozenset[str]:
        """Return those of *paths*, there or not, that git would ignore."""
        paths = sorted(paths)
        for path in paths:
            self.asked_rules.update(("", *parents(path)))
        return self._ignored(paths)

    def digest(self) -> str:
        """Return a hash of all that is in the tree; of what git ignores, see `asked_rules`."""
        from hashlib import blake2b

        listing = self._listing
        whole = blake2b(str(self.is_checkout).encode(), digest_size=16)
        for words in (
            "\0".join(sorted(listing.files)),
            "\0".join(sorted(listing.folders)),
            repr(sorted(listing.links.items())),
        ):
            whole.update(words.encode("utf-8", "surrogatepass") + b"\0\0")
        return whole.hexdigest()

    def _resolve(self, path: str) -> str:
        """Return *path* with the links in it followed, as far as they lead."""
        links = self._listing.links
        path = normpath(path)
        if not links:
            return path
        for _ in range(_LINK_STEPS):
            link = next((one for one in (path, *parents(path)) if links.get(one)), None)
            if link is None:
                return path
            path = normpath(links[link] + path[len(link) :])
        return ""
