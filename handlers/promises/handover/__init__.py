"""A promise is handed over to a colleague: offered, accepted or declined, or it comes back."""
