"""Who knocks and who we are: tokens, the keys that sign them, and what a button may carry."""
