"""Skills: HL5."""
