"""A workspace as a file: its settings, teams and reminders, with roles for places and people."""
