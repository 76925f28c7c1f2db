"""What people answer to a reminder, and what of it others may see."""
