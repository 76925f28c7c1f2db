"""The days off, the working week and the quiet hours of a channel."""
