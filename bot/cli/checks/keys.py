"""Keys: whether the stored tokens of workspaces can be read, and by the key that encrypts now."""

from functools import partial
from secrets import token_bytes

from bot.cli.checks.finding import Finding, problem, warning, well
from bot.config.keys import read_keys
from bot.config.settings import PREFIX, Settings
from bot.encryption import Keyring
from bot.store.database import Database
from bot.store.engine.inspection.tokens import stored_tokens
from bot.store.engine.installations import InstallationStore, KeyUse

NAME = "keys"


async def readable(database: Database, settings: Settings) -> Finding:
    """Tell whether each stored token can be read; Busy."""
    if not settings.has_keys:
        return without_keys(await stored_tokens(database))
    keyring = Keyring(partial(read_keys, settings), token_bytes)
    return told(await InstallationStore(database, keyring).key_use())


def without_keys(stored: int) -> Finding:
    """Tell what stored tokens mean where no key is set."""
    if stored:
        mend = f"put the key back into {PREFIX}SECRET_KEY, or let them install the bot anew"
        return warning(NAME, f"there is no key for the tokens of {_workspaces(stored)}: {mend}")
    return well(NAME, "no token is stored, so none is needed")


def told(found: KeyUse) -> Finding:
    """Tell what the use of keys means."""
    if found.unreadable:
        more = len(found.unreadable) - 1
        others = f" (and {more} more)" if more else ""
        return problem(NAME, f"{found.unreadable[0]}{others}")
    if found.older:
        mend = "careloop keys rotate, and only then take that key away"
        return warning(
            NAME, f"{_workspaces(found.older)} of {found.stored} by an older key: {mend}"
        )
    return well(NAME, f"the tokens of {_workspaces(found.stored)} can be read, by the newest key")


def _workspaces(count: int) -> str:
    return f"{count} workspace{'' if count == 1 else 's'}"
