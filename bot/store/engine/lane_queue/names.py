"""How everything of pgqueuer is called in our database."""

from pgqueuer.domain.settings import DBSettings, Durability
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.store.engine.lane_queue.rows import PREFIX


class Names(DBSettings):
    """Names that nothing in the environment changes; the library would take CHANNEL and others."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        *others: PydanticBaseSettingsSource,
        **named: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what is said here, and nothing else."""
        return (init_settings,)


# Tables without a log of their writes are empty after a crash of the server; a sweep fills them.
NAMES = Names(prefix=PREFIX, durability=Durability.volatile)
