"""Structure: HL1."""
