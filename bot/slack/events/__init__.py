"""What happens in a workspace without being asked of us: its Home tab, words to us, new names."""
