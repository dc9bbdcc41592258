"""Checks of evidence: hand-offs, states and results against what there is."""
