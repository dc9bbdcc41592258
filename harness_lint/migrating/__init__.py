"""Settings and suppressions of other linters, carried over where that is exact."""
