"""Checks of references: links, anchors, paths and commands that a document points its reader to."""
