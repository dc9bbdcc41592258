"""A real client, and a real server: the installed command."""

import asyncio
import os

import pytest_asyncio
from pytest_lsp import ClientServerConfig, LanguageClient, make_test_lsp_client

from harness_lint.cli.shell import AGENT_VARIABLES
from tests.command import command
from tests.lsp.editor import SECONDS, Editor


@pytest_asyncio.fixture
async def open_editor(tmp_path):
    """Gives an editor, begun with whatever `Editor.begin` takes, in a folder with *files*."""
    environment = {key: value for key, value in os.environ.items() if key not in AGENT_VARIABLES}
    clients = []

    async def start(*arguments, files=(), **told):
        for path, text in dict(files).items():
            place = tmp_path / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8")
        config = ClientServerConfig(
            server_command=command("lsp", *arguments),
            client_factory=make_test_lsp_client,
            server_env=environment,
        )
        client: LanguageClient = await config.start()
        clients.append(client)
        return await Editor(client, tmp_path).begin(**told)

    yield start
    for client in clients:
        if client._server.returncode is None and client.capabilities is not None:
            await asyncio.wait_for(client.shutdown_session(), SECONDS)
        elif client._server.returncode is None:
            client._server.kill()
        await client.stop()
