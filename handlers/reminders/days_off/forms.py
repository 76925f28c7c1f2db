"""When a channel is left in peace: seen, and changed in a form."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from handlers.audit import record_in_channel
from handlers.cards import (
    Action,
    Field,
    FieldKind,
    Form,
    OptionGroup,
    picked_date,
    picked_time,
)
from handlers.domain.people import Role
from handlers.domain.redaction import redact
from handlers.domain.reminder import Reminder, ReminderState
from handlers.ports.audit import Act
from handlers.ports.member import Member
from handlers.reminders.days_off.cards import rest_card, week_post
from handlers.reminders.selection import reminders_here
from handlers.reminders.values import DAYS, days_of, days_value
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.calendar.day_rules import EVERY_DAY, Weekly, unmoved
from scheduler.calendar.days_off import EXAMPLE, DaysOffError, known_days_off, read_days_off
from scheduler.calendar.holidays import (
    Country,
    NoSuchPlaceError,
    countries,
    country_of,
    place_named,
    region_named,
    weekend,
)
from scheduler.calendar.quiet_hours import EXAMPLE as QUIET_EXAMPLE
from scheduler.calendar.quiet_hours import QuietError, read_quiet
from scheduler.calendar.rest import Rest
from scheduler.calendar.zones import country_of_zone

NONE, ALL = "none", "all"  # no country; every region of one
DAY = ("off_first", "off_last", "off_from", "off_word")  # one more day off, picked
FIELDS = ("country", "region", *DAY, "days", "workdays", "quiet")
LENGTHS = {"country": 60, "region": 60, "days": 2000, "quiet": 80, "off_word": 40}
PICKED_LENGTH = 20  # characters


async def show(turn: Turn, services: Services) -> Reply:
    """Show when this channel is left in peace."""
    rest = await services.store.channels.rest(turn.place)
    return await _shown(rest, turn, services)


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form."""
    await _check_may_change(turn, services)
    rest = await services.store.channels.rest(turn.place)
    member = await services.store.member()
    return Reply(form=_form(rest, _values(rest, _today(turn, member)), {}, member))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form; each reminder of the channel knows it from then on."""
    await _check_may_change(turn, services)
    values = {name: _cleaned(name, turn.args.get(name, "")) for name in FIELDS}
    member = await services.store.member()
    before = await services.store.channels.rest(turn.place)
    rest, problems = _read(values, turn.args, member.zone, _today(turn, member))
    if problems:
        return Reply(form=_form(before, values, problems, member))
    await services.store.channels.save_rest(turn.place, rest)
    await record_in_channel(Act.DAYS_OFF_SET, turn, services)
    here = await reminders_here(turn, services)
    for reminder in here:
        await services.store.reminders.save(reminder.resting(rest, turn.at))
    kept = (each for each in here if each.state(turn.at) is not ReminderState.OVER)
    asked = [each.resting(rest, turn.at) for each in kept if _keeps(each, before.week, rest.week)]
    posts = tuple(week_post(each, rest.week, turn.tenant) for each in asked)
    return replace(await _shown(rest, turn, services), posts=posts)


def _keeps(reminder: Reminder, before: frozenset[int], week: frozenset[int]) -> bool:
    """Tell whether it comes on the days of the working week as it was before."""
    rule = unmoved(reminder.recurrence.rule)
    return before != week and isinstance(rule, Weekly) and rule.days == before


async def _shown(rest: Rest, turn: Turn, services: Services) -> Reply:
    zone = (await services.store.member()).zone
    return Reply(rest_card(rest, await reminders_here(turn, services), turn.at, zone))


async def _check_may_change(turn: Turn, services: Services) -> None:
    """Refuse where the reminders of others would change with it."""
    if (await services.store.member()).role.may(Role.MANAGER):
        return
    if any(each.owner_id != turn.person.id for each in await reminders_here(turn, services)):
        raise Refusal("Others have reminders here, too. Ask a manager to change its days off.")


def _cleaned(name: str, typed: str) -> str:
    return redact(typed.strip())[: LENGTHS.get(name, PICKED_LENGTH)]


@dataclass(slots=True)
class _Parsed:
    """What has been read of a form so far, and what is wrong with it."""

    rest: Rest
    problems: dict[str, str]


def _read(
    values: Mapping[str, str], shown: Mapping[str, str], zone: str, today: date
) -> tuple[Rest, Mapping[str, str]]:
    """Return what a form says, and what is wrong with it.

    ``shown`` has the country whose regions, and the working week, that the form was drawn with.
    """
    parsed = _Parsed(Rest(), {})
    _read_country(values, shown.get("of", ""), parsed)
    _read_days(values, today, parsed)
    _read_week(values["workdays"], shown.get("week", ""), parsed)
    try:
        quiet = read_quiet(values["quiet"], zone)
        parsed.rest = replace(parsed.rest, quiet=str(quiet or ""))
    except QuietError as error:
        parsed.problems["quiet"] = str(error)
    return parsed.rest, parsed.problems


def _read_country(values: Mapping[str, str], of: str, parsed: _Parsed) -> None:
    typed, part = values["country"], values["region"] if values["region"] != ALL else ""
    if typed in ("", NONE):
        return
    try:
        country, region = place_named(typed)
    except NoSuchPlaceError as error:
        parsed.problems["country"] = str(error)
        return
    if region or (of and of != country.code):  # the regions that were shown are of another place
        part = ""
    try:
        region = region_named(country, part) if part else region
    except NoSuchPlaceError as error:
        parsed.problems["region"] = str(error)
        return
    parsed.rest = replace(parsed.rest, country=country.code, region=region)


def _read_days(values: Mapping[str, str], today: date, parsed: _Parsed) -> None:
    """Read the days that are typed, and the one that is picked."""
    lines = {"days": values["days"], "off_first": _picked(values)}
    parsed.problems |= _wrong(values)
    found = []
    for name, line in lines.items():
        try:
            days = read_days_off(line)
            if over := [str(each) for each in days if each.over(today)]:
                raise DaysOffError(f"“{over[0]}” is over. Leave it out, or change its year.")
            found += [str(each) for each in days]
        except DaysOffError as error:
            parsed.problems.setdefault(name, str(error))
    try:
        read_days_off("\n".join(found))
    except DaysOffError as error:  # together they are too many
        parsed.problems.setdefault("days", str(error))
    parsed.rest = replace(parsed.rest, days="\n".join(dict.fromkeys(found)))


def _wrong(values: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with the day that is picked, by field."""
    dates = (name for name in ("off_first", "off_last") if values[name])
    wrong = {n: "Write it like this: 2026-12-24" for n in dates if picked_date(values[n]) is None}
    if values["off_from"] and picked_time(values["off_from"]) is None:
        wrong["off_from"] = "Write it like this: 12:00"
    if any(values[name] for name in DAY) and not values["off_first"]:
        wrong["off_first"] = "Which day?"
    return wrong


