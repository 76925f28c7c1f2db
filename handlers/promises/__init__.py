"""What somebody promised a customer, said in time."""
