"""The tools of the MCP server, for agents that ask rather than read what a command prints."""
