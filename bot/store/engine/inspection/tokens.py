"""How many tokens of workspaces are stored, for whoever has no key to read them."""

from sqlalchemy import func, select

from bot.store.database import ENGINE_TIMEOUT, Database
from bot.store.tables.installations import installations


async def stored_tokens(database: Database) -> int:
    """Return how many installations have a token; Busy."""
    has_one = installations.c.access_token.is_not(None)
    query = select(func.count()).select_from(installations).where(has_one)
    async with database.read_transaction(ENGINE_TIMEOUT) as connection:
        return await connection.scalar(query) or 0
