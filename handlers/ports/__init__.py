"""What handlers ask of the world, a file a group; ``bot`` provides it."""
