"""When a person works, what they hear as a shift begins, and what is due after it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from content.models import ReminderKind
from handlers.cards import Action, Button, Card, Choices, Field, FieldKind, Form, Style, Text
from handlers.domain.deck import shuffled
from handlers.domain.people import Place
from handlers.domain.promise import Promise
from handlers.domain.shifts import (
    EXAMPLE,
    SAID_WITHIN,
    Edge,
    UnreadableHoursError,
    Working,
    read_hours,
)
from handlers.ideas.cards import reminder_card
from handlers.ideas.recalled import recalled_card
from handlers.personal import own_settings
from handlers.promises.buttons import LIST, choices
from handlers.promises.current import in_zone
from handlers.turn import Post, Reply, Services, Turn

MAX_LISTED = 8  # promises on the card at the end of a shift
MAX_HOURS_LENGTH = 200
_DECK = "deck"
_OFF = Button("Not before my shifts", Action("care.deck-off"))


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form, filled in with what this person has set."""
    own = await services.store.shifts.own()
    return Reply(form=_form(str(own.hours or ""), wants_deck=own.wants_deck))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form; without hours of their own those of the team hold."""
    typed = turn.args.get("hours", "").strip()[:MAX_HOURS_LENGTH]
    wants_deck = _DECK in turn.args.get("deck", "").split(",")
    try:
        hours = read_hours(typed)
    except UnreadableHoursError as problem:
        return Reply(form=_form(typed, wants_deck=wants_deck, problem=str(problem)))
    own = await services.store.shifts.own()
    after = replace(own, hours=hours if hours.days else None, wants_deck=wants_deck)
    if after != own:
        await services.store.shifts.save_own(after, turn.at)
    return await own_settings.show(turn, services)


async def deck_off(turn: Turn, services: Services) -> Reply:
    """Send nothing before this person's shifts any more; twice is once."""
    own = await services.store.shifts.own()
    if own.wants_deck:
        await services.store.shifts.save_own(replace(own, wants_deck=False), turn.at)
    text = Text("Nothing comes before your shifts any more. /care me brings it back.")
    return Reply(Card("As you like", (text,), (own_settings.OPEN,)))


async def notice(turn: Turn, services: Services) -> Reply:
    """Say what belongs to the start or the end that has come, and look for the next one."""
    me, store = turn.person.id, services.store.shifts
    own, working = await store.own(), (await store.of([me])).get(me)
    await store.told(turn.at, working.next_edge(turn.at) if working else None)
    if working is None or own.told_at is None:
        return Reply()
    since = max(own.told_at, turn.at - SAID_WITHIN)
    edges = list(working.edges(since, turn.at))
    if not edges:
        return Reply()
    moment, edge = edges[-1]
    if edge is Edge.START:
        return Reply(posts=await _deck(moment, turn, services, working) if own.wants_deck else ())
    return Reply(posts=await _due_after(moment, working, turn, services))


async def _deck(
    start: datetime, turn: Turn, services: Services, working: Working
) -> tuple[Post, ...]:
    """Return the thought before a shift: the next one each day, in an order of one's own.

    What they missed at first in a course of lessons comes before all others.
    """
    day = start.astimezone(ZoneInfo(working.zone)).date()
    card = await recalled_card(day, turn, services) or _next_thought(day, turn, services)
    return (_post(replace(card, more=(*card.more, _OFF)), turn),)


def _next_thought(day: date, turn: Turn, services: Services) -> Card:
    texts = services.content.reminders
    fitting = [each for each in texts if each.kind is ReminderKind.BEFORE_SHIFT] or texts
    turns, number = divmod(day.toordinal(), len(fitting))
    return reminder_card(shuffled(fitting, f"{turn.person.id}#{turns}")[number])


async def _due_after(
    end: datetime, working: Working, turn: Turn, services: Services
) -> tuple[Post, ...]:
    """Return what is due before this person's next shift, or nothing."""
    until = working.next_start(end) or end + timedelta(days=1)
    promises = [in_zone(each, turn) for each in await services.store.promises.open()]
    due = [each for each in promises if each.due_at is not None and each.due_at < until]
    return (_post(_end_card(due, turn.at), turn),) if due else ()


def _end_card(due: Sequence[Promise], at: datetime) -> Card:
    more = len(due) - MAX_LISTED
    rest = (Text(f"And {more} more: /promise"),) if more > 0 else ()
    body = (
        Text("Due before you are back, and yours:"),
        Choices(choices(due[:MAX_LISTED], at)),
        *rest,
        Text("Hand them over, or move them and tell the customer. I ask again as you start."),
    )
    hand = Button("Hand them over", Action("handover.show"), Style.PRIMARY)
    return Card("Your shift is over", body, (hand,), (LIST,))


def _post(card: Card, turn: Turn) -> Post:
    home = Place.personal(turn.tenant, turn.person.id)
    return Post(home, card, reader=turn.person.id, on_time=True)


def _form(hours: str, *, wants_deck: bool, problem: str = "") -> Form:
    return Form(
        "When I work",
        (
            Field(
                "hours",
                "Your hours",
                FieldKind.AREA,
                hours,
                hint=f"{EXAMPLE}. Empty: those of your team, if it has some.",
                optional=True,
                max_length=MAX_HOURS_LENGTH,
                error=problem,
            ),
            Field(
                "deck",
                "Before each shift",
                FieldKind.CHECKS,
                _DECK if wants_deck else "",
                options=((_DECK, "Send me a thought, privately"),),
                optional=True,
            ),
        ),
        "Save",
        Action("care.hours-save"),
        intro="Outside them nothing private comes but what you asked for, and pages.",
        cancel=Action("care.me"),
    )
