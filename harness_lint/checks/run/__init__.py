"""The run itself: HL9."""