def _picked(values: Mapping[str, str]) -> str:
    """Return the line that says what is picked."""
    first, last, since, word = (values[name] for name in DAY)
    span = f"{first} to {last}" if last and last != first else first
    return f"{span}{f' from {since}' if since else ''} {word}".strip() if first else ""


def _read_week(typed: str, shown: str, parsed: _Parsed) -> None:
    """Read the working week: what was left as it stood follows the country, if it did."""
    was_own, _, before = shown.rpartition("=")
    if typed == before and not was_own:
        return
    days = days_of(typed)
    if not days:
        parsed.problems["workdays"] = "Tick at least one day."
    elif days != EVERY_DAY - weekend(parsed.rest.country):
        parsed.rest = replace(parsed.rest, workdays=days_value(days))


def _today(turn: Turn, member: Member) -> date:
    return turn.at.astimezone(ZoneInfo(member.zone)).date()


def _values(rest: Rest, today: date) -> dict[str, str]:
    """Return what the form is filled in with; days that are over are not asked about again."""
    country = country_of(rest.country)
    days = [str(each) for each in known_days_off(rest.days) if not each.over(today)]
    return {
        "country": country.name if country else NONE,
        "region": country.regions.get(rest.region, ALL) if country else ALL,
        "days": "\n".join(days),
        "workdays": days_value(rest.week),
        "quiet": rest.quiet,
    }


def _form(
    rest: Rest, values: Mapping[str, str], problems: Mapping[str, str], member: Member
) -> Form:
    """Return the form, with the regions of the country that holds so far."""

    def field(name: str, label: str, kind: FieldKind, hint: str = "", **more: Any) -> Field:  # noqa: ANN401
        return Field(
            name,
            label,
            kind,
            value=values.get(name, ""),
            hint=hint,
            max_length=LENGTHS.get(name, PICKED_LENGTH),
            error=problems.get(name, ""),
            **{"optional": True, **more},
        )

    country = country_of(rest.country)
    own = "own" if rest.workdays else ""
    return Form(
        "Days off here",
        (
            field(
                "country",
                "Public holidays of which country?",
                FieldKind.SELECT,
                groups=_countries(country, member.zone),
                optional=False,
            ),
            *(
                [field("region", f"Which part of {country.name}?", FieldKind.SELECT, options=parts)]
                if country and (parts := _parts(country))
                else []
            ),
            field("off_first", "One more day off", FieldKind.DATE),
            field("off_last", "Through, if it is longer", FieldKind.DATE),
            field("off_from", "From what time, if it is half a day", FieldKind.TIME),
            field("off_word", "Its name", FieldKind.LINE, "Christmas Eve"),
            field("days", "Own days off so far, one a line", FieldKind.AREA, EXAMPLE),
            field("workdays", "Working week", FieldKind.CHECKS, options=DAYS),
            field("quiet", "Quiet hours", FieldKind.LINE, f"{QUIET_EXAMPLE}; empty is none"),
        ),
        "Save",
        Action(
            "reminders.days-save", {"of": rest.country, "week": f"{own}={days_value(rest.week)}"}
        ),
        cancel=Action("reminders.days"),
    )


def _countries(chosen: Country | None, zone: str) -> tuple[OptionGroup, ...]:
    """Return the countries to choose from, those that are probably meant first."""
    near = filter(None, (chosen, country_of(country_of_zone(zone))))
    first = ((NONE, "No public holidays"), *((each.name, each.name) for each in near))
    first = tuple(dict(first).items())
    others = tuple((name, name) for name in countries() if name not in dict(first))
    return (OptionGroup("Here", first), OptionGroup("Countries", others))


def _parts(country: Country) -> tuple[tuple[str, str], ...]:
    """Return the regions of a country to choose from, all of it first."""
    names = sorted(set(country.regions.values()), key=str.casefold)
    return ((ALL, "All of it"), *((name, name) for name in names)) if names else ()
