"""The briefing of a channel, ten minutes ahead, for whoever reads it aloud."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from handlers.domain.briefing import AHEAD
from handlers.domain.deck import BRIEFING
from handlers.domain.people import Place
from handlers.domain.reminder import Reminder, ReminderState
from handlers.ports.staff import Team
from handlers.reminders.posts import deal_next, post_card
from handlers.turn import Post, Reply, Services, Turn
from scheduler.calendar.recurrence import zone_named


async def plan(reminder: Reminder, services: Services) -> None:
    """Let its managers have a briefing before it comes; of other decks there is none."""
    comes = reminder.next_at if reminder.deck == BRIEFING else None
    await services.store.answers.brief(reminder.id, comes - AHEAD if comes else None)


async def brief(turn: Turn, services: Services) -> Reply:
    """Count what was promised for the day, and send the briefing to those who read it aloud."""
    schedule = turn.arg("of")
    reminder = await services.store.reminders.one(schedule)
    if reminder is None or reminder.deck != BRIEFING or reminder.next_at is None:
        await services.store.answers.brief(schedule, None)
        return Reply()
    comes = reminder.next_at
    if turn.at < comes - AHEAD:
        await plan(reminder, services)
        return Reply()
    following = reminder.recurrence.next_after(comes)
    await services.store.answers.brief(schedule, following - AHEAD if following else None)
    is_sent = reminder.state(turn.at) is ReminderState.ACTIVE and not reminder.left_out(comes)
    if turn.at >= comes or not is_sent:
        return Reply()
    teams = await services.store.staff.team_at(reminder.place)
    if teams:
        counted = await _counted(teams, comes, reminder.zone, services)
        reminder = await services.store.reminders.save(replace(reminder, promised=counted))
    card = post_card(reminder, deal_next(reminder, services.content, comes), services.content)
    where = reminder.place.called("the channel where you set it up")
    ahead = replace(card, title="To read aloud", aside=f"{_clock(comes, reminder)} in {where}")
    readers = [each.manager.id for each in teams] or [reminder.owner_id]
    name = f"briefing:{schedule}:{comes.isoformat()}"
    return Reply(
        posts=tuple(
            Post(
                Place.personal(turn.tenant, reader),
                replace(ahead, buttons=(), more=()),
                zone=reminder.zone,
                name=f"{name}:{reader}",
                on_time=True,
            )
            for reader in readers
        )
    )


async def _counted(
    teams: tuple[Team, ...], comes: datetime, zone: str, services: Services
) -> tuple[date, int]:
    """Return the day, and how many promises of these teams are due on it."""
    people = {each.id for team in teams for each in (team.manager, *team.people)}
    day = comes.astimezone(zone_named(zone)).date()
    since = datetime.combine(day, time(), zone_named(zone))
    until = datetime.combine(day + timedelta(days=1), time(), zone_named(zone))
    return day, await services.store.promises.count_due(people, since, until)


def _clock(moment: datetime, reminder: Reminder) -> str:
    return f"{moment.astimezone(zone_named(reminder.zone)):%H:%M}"
