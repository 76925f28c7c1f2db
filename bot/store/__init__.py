"""The database: tables, what a turn may reach, and what the engine does for all tenants."""
