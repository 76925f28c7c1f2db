"""Rules to moments: recurrences, and when a channel is left in peace."""
