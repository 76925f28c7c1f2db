"""Where we meet the world: doors, database, settings, command line, and the wiring of it all."""
