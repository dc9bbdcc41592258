"""A pack from documents that exist."""
