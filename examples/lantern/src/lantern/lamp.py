"""The model of a lamp."""


class Lamp:
    """A lamp that remembers when it was lit, and by whom."""

    def __init__(self, name):
        self.name = name
        self.lit_by = None
        self.lit_at = None

    def light(self, by, at):
        """Light it."""
        self.lit_by, self.lit_at = by, at
