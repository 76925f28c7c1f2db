"""A manager's weekly card: whom of their own team they haven't thanked for some weeks."""
