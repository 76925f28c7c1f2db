"""Every table, a file a group; migrations are written against them. All moments are UTC."""
