"""A process that serves: everything is built, watched and closed again here."""
