"""The MCP server: five tools that only read, and the pages of the rules as resources."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import getdoc, signature
from threading import Lock
from typing import Any, TypeVar, cast

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp.types import ToolAnnotations

from harness_lint import __version__
from harness_lint.errors import HarnessLintError
from harness_lint.mcp.tools import Tools
from harness_lint.packs.loader import forget_own_packs

INSTRUCTIONS = """\
harness-lint judges the documents that steer coding agents: skills, task lists, specs, hand-offs.
Call `check` after you have changed such a document, and repair what it finds. `next_tasks` says
what to begin; `uncovered` and `trace` say what requirements still lack; `explain` tells a rule."""

Tool = TypeVar("Tool", bound=Callable[..., Any])


def server(*, no_local_code: bool = True) -> MCPServer:
    """Return the server of the project around the working directory."""
    tools = Tools(no_local_code=no_local_code)
    made = MCPServer(
        "harness-lint", version=__version__, instructions=INSTRUCTIONS, log_level="WARNING"
    )
    alone = Lock()
    for tool in (tools.check, tools.explain, tools.trace, tools.uncovered, tools.next_tasks):
        made.add_tool(
            _told(tool, alone),
            description=getdoc(tool),
            annotations=ToolAnnotations(
                read_only_hint=True, idempotent_hint=True, open_world_hint=False
            ),
        )

    @made.resource("harness-lint://rules/{rule}", mime_type="text/markdown")
    def rule_page(rule: str) -> str:
        """Give the page of a rule by its code or name: why it is there, examples, repairs."""
        try:
            return tools.explain(rule)["page"]
        except HarnessLintError as error:
            raise ResourceNotFoundError(error.message) from error

    return made


def _told(tool: Tool, alone: Lock) -> Tool:
    """Return *tool*, one call at a time, with mistakes of the caller told in words."""

    @wraps(tool)
    def told(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the tool takes
        try:
            with alone:
                forget_own_packs()
                return tool(*arguments, **named)
        except HarnessLintError as error:
            raise ToolError("; ".join(filter(None, (error.message, error.hint)))) from error

    told.__signature__ = signature(tool, eval_str=True)  # type: ignore[attr-defined]
    return cast("Tool", told)
