"""Answers to reminders: a choice, a tick, a line of one's own; all of it private."""
