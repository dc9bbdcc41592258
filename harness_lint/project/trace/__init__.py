"""The trace graph: items, the links between them, and how far each item is covered."""
