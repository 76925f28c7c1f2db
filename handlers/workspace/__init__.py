"""What admins and managers set up and look after."""
