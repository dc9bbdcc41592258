"""Small changes of one file of a project, as people and agents make them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

Change = Callable[[], None]
"""Changes a file, and something else each time that it is called."""
OPEN, DONE = "- [ ] ", "- [x] "


def changes_of(folder: Path) -> Iterator[tuple[str, Change]]:
    """Yield changes of documents of middling size below *folder*, with what is changed."""
    texts = {path: _text(path) for path in sorted(folder.rglob("*.md")) if path.is_file()}
    plain = _middle({path: text for path, text in texts.items() if not text.startswith("---")})
    boxed = _middle({path: text for path, text in texts.items() if OPEN in text})
    if plain:
        yield "A line appended to a document", lambda: append(plain)
    if boxed:
        yield "A box ticked in a list", lambda: tick(boxed)
    if plain:
        yield "A line inserted at the top of a document", lambda: insert(plain)


def append(path: Path) -> None:
    """Add a paragraph to the end of the document."""
    text = _text(path)
    _write(path, f"{text}\nOne more line, behind {len(text)} characters.\n")


def tick(path: Path) -> None:
    """Tick the first open box; once all are ticked, open them again."""
    text = _text(path)
    _write(path, text.replace(OPEN, DONE, 1) if OPEN in text else text.replace(DONE, OPEN))


def insert(path: Path) -> None:
    """Put a line before all others, so that everything stands elsewhere."""
    text = _text(path)
    _write(path, f"One more line, before {len(text)} characters.\n\n{text}")


def _middle(texts: dict[Path, str]) -> Path | None:
    by_size = sorted(texts, key=lambda path: (len(texts[path]), path))
    return by_size[len(by_size) // 2] if by_size else None


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
