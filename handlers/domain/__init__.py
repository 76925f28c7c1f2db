"""What things are, and the rules they live by: pure, and nothing here knows a turn."""
