"""Thanks between colleagues: what was asked, where it goes, and its messages."""
