"""People with their roles, and the teams of managers."""

from sqlalchemy import JSON, Column, Index, Integer, String, Table, func

from bot.store.columns import Moment, tenant_columns
from bot.store.tables.metadata import metadata
from handlers.domain.people import Membership

people = Table(
    "people",
    metadata,
    *tenant_columns(),
    Column("id", String(128), primary_key=True),
    Column("name", String(150), nullable=False),  # as we say it here: no two are the same
    Column("role", String(16), nullable=False, server_default="agent"),
    Column("zone", String(64)),
    Column("variant", String(16)),
    Column("thanks", String(16)),  # where thanks for them may go, as they have said
    Column("card_length", String(16)),  # how much they read on a card, as they have said
    Column("closed_cases", Integer, nullable=False, server_default="0"),  # told to nobody
    # What the platform told of them, and when last; nothing where it hasn't been asked.
    Column("told_name", String(150)),
    Column("handle", String(150)),
    Column("membership", String(16)),
    Column("told_at", Moment),
)

has_left = func.coalesce(people.c.membership, "") == Membership.LEFT.value

# A manager's own list, and the channel in which the team talks.
teams = Table(
    "teams",
    metadata,
    *tenant_columns(),
    Column("manager_id", String(128), primary_key=True),
    Column("place", String(255)),
    Column("hours", JSON(none_as_null=True)),  # when the team works; none: nobody has said
)
team_members = Table(
    "team_members",
    metadata,
    *tenant_columns(),
    Column("manager_id", String(128), primary_key=True),
    Column("person_id", String(128), primary_key=True),
    Column("name", String(150), nullable=False),
    Column("joined_at", Moment),  # none: before that was noted
    # What is left of thanks that were deleted: when the manager, or anybody as far as the manager
    # may know, thanked them last (bot.store.thanks_rows).
    Column("thanked_at", Moment),
    Column("known_at", Moment),
)
Index(
    "ix_team_members_person",
    team_members.c.platform,
    team_members.c.tenant,
    team_members.c.person_id,
)
