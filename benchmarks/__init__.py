"""Times of harness-lint beside other linters that are installed: ``python -m benchmarks``."""
