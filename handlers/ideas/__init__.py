"""The thought of the day, and the ideas behind it, for whoever asks."""
