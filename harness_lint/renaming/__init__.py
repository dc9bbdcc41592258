"""Giving items other IDs, wherever they are written."""
