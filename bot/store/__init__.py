"""The database: tables, one turn's memory, schedules and deliveries."""
