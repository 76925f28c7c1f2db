"""Ways of writing one thing: how people put it, to the words that the grammar knows."""
