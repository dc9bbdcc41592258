"""Checks that compare the project with what it was: only `--since REV` makes them run."""
