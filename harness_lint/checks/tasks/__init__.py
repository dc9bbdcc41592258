"""Tasks: HL3."""
