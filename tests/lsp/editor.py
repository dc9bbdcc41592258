"""What an editor does with a server, in words that tests can use."""

import asyncio

from lsprotocol import types

SECONDS = 20


class Editor:
    """A client with its folder; paths are those below it."""

    def __init__(self, client, folder):
        self.client = client
        self.folder = folder
        self.versions = {}
        self.published = []
        """All that was published: `PublishDiagnosticsParams`, in order."""
        self.news = asyncio.Event()
        client.protocol.fm.features.pop(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, None)

        @client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def hear(params):
            self.published.append(params)
            self.news.set()

    async def begin(self, *, folders=("",), capabilities=None, options=None):
        """Say hello, with *folders* below the one of the test as workspace folders."""
        self.said = await self.client.initialize_session(
            types.InitializeParams(
                capabilities=capabilities or types.ClientCapabilities(),
                workspace_folders=[types.WorkspaceFolder(self.uri(at), at) for at in folders],
                initialization_options=options,
            )
        )
        return self

    def uri(self, path):
        if path.startswith("untitled:"):
            return path
        return (self.folder / path).as_uri()

    def write(self, path, text):
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def open(self, path, text=None, language="markdown"):
        """Open the file at *path* with what is in it, or with *text*."""
        given = (self.folder / path).read_text(encoding="utf-8") if text is None else text
        self.versions[path] = 1
        item = types.TextDocumentItem(self.uri(path), language, 1, given)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, path, *changes):
        """Tell of *changes*: the whole text, or ranges as ``(line, character, line, character)``
        with the text that is there now."""
        self.versions[path] += 1
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(self.versions[path], self.uri(path)),
                [_change(change) for change in changes],
            )
        )

    def save(self, path):
        """Tell that the file was saved; the test has written it."""
        identifier = types.TextDocumentIdentifier(self.uri(path))
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(identifier))

    def tell(self, *paths):
        """Tell that files have changed on disk."""
        changes = [types.FileEvent(self.uri(one), types.FileChangeType.Changed) for one in paths]
        params = types.DidChangeWatchedFilesParams(changes)
        self.client.workspace_did_change_watched_files(params)

    def close(self, path):
        identifier = types.TextDocumentIdentifier(self.uri(path))
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))

    async def actions(self, path, line, character=0, only=None):
        """Return what can be done about what is found at a place."""
        at = types.Position(line, character)
        return await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(self.uri(path)),
                types.Range(at, at),
                types.CodeActionContext([], only),
            )
        )

    def apply(self, path, text, edit):
        """Do to *text*, which is open at *path*, what *edit* says; return what it becomes."""
        (document,) = edit.document_changes
        assert document.text_document.uri == self.uri(path)
        assert document.text_document.version == self.versions[path]
        lines = text.split("\n")
        for one in sorted(document.edits, key=lambda one: one.range.start, reverse=True):
            start, end = one.range.start, one.range.end
            before = "\n".join([*lines[: start.line], lines[start.line][: start.character]])
            after = "\n".join([lines[end.line][end.character :], *lines[end.line + 1 :]])
            lines = f"{before}{one.new_text}{after}".split("\n")
        self.change(path, "\n".join(lines))
        return "\n".join(lines)

    async def until(self, path, holds):
        """Return the diagnostics of *path* as soon as what was last published of it *holds*."""

        async def wait():
            while True:
                last = self.last(path)
                if last is not None and holds(last):
                    return last
                self.news.clear()
                await self.news.wait()

        return await asyncio.wait_for(wait(), SECONDS)

    async def codes(self, path, *wanted):
        """Return the diagnostics of *path* once their codes are *wanted*."""
        try:
            return await self.until(
                path, lambda last: sorted(one.code for one in last) == [*wanted]
            )
        except TimeoutError:
            last = self.last(path)
            found = "nothing" if last is None else sorted(one.code for one in last)
            raise AssertionError(f"{path}: {found} instead of {wanted}") from None

    def last(self, path):
        """Return what was last published of *path*; None if nothing was."""
        for params in reversed(self.published):
            if params.uri == self.uri(path):
                return params.diagnostics
        return None


def _change(change):
    if isinstance(change, str):
        return types.TextDocumentContentChangeWholeDocument(change)
    (line, character, end_line, end_character), text = change
    where = types.Range(types.Position(line, character), types.Position(end_line, end_character))
    return types.TextDocumentContentChangePartial(range=where, text=text)
