"""What ``careloop doctor`` asks of the database; it reads, and changes nothing."""
