"""Microsoft Teams: its door, its drawings and its wire."""
