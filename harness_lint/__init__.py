"""harness-lint: the linter for the documents that steer coding agents."""

__version__ = "0.1.0"
