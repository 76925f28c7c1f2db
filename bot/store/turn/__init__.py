"""What one turn of one person in one tenant may reach; never imports the engine."""
