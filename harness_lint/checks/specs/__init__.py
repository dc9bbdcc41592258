"""Specs: HL6."""
