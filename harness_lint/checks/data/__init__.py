"""Structured data: HL8."""
