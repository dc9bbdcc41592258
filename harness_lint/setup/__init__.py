"""Beginning with harness-lint: a configuration that fits, and documents that pass."""
