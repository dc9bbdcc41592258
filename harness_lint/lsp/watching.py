"""What the editor tells of files, folders and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from harness_lint.config import CONFIG_FILE, PYPROJECT
from harness_lint.project.listing import SKIPPED_FOLDERS

if TYPE_CHECKING:
    from harness_lint.lsp.server import Server

EVERY_FILE = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
)

GIT_SIGNS = (".git/HEAD", ".git/index")
"""Files in git's own folder that tell of commits and checkouts."""


def watch(server: Server) -> None:
    """Let *server* hear of files that change elsewhere, and of settings."""

    @server.feature(types.INITIALIZED)
    def ready(_: types.InitializedParams) -> None:
        server.start()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def changed(params: types.DidChangeWatchedFilesParams) -> None:
        heard(server, [change.uri for change in params.changes])

    @server.feature(types.WORKSPACE_DID_CREATE_FILES, EVERY_FILE)
    def created(params: types.CreateFilesParams) -> None:
        heard(server, [file.uri for file in params.files])

    @server.feature(types.WORKSPACE_DID_RENAME_FILES, EVERY_FILE)
    def renamed(params: types.RenameFilesParams) -> None:
        heard(server, [uri for file in params.files for uri in (file.old_uri, file.new_uri)])

    @server.feature(types.WORKSPACE_DID_DELETE_FILES, EVERY_FILE)
    def deleted(params: types.DeleteFilesParams) -> None:
        heard(server, [file.uri for file in params.files])

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(_: types.DidChangeConfigurationParams) -> None:
        server.reopen()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders(params: types.DidChangeWorkspaceFoldersParams) -> None:
        server.change_folders(
            [folder.uri for folder in params.event.removed],
            [folder.uri for folder in params.event.added],
        )


def heard(server: Server, uris: list[str]) -> None:
    """Look at the files at *uris* once more."""
    places = [address for uri in uris for address in server.session.known(uri)]
    is_new = any(uri.endswith((f"/{CONFIG_FILE}", f"/{PYPROJECT}")) for uri in uris)
    if is_new or any(opening.is_setting(path) for opening, path in places):
        server.reopen()
        return
    openings = {opening for opening, path in places if _matters(path)}
    for opening in openings:
        server.bench.mark(opening)
    if openings:
        server.judge_soon()


def _matters(path: str) -> bool:
    if path in GIT_SIGNS:
        return True
    folders = path.split("/")[:-1]
    return SKIPPED_FOLDERS.isdisjoint(folders)


def registration() -> types.RegistrationParams:
    """Return the wish to hear of every file that changes."""
    watcher = types.FileSystemWatcher("**/*")
    options = types.DidChangeWatchedFilesRegistrationOptions([watcher])
    method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    return types.RegistrationParams([types.Registration("files", method, options)])
