"""Where and when the week is told: set by an admin, from within the channel."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from handlers.audit import record
from handlers.cards import Action, Button, Card, Field, FieldKind, Form, Style, Text, Tone
from handlers.domain.insights.digest import HOURS, WeekDigest, settled
from handlers.domain.people import Place, Role
from handlers.domain.times import dated_for
from handlers.insights.week.commands import where_words
from handlers.permissions import check_role
from handlers.ports.audit import Act
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.calendar.rest import Rest
from scheduler.phrases.vocabulary import DAY_NAMES

NEVER = "never"
SETTING = "week_digest"
_DAYS = (*((str(day), name) for day, name in enumerate(DAY_NAMES)), (NEVER, "Not at all"))


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form for the channel in which it was asked for."""
    await check_role(Role.ADMIN, services)
    digest = await services.store.weeks.digest()
    if turn.place.direct and digest.place is None:
        raise Refusal("Type /care week in the channel that shall read it, and press it there.")
    return Reply(form=_form(digest, {}, {}, turn.place))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form: this channel from now on, at that day and hour, or none."""
    member = await check_role(Role.ADMIN, services)
    before = await services.store.weeks.digest()
    day, hour = turn.args.get("day", "").strip(), turn.args.get("hour", "").strip()
    if day == NEVER:
        return await _saved(before, replace(before, place=None), turn, services)
    place = before.place if turn.place.direct else turn.place
    if place is None:
        raise Refusal("Type /care week in the channel that shall read it, and press it there.")
    problems = _problems(day, hour)
    digest = before
    if not problems:
        zone = member.workspace_zone if member.has_zone else member.zone
        digest = replace(before, place=place, zone=zone, weekday=int(day), hour=hour)
        digest = settled(replace(digest, set_by=turn.person.id), turn.at)
        problems = _quiet(digest, await services.store.channels.rest(place))
    if problems:
        return Reply(form=_form(before, turn.args, problems, turn.place))
    return await _saved(before, digest, turn, services)


async def _saved(before: WeekDigest, digest: WeekDigest, turn: Turn, services: Services) -> Reply:
    digest = settled(digest, turn.at)
    if digest != replace(before, held=None):
        await services.store.weeks.save_digest(digest)
        await record(Act.SETTING_CHANGED, turn, services, target=SETTING)
    if digest.place is None:
        return Reply(Card("The week stays with you", (Text("It goes to no channel any more."),)))
    if digest.place == turn.place:
        await services.store.channels.note_name(turn.place)
    first = await _first(digest, services)
    text = f"It goes to {await where_words(digest, services)}. The next: {first}."
    note = Text("On a day off there it comes the next working day.", Tone.NOTE)
    look = Button("See it as they will", Action("week.preview"), Style.PRIMARY)
    card = Card("The week is told", (Text(text), note), (look, _CHANGE))
    return Reply(card, posts_to=digest.place if digest.place == turn.place else None)


_CHANGE = Button("Change", Action("week.digest-ask"))


async def _first(digest: WeekDigest, services: Services) -> str:
    moment: datetime | None = digest.next_at
    zone = (await services.store.member()).zone
    return dated_for(moment, digest.zone, zone) if moment else "never"


def _problems(day: str, hour: str) -> Mapping[str, str]:
    problems = {}
    if day not in dict(_DAYS):
        problems["day"] = "Choose one of the list."
    if hour not in HOURS:
        problems["hour"] = "Choose one of the list."
    return problems


def _quiet(digest: WeekDigest, rest: Rest) -> Mapping[str, str]:
    """Return what is wrong where it would fall into the channel's quiet hours each time."""
    quiet = digest.next_at and rest.quiet_at(digest.next_at)
    return {"hour": f"There are quiet hours here, {quiet.detail}."} if quiet else {}


def _form(
    digest: WeekDigest, typed: Mapping[str, str], problems: Mapping[str, str], here: Place
) -> Form:
    day = Field(
        "day",
        "On which day?",
        FieldKind.SELECT,
        typed.get("day", str(digest.weekday)),
        options=_DAYS,
        error=problems.get("day", ""),
    )
    hour = Field(
        "hour",
        "At what time?",
        FieldKind.SELECT,
        typed.get("hour", digest.hour),
        options=tuple((each, each) for each in HOURS),
        error=problems.get("hour", ""),
    )
    where = "the channel it goes to now" if here.direct else here.called("this channel")
    return Form(
        "The week, told",
        (day, hour),
        "Save",
        Action("week.digest-save"),
        intro=(
            f"The figures of the last whole week go to {where}: numbers of cases, behind each of "
            "which stand three people or more. Nobody is named."
        ),
        cancel=Action("week.show"),
    )
