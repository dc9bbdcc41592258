"""What a listing of files rests on: folders, and what says which files git leaves out.

As long as all of it has the stamp that it had, no file has come or gone, and nothing needs to be
listed again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from posixpath import join

from harness_lint.config import git_root
from harness_lint.project.git import ask
from harness_lint.project.ignored import ignored_of
from harness_lint.project.listing import SKIPPED_FOLDERS, Listing, parents
from harness_lint.project.stamps import Stamp, stamp_of

MOST_FOLDERS = 50_000
"""In a larger tree all files are listed each time."""

MOST_NAMES = 1000
"""So many names git is asked about at once."""

Stamps = Mapping[str, Stamp | None]
"""Path, absolute or below the root → its stamp; None where there was nothing."""


def stamps_for(root: str, listing: Listing) -> Stamps | None:
    """Return the stamps of all that *listing*, of the real path *root*, rests on.

    None if that cannot be told, as in a worktree whose git folder lies elsewhere.
    """
    rules = _rules_of_git(root)
    folders = _folders(root, listing) if rules is not None else None
    if rules is None or folders is None:
        return None
    return {path: stamp_of(join(root, path)) for path in (*folders, *rules)}


def is_unchanged(root: str, stamps: Stamps) -> bool:
    """Whether all that a listing of *root* rests on still has its stamp."""
    return all(stamp_of(join(root, path)) == stamp for path, stamp in stamps.items())


def _rules_of_git(root: str) -> list[str] | None:
    """Return the files, besides those in its folders, that tell git what to list; None: unknown."""
    top = git_root(Path(root))
    if top is None:
        return []
    if not (top / ".git").is_dir():
        return None
    above = [folder for folder in (Path(root), *Path(root).parents) if folder.is_relative_to(top)]
    own = _settings_of_git(top)
    if own is None:
        return None
    settings = Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "git"
    files = [
        *own,
        *(top / ".git" / name for name in ("index", "info/exclude", "config")),
        *(folder / ".gitignore" for folder in above),
        *(settings / name for name in ("ignore", "config")),
        Path("~/.gitconfig").expanduser(),
        Path("/etc/gitconfig"),
    ]
    return [str(file) for file in files]


def _settings_of_git(top: Path) -> set[Path] | None:
    """Return the files that git's settings are read from and the one that they name, of patterns.

    None if git does not tell.
    """
    answer = ask(str(top), "config", "--list", "--show-origin", "-z")
    if answer is None or not answer.ok:
        return None
    fields = answer.output.split("\0")
    origins = {field.removeprefix("file:") for field in fields[::2] if field.startswith("file:")}
    settings = (field.partition("\n") for field in fields[1::2])
    named = {value for key, _, value in settings if key == "core.excludesfile" and value}
    return {top / Path(path).expanduser() for path in origins | named}


def _left_out(root: str, folders: list[str]) -> frozenset[str]:
    """Return those of *folders* that are ignored with all that is or will be in them.

    What stands in a folder may be taken back where the folder itself is not: in a checkout only
    git knows. A name that it must quote counts as one that is not ignored.
    """
    if git_root(Path(root)) is None:
        return ignored_of(root, folders)
    found: set[str] = set()
    for start in range(0, len(folders), MOST_NAMES):
        some = folders[start : start + MOST_NAMES]
        answer = ask(root, "-c", "core.quotePath=false", "check-ignore", "--", *some)
        found.update(answer.output.splitlines() if answer is not None else ())
    return frozenset(found)


def _folders(root: str, listing: Listing) -> list[str] | None:
    """Return the folders in which a file would be listed, and the `.gitignore` files in them."""
    listed = {""}
    for path in listing.files:
        for folder in parents(path):
            if folder in listed:
                break
            listed.add(folder)
    found = [*listing.folders]
    frontier = sorted(listed)
    while frontier:
        found += frontier
        if len(found) > MOST_FOLDERS:
            return None
        below, rules = _within(root, frontier)
        found += rules
        unlisted = [path for path in below if path not in listed and path not in listing.folders]
        ignored = _left_out(root, unlisted) if unlisted else frozenset()
        frontier = [path for path in unlisted if path not in ignored]
    return found


def _within(root: str, folders: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the folders right below *folders*, and the `.gitignore` files in these."""
    below, rules = [], []
    for folder in folders:
        for entry in _entries(join(root, folder)):
            if entry.name == ".gitignore":
                rules.append(join(folder, entry.name))
            elif entry.name not in SKIPPED_FOLDERS and entry.is_dir(follow_symlinks=False):
                below.append(join(folder, entry.name))
    return below, rules


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            yield from found
    except OSError:
        return
