"""When people were last thanked, as far as the manager whose list they are on may know.

That is: by this manager; in the channel for thanks, or in that of their team; and what they passed
on themselves. Never what two others said privately, and not what was for a whole team. When such
thanks are deleted, by their age or by whoever gave them, the date alone stays on the list: else
somebody would be told to have been thanked by nobody because a row is gone.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    false,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.columns import Moment
from bot.store.tables.people import team_members, teams
from bot.store.tables.shoutouts import shoutout_recipients, shoutouts
from handlers.domain.shoutouts.places import ThanksPlace
from handlers.domain.shoutouts.shoutout import ShoutoutState

_KEY = [team_members.c[each] for each in ("platform", "tenant", "manager_id", "person_id")]
_OWN = shoutouts.c.giver_id == team_members.c.manager_id
_READ = and_(
    shoutout_recipients.c.place != "",
    or_(
        shoutout_recipients.c.went == ThanksPlace.CHANNEL.value,
        shoutout_recipients.c.place == teams.c.place,
    ),
)
_KNOWN = or_(_OWN, shoutouts.c.decided_by == team_members.c.manager_id, _READ)


def last_thanks(*which: ColumnElement[bool]) -> Select[Any]:
    """Return the query for it: a row for each of a list whom the manager knows to be thanked."""
    own = case((_OWN, shoutouts.c.changed_at))
    return (
        select(
            *_KEY,
            func.max(own, type_=Moment).label("thanked_at"),
            func.max(shoutouts.c.changed_at, type_=Moment).label("known_at"),
        )
        .select_from(_listed())
        .where(
            shoutouts.c.state == ShoutoutState.GIVEN.value,
            shoutouts.c.is_for_team == false(),
            _KNOWN,
            *which,
        )
        .group_by(*_KEY)
    )


async def keep_dates(connection: AsyncConnection, *which: ColumnElement[bool]) -> None:
    """Note on the lists when people were thanked by shout-outs that are about to be deleted."""
    for row in (await connection.execute(last_thanks(*which))).all():
        whose = [column == getattr(row, column.name) for column in _KEY]
        later = {
            column.name: _later(column, moment)
            for column in (team_members.c.thanked_at, team_members.c.known_at)
            if (moment := getattr(row, column.name)) is not None
        }
        await connection.execute(update(team_members).where(*whose).values(**later))


def _listed() -> FromClause:
    """Return everybody on a list, with the thanks they had and the channel of that team."""
    of_person = shoutout_recipients.c.person_id == team_members.c.person_id
    of_shoutout = shoutouts.c.id == shoutout_recipients.c.shoutout_id
    of_manager = teams.c.manager_id == team_members.c.manager_id
    return (
        team_members.join(shoutout_recipients, and_(_same(shoutout_recipients), of_person))
        .join(shoutouts, and_(_same(shoutouts), of_shoutout))
        .outerjoin(teams, and_(_same(teams), of_manager))
    )


def _later(column: Column[datetime], moment: datetime) -> Any:  # noqa: ANN401 - an expression
    return case((column > moment, column), else_=moment)


def _same(table: FromClause) -> ColumnElement[bool]:
    return and_(
        table.c.platform == team_members.c.platform, table.c.tenant == team_members.c.tenant
    )
