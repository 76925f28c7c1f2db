"""A workspace out to a file and back: the commands, and what they do on the store."""
