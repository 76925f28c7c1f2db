"""What somebody learns by themselves, and the rules of it: pure, knows no turn."""
