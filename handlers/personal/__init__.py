"""What is for one person alone."""
