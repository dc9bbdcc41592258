"""Coding agents: the events that they tell of, the answers that they read, their settings."""
