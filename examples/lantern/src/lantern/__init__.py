"""The lamps of the quay."""
