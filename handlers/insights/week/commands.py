"""The week, typed: the card itself, the digest as it would come, and why it comes when it does."""

from datetime import date

from handlers.cards import Card, Facts, Text, Tone
from handlers.domain.insights.digest import WeekDigest, off
from handlers.domain.insights.scopes import WORKSPACE
from handlers.domain.insights.week import WEEK, last_day
from handlers.domain.people import Role, spoken_name
from handlers.domain.times import dated_for
from handlers.insights.week.cards import (
    DIGEST,
    NOTE,
    day_words,
    digest_card,
    nothing_card,
    week_card,
)
from handlers.insights.week.counting import last_week, report
from handlers.permissions import check_role
from handlers.reminders.left_out import left_out_words
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.phrases.vocabulary import DAY_NAMES
from scheduler.reasons import Reason

PREVIEW, WHY = "preview", "why"
USAGE = f"Type /care week, /care week {PREVIEW} or /care week {WHY}."
WEEKS_ARE = (
    "A week goes from Friday to Thursday. It is counted once, when it is first looked at or told; "
    "what was shown stays as it was. Pages are counted over twelve weeks, as they are rare."
)


async def typed(turn: Turn, services: Services) -> Reply:
    """Show the last week; ``preview`` what the channel would read, ``why`` when it comes."""
    match turn.text.strip().lower():
        case "":
            return await show(turn, services)
        case "preview":
            return await preview(turn, services)
        case "why":
            return await why(turn, services)
    raise Refusal(USAGE)


async def show(turn: Turn, services: Services) -> Reply:
    """Show a week: to an admin the workspace's, to a manager their team's."""
    member = await check_role(Role.MANAGER, services)
    is_admin = member.role.may(Role.ADMIN)
    starts_on = await asked_for(turn, services)
    whose = WORKSPACE if is_admin else turn.person.id
    found = await report(whose, starts_on, turn.at, services)
    if found is None:
        return Reply(nothing_card(starts_on))
    flow = services.content.flow
    return Reply(week_card(found, flow, reader=turn.person.id, sets=is_admin))


async def preview(turn: Turn, services: Services) -> Reply:
    """Show the last week as its channel reads it."""
    await check_role(Role.ADMIN, services)
    starts_on = await last_week(turn.at, services)
    found = await report(WORKSPACE, starts_on, turn.at, services)
    if found is None:
        return Reply(nothing_card(starts_on))
    card = digest_card(found, services.content.flow)
    digest = await services.store.weeks.digest()
    where = await where_words(digest, services) if digest.place else "nowhere yet"
    note = Text(f"Only you see this. It goes to: {where}.", Tone.NOTE)
    return Reply(Card(card.title, (*card.body, note), (DIGEST,)))


async def why(turn: Turn, services: Services) -> Reply:
    """Say where and when the week is told, why it was put off, and why a figure is hidden."""
    await check_role(Role.MANAGER, services)
    digest = await services.store.weeks.digest()
    rows = [("Goes to", "nowhere: nobody has let it come to a channel")]
    if digest.place is not None:
        rows = [("Goes to", await where_words(digest, services))]
        rows += await _next_rows(digest, services)
    if digest.last_on is not None:
        ends = day_words(last_day(digest.last_on, WEEK))
        rows.append(("Told last", f"the week to {ends}"))
    if digest.held is not None and digest.held_on is not None:
        said = held_words(digest)
        rows.append(("Put off", f"on {day_words(digest.held_on)}: {said}"))
    body = (Facts(tuple(rows)), Text(WEEKS_ARE), Text(NOTE, Tone.NOTE))
    return Reply(Card("When the week is told, and why", body))


async def asked_for(turn: Turn, services: Services) -> date:
    """Return the first day of the week that a press asks for, or of the last one."""
    newest = await last_week(turn.at, services)
    try:
        asked = date.fromisoformat(turn.args.get("of", ""))
    except ValueError:
        return newest
    return min(asked, newest) if (newest - asked).days % 7 == 0 else newest


def held_words(digest: WeekDigest) -> str:
    """Return why it was put off."""
    if digest.held is None or digest.held.reason is Reason.MISSED:
        return "I was away at that hour"
    return left_out_words(digest.held)


async def _next_rows(digest: WeekDigest, services: Services) -> list[tuple[str, str]]:
    if digest.place is None or digest.next_at is None:
        return []
    rest = await services.store.channels.rest(digest.place)
    comes = dated_for(digest.next_at, digest.zone, await _zone(services))
    reason = off(rest, digest.next_at, digest.zone)
    if reason is not None:
        comes += f", then the next working day: {left_out_words(reason)}"
    return [("Next", comes)]


async def where_words(digest: WeekDigest, services: Services) -> str:
    """Return ``#leads, on Fridays at 09:00, set by Dana``."""
    if digest.place is None:
        return "nowhere"
    place = await services.store.channels.named(digest.place)
    names = await services.store.people.names([digest.set_by]) if digest.set_by else {}
    by = f", set by {spoken_name(digest.set_by, names.get(digest.set_by, ''))}" if names else ""
    called = place.called("a channel whose name I don't know")
    return f"{called}, on {DAY_NAMES[digest.weekday]}s at {digest.hour} ({digest.zone}){by}"


async def _zone(services: Services) -> str:
    return (await services.store.member()).zone
