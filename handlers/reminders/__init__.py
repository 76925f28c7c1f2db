"""The reminders of a channel: set up, lived with, explained."""
