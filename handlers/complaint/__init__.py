"""A live complaint, step by step, in one private card."""
