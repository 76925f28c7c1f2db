"""The keys that encrypt what is stored, from the environment or from a file."""

from bot.config.settings import PREFIX, Settings
from bot.encryption import BadKey, Keys


def read_keys(settings: Settings) -> Keys:
    """Return the keys, read anew if they are in a file; BadKey says what to do."""
    file = settings.secret_key_file
    if file is None:
        return Keys.parse(settings.secret_key.get_secret_value(), f"{PREFIX}SECRET_KEY")
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadKey(f"{PREFIX}SECRET_KEY_FILE can't be read: {file}") from None
    return Keys.parse(text, str(file))
