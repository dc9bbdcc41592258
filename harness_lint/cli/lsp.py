"""`harness-lint lsp`: the language server, for editors."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

import click

from harness_lint.cli.project import refusal_of
from harness_lint.errors import UsageError


@click.command("lsp")
@click.option("--stdio", is_flag=True, help="Speak over standard input and output; always so.")
@click.option(
    "--allow-local-code",
    is_flag=True,
    help="Run code of the projects (`local-checks`), whether the editor trusts them or not.",
)
def command(stdio: bool, allow_local_code: bool) -> None:  # noqa: ARG001  editors say it anyway
    """Serve an editor, over the Language Server Protocol."""
    try:
        from harness_lint.lsp.server import Server
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        hint = "install `harness-spec-lint[lsp]`"
        raise UsageError("the language server needs `pygls`, which is not here", hint) from error
    # the processes that it starts import nothing from the folder that is open in the editor
    os.environ.setdefault("PYTHONSAFEPATH", "1")
    server = Server(allow_local_code=allow_local_code and not refusal_of(no_local_code=False))
    server.start_io(stdout=_reserved_output())
    sys.stderr.flush()
    os._exit(server.exit_code)  # a thread may still read files that nobody asks for any more


def _reserved_output() -> BinaryIO:
    """Return standard output, for the server alone: what else is printed becomes an error text."""
    own = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return own
