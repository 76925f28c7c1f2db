"""What somebody is told in time: of asks, promises, thanks, and what reminders asked."""
