"""Every setting of whoever runs us, and what is wrong with them."""
