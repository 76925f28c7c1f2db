"""When a channel is left in peace: its public holidays, its own days off, its quiet hours."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.cards import Action, Block, Button, Card, Facts, Field, FieldKind, Form, Text, Tone
from handlers.domain.people import Role
from handlers.domain.redaction import redact
from handlers.domain.reminder import Reminder
from handlers.domain.times import in_words
from handlers.reminders.left_out import short_words
from handlers.reminders.selection import reminders_here
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.calendar.days_off import EXAMPLE, DaysOffError, known_days_off, read_days_off
from scheduler.calendar.holidays import NoSuchPlaceError, country_of, place_named, region_named
from scheduler.calendar.quiet_hours import EXAMPLE as QUIET_EXAMPLE
from scheduler.calendar.quiet_hours import QuietError, read_quiet
from scheduler.calendar.recurrence import upcoming
from scheduler.calendar.rest import Rest
from scheduler.phrases.phrase import describe

FIELDS = ("country", "region", "days", "quiet")
LENGTHS = {"country": 60, "region": 60, "days": 2000, "quiet": 80}
DAYS_AHEAD = 120  # in which we look for the next days off
MAX_DAYS_SHOWN = 4
MOMENTS_CHECKED = 40  # of a reminder that may fall into the quiet hours


async def show(turn: Turn, services: Services) -> Reply:
    """Show when this channel is left in peace."""
    rest = await services.store.channels.rest(turn.place)
    return Reply(await _card(rest, turn, services))


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form."""
    await _check_may_change(turn, services)
    rest = await services.store.channels.rest(turn.place)
    return Reply(form=_form(_values(rest, turn.at), {}))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form; each reminder of the channel knows it from then on."""
    await _check_may_change(turn, services)
    values = {name: redact(turn.args.get(name, "").strip())[: LENGTHS[name]] for name in FIELDS}
    member = await services.store.member()
    rest, problems = _read(values, member.zone, turn.at.astimezone(ZoneInfo(member.zone)).date())
    if problems:
        return Reply(form=_form(values, problems))
    await services.store.channels.save_rest(turn.place, rest)
    for reminder in await reminders_here(turn, services):
        await services.store.reminders.save(reminder.resting(rest, turn.at))
    return Reply(await _card(rest, turn, services))


async def _check_may_change(turn: Turn, services: Services) -> None:
    """Refuse where the reminders of others would change with it."""
    if (await services.store.member()).role.may(Role.MANAGER):
        return
    if any(each.owner_id != turn.person.id for each in await reminders_here(turn, services)):
        raise Refusal("Others have reminders here, too. Ask a manager to change its days off.")


@dataclass(slots=True)
class _Parsed:
    """What has been read of a form so far, and what is wrong with it."""

    rest: Rest
    problems: dict[str, str]


def _read(values: Mapping[str, str], zone: str, today: date) -> tuple[Rest, Mapping[str, str]]:
    parsed = _Parsed(Rest(), {})
    _read_country(values, parsed)
    try:
        days = read_days_off(values["days"])
        if over := [str(each) for each in days if each.over(today)]:
            raise DaysOffError(f"“{over[0]}” is over. Leave it out, or change its year.")
        parsed.rest = replace(parsed.rest, days="\n".join(map(str, days)))
    except DaysOffError as error:
        parsed.problems["days"] = str(error)
    try:
        quiet = read_quiet(values["quiet"], zone)
        parsed.rest = replace(parsed.rest, quiet=str(quiet or ""))
    except QuietError as error:
        parsed.problems["quiet"] = str(error)
    return parsed.rest, parsed.problems


def _read_country(values: Mapping[str, str], parsed: _Parsed) -> None:
    if not values["country"]:
        if values["region"]:
            parsed.problems["country"] = "Name the country, too."
        return
    try:
        country, region = place_named(values["country"])
    except NoSuchPlaceError as error:
        parsed.problems["country"] = str(error)
        return
    try:
        if values["region"]:
            region = region_named(country, values["region"])
    except NoSuchPlaceError as error:
        parsed.problems["region"] = str(error)
        return
    parsed.rest = replace(parsed.rest, country=country.code, region=region)


async def _card(rest: Rest, turn: Turn, services: Services) -> Card:
    zone = (await services.store.member()).zone
    rows = [
        ("Public holidays", _place(rest) or "none"),
        ("Own days off", rest.days or "none"),
        ("Quiet hours", rest.quiet or "none"),
    ]
    if coming := _coming(rest, turn.at, zone):
        rows.append(("Next", "\n".join(coming)))
    body: list[Block] = [Facts(tuple(rows))]
    if rest == Rest():
        body.append(Text("Every reminder comes on every day it is set for.", Tone.NOTE))
    muted = [each for each in await reminders_here(turn, services) if _is_muted(each, rest, turn)]
    body += [
        Text(f"Left out in the quiet hours: {describe(each.recurrence)}. Change it, or the hours.")
        for each in muted[:2]
    ]
    return Card("Days off here", tuple(body), (Button("Change", Action("reminders.days-ask", {})),))


def _is_muted(reminder: Reminder, rest: Rest, turn: Turn) -> bool:
    moments = upcoming(reminder.recurrence, turn.at, MOMENTS_CHECKED)
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


def _values(rest: Rest, now: datetime) -> dict[str, str]:
    """Return what the form is filled in with; days that are over are not asked about again."""
    country = country_of(rest.country)
    days = [str(each) for each in known_days_off(rest.days) if not each.over(now.date())]
    return {
        "country": country.name if country else "",
        "region": country.regions.get(rest.region, rest.region) if country else "",
        "days": "\n".join(days),
        "quiet": rest.quiet,
    }


def _form(values: Mapping[str, str], problems: Mapping[str, str]) -> Form:
    def field(name: str, label: str, hint: str, kind: FieldKind = FieldKind.LINE) -> Field:
        return Field(
            name,
            label,
            kind,
            value=values[name],
            hint=hint,
            optional=True,
            max_length=LENGTHS[name],
            error=problems.get(name, ""),
        )

    return Form(
        "Days off here",
        (
            field("country", "Public holidays of which country?", "Italy, or IT"),
            field("region", "Which region?", "Bolzano, or BZ; leave it empty for all of it"),
            field("days", "Own days off, one a line", EXAMPLE, FieldKind.AREA),
            field("quiet", "Quiet hours", f"{QUIET_EXAMPLE}; leave it empty for none"),
        ),
        "Save",
        Action("reminders.days-save"),
        cancel=Action("reminders.days"),
    )
