"""Typed documents: what a source means, read with its pack."""
