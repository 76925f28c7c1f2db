"""Draw when a channel is left in peace."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.cards import Action, Block, Button, Card, Facts, Text, Tone
from handlers.domain.people import Place, Tenant
from handlers.domain.reminder import Reminder
from handlers.domain.times import in_words
from handlers.reminders.left_out import short_words
from handlers.reminders.values import days_value
from handlers.turn import Post
from scheduler.calendar.holidays import country_of
from scheduler.calendar.recurrence import upcoming
from scheduler.calendar.rest import Rest
from scheduler.phrases.phrase import describe_week

DAYS_AHEAD = 120  # in which we look for the next days off
MAX_DAYS_SHOWN = 4
MOMENTS_CHECKED = 40  # of a reminder that may fall into the quiet hours
MAX_MUTED = 2  # reminders of which it is said that they fall into the quiet hours


def rest_card(rest: Rest, reminders: Sequence[Reminder], now: datetime, zone: str) -> Card:
    """Return what holds for a channel, and the next days off, in a reader's zone."""
    rows = [
        ("Public holidays", _place(rest) or "none"),
        ("Own days off", rest.days or "none"),
        ("Working week", describe_week(rest.week)),
        ("Quiet hours", rest.quiet or "none"),
    ]
    if coming := _coming(rest, now, zone):
        rows.append(("Next", "\n".join(coming)))
    body: list[Block] = [Facts(tuple(rows))]
    if rest == Rest():
        body.append(Text("Every reminder comes on every day it is set for.", Tone.NOTE))
    muted = [each for each in reminders if _is_muted(each, rest, now)]
    body += [
        Text(f"Left out in the quiet hours: {each.phrase}. Change it, or the hours.")
        for each in muted[:MAX_MUTED]
    ]
    ask = Action("reminders.days-ask", {})
    regions = (Button("Only a region", ask),) if _has_parts(rest) else ()
    return Card("Days off here", tuple(body), (Button("Change", ask), *regions))


def week_post(reminder: Reminder, week: frozenset[int], tenant: Tenant) -> Post:
    """Ask whoever set up a reminder whether it shall come on the days of another working week."""
    place, shown = reminder.place, describe_week(week)
    text = (
        f"In {place.called('the channel where you set it up')} the working week is {shown} now. "
        f"Your reminder keeps its days: {reminder.phrase}."
    )
    args = {"schedule": reminder.id, "of": str(place)}
    change = Button(
        f"Change to {shown}", Action("reminders.week", {**args, "days": days_value(week)})
    )
    keep = Button("Keep its days", Action("reminders.week", {**args, "days": ""}))
    card = Card("The working week", (Text(text),), (change, keep))
    return Post(Place.personal(tenant, reminder.owner_id), card, zone=reminder.zone)


def _has_parts(rest: Rest) -> bool:
    """Tell whether there are regions to choose from, and none is chosen."""
    country = country_of(rest.country)
    return country is not None and bool(country.regions) and not rest.region


def _is_muted(reminder: Reminder, rest: Rest, now: datetime) -> bool:
    moments = upcoming(reminder.recurrence, now, MOMENTS_CHECKED)
    return any(rest.quiet_at(each) for each in moments)


def _coming(rest: Rest, now: datetime, zone: str) -> list[str]:
    """Return the next days that are off, with why."""
    last = now.astimezone(ZoneInfo(zone)).replace(hour=23, minute=59)  # of days in part as well
    days = (last + timedelta(days=number) for number in range(DAYS_AHEAD))
    found = ((day, rest.day_off(day, zone)) for day in days)
    return [
        f"{in_words(day, now, zone).rpartition(' ')[0]}: {short_words(cause)}"
        for day, cause in found
        if cause
    ][:MAX_DAYS_SHOWN]


def _place(rest: Rest) -> str:
    country = country_of(rest.country)
    if country is None:
        return rest.country
    return ", ".join(filter(None, (country.name, country.regions.get(rest.region, rest.region))))
