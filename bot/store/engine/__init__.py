"""What the engine does for all tenants: fire, deliver, remember, forget."""
