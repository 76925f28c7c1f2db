"""Check a draft: privately, asked for, never stored."""
