"""From checks and settings to findings."""
