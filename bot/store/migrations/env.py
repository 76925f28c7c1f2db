"""Alembic's way in: it is handed an open connection, and opens none itself."""

from alembic import context

from bot.store.tables.all_tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite can't alter a column in place
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
