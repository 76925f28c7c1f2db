"""Lessons of two minutes."""
