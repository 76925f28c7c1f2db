"""What we do: one function for each thing a person can ask; no platform, no database, no clock."""
