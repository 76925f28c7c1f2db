"""The history of the tables; ``alembic`` walks it, ``bot.store.migration`` asks it to."""
