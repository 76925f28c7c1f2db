"""Somebody is asked to come: the ask, its messages, and who is on duty."""
