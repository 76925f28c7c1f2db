"""Where the bot is installed, by whom and with which tokens, and that it may have been removed."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata

# A workspace, or an organisation of several, whose tenant is then its own enterprise. Every token
# is a ciphertext of ``bot.encryption``.
installations = Table(
    "installations",
    metadata,
    *tenant_columns(),
    Column("enterprise", String(64), nullable=False),  # empty: of no organisation
    Column("bot_user", String(64), nullable=False),
    Column("access_token", Text),  # none: the one of the organisation serves
    Column("refresh_token", Text),  # none: the token doesn't run out
    Column("expires_at", Moment),
    Column("claimed_until", Moment),  # until then somebody renews the token, or nobody tries
    Column("installed_by", String(128), nullable=False),
    Column("installed_at", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_installations_enterprise", "platform", "enterprise"),
)

# What somebody who installs brings back from the platform; only hashes, and for ten minutes.
oauth_states = Table(
    "oauth_states",
    metadata,
    Column("state", String(64), primary_key=True),
    Column("browser", String(64), nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Index("ix_oauth_states_expires_at", "expires_at"),
)

# Removals that a platform told us of, to be asked about before anything is forgotten.
removals = Table(
    "removals",
    metadata,
    *tenant_columns(),
    Column("event_id", String(128), nullable=False),
    Column("told_at", Moment, nullable=False),
    Column("ask_at", Moment, nullable=False),
)
