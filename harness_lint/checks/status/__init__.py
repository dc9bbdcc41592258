"""Status: HL2."""
