"""What is due to be told, in every tenant; for the beat alone."""
