"""``careloop doctor``: the command, and what it looks at, a check a function, a line each."""
