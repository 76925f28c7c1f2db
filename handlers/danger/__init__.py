"""When it is more than a complaint: what to do, and paging the lead."""
