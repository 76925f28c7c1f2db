"""The week in figures: a card, a channel's digest, and what they are counted from."""
