"""Applying fixes: pure functions from findings and bytes to bytes. Files are written elsewhere."""
