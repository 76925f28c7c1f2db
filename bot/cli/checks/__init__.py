"""What ``careloop doctor`` looks at: a check a function, a line each."""
