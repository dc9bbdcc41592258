"""Traceability: HL4."""
