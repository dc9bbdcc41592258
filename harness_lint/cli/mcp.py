"""`harness-lint mcp`: the MCP server, for coding agents."""

from __future__ import annotations

import click

from harness_lint.cli.project import refusal_of
from harness_lint.errors import UsageError


@click.command("mcp")
@click.option("--allow-local-code", is_flag=True, help="Run code of the project (`local-checks`).")
def command(allow_local_code: bool) -> None:
    """Serve an agent, over the Model Context Protocol on standard input and output.

    Its tools look at the project around the working directory, and change nothing.
    """
    try:
        from harness_lint.mcp.server import server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        hint = "install `harness-spec-lint[mcp]`"
        raise UsageError("the MCP server needs `mcp`, which is not here", hint) from error
    server(no_local_code=not allow_local_code or bool(refusal_of(no_local_code=False))).run()
