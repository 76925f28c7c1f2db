"""Lanes that several processes share, as jobs of pgqueuer on PostgreSQL."""
