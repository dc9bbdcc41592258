"""Packs: what documents of one family look like and must contain, as data."""
