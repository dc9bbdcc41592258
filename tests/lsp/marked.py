"""Projects as features see them, with the place of the cursor marked in one of their texts."""

from pathlib import Path
from urllib.parse import unquote

from lsprotocol import types

from harness_lint.cli.project import Where
from harness_lint.engine.file_stage import Clock, FileStage
from harness_lint.engine.selection import RuleBook
from harness_lint.lsp.buffers import opened
from harness_lint.lsp.open_project import OpenProject
from harness_lint.lsp.opening import Opening
from harness_lint.lsp.positions import Positions

CURSOR = "‸"


class Marked:
    """A view of a project, and where the cursor stands in it."""

    def __init__(self, folder, sources):
        """Write *sources*, texts by path, into *folder*; one of them has `CURSOR` in it."""
        self.path = next((path for path, text in sources.items() if CURSOR in text), "")
        texts = {path: text.replace(CURSOR, "") for path, text in sources.items()}
        for path, text in texts.items():
            place = Path(folder, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="")
        self.view = view_of(folder, {})
        self.identifier = types.TextDocumentIdentifier(self.view.uri(self.path))
        if self.path:
            offset = len(sources[self.path].partition(CURSOR)[0].encode())
            source = self.view.source(self.path)
            self.position = self.view.positions.position(source, offset)

    def asks(self, feature, params, **more):
        """Return what *feature* answers at the cursor."""
        asked = params(text_document=self.identifier, position=self.position, **more)
        return feature(self.view, self.path, asked)

    def text_at(self, where, path=None):
        """Return the text at a range of the file with the cursor, or of the one at *path*."""
        source = self.view.source(path or self.path)
        return source.slice(self.view.positions.span(source, where))

    def place(self, location):
        """Return a location as ``path:line: text``, lines from 1."""
        path = unquote(location.uri.removeprefix(f"{Path(self.view.root).as_uri()}/"))
        return f"{path}:{location.range.start.line + 1}: {self.text_at(location.range, path)}"

    def line(self, number):
        """Return the 0-based line *number* of the file with the cursor."""
        lines = self.view.source(self.path).text.split("\n")
        return lines[number]


def view_of(folder, buffers):
    """Return the view of the project in *folder*, with the texts *buffers* open, by path."""
    where = Where((str(folder),), no_local_code=True, here=str(folder))
    opening = Opening(where, Positions())
    return OpenProject(opening, {path: opened(path, text, 1) for path, text in buffers.items()})


class Moved:
    """A view in which the text of one file has moved on: facts and findings are those of before."""

    def __init__(self, before, path, text):
        """Put *text* at *path* in the view *before*."""
        self._before = before
        self._path = path
        self._source = opened(path, text, 1).source
        rules = RuleBook(before.config, before.registry)
        stage = FileStage(before.packs, rules, before.config.engine, Clock(enabled=False))
        self._document, _ = stage.read(self._source)

    def __getattr__(self, name):
        return getattr(self._before, name)

    def source(self, path):
        return self._source if path == self._path else self._before.source(path)

    def document(self, path):
        return self._document if path == self._path else self._before.document(path)


def after(view, path, edits):
    """Return the text at *path* after *edits* that do not overlap."""
    source = view.source(path)
    data = source.data
    for edit in sorted(edits, key=lambda edit: edit.range.start, reverse=True):
        start, end = view.positions.span(source, edit.range)
        data = data[:start] + edit.new_text.encode() + data[end:]
    return data.decode()


def ranges_in(answer):
    """Yield every range in what a feature answers, however deep."""
    stack = [answer]
    while stack:
        one = stack.pop()
        if isinstance(one, types.Range):
            yield one
        elif isinstance(one, (list, tuple)):
            stack.extend(one)
        elif hasattr(one, "__attrs_attrs__"):
            stack.extend(getattr(one, field.name) for field in one.__attrs_attrs__)
