"""What did not arrive, for admins: why, what to do, send it again or let it go; never its words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.audit import record
from handlers.cards import Action, Block, Button, Card, Choices, Facts, Text, Tone
from handlers.domain.people import Place, Role
from handlers.domain.reminder import Reminder
from handlers.domain.times import in_words
from handlers.permissions import check_role
from handlers.ports.audit import Act
from handlers.ports.deliveries import DeadLetter
from handlers.reminders.outcomes import times
from handlers.troubles import reason_words, what_to_do
from handlers.turn import Reply, Services, Turn
from scheduler.delivery import HELD, URGENT
from scheduler.reasons import Reason

MAX_LETTERS = 5
MAX_HINTS = 2


async def show(turn: Turn, services: Services) -> Reply:
    """Show what was given up in this workspace, the newest first."""
    await check_role(Role.ADMIN, services)
    return Reply(await _card(turn, services))


async def retry(turn: Turn, services: Services) -> Reply:
    """Send one again; pressing twice is pressing once, and what is left is shown."""
    await check_role(Role.ADMIN, services)
    again = await services.store.deliveries.retry(_id(turn), turn.at)
    if again:
        await record(Act.DELIVERY_RETRIED, turn, services, target=str(_id(turn)))
    said = "It is on its way again." if again else "That one is not stuck any more."
    return Reply(_saying(said, await _card(turn, services)))


async def drop(turn: Turn, services: Services) -> Reply:
    """Let one go; pressing twice is pressing once, and what is left is shown."""
    await check_role(Role.ADMIN, services)
    dropped = await services.store.deliveries.drop(_id(turn))
    if dropped:
        await record(Act.DELIVERY_DROPPED, turn, services, target=str(_id(turn)))
    said = "Dropped; it stays on record." if dropped else "That one is not stuck any more."
    return Reply(_saying(said, await _card(turn, services)))


def alert_card(lane: str, reason: Reason | None) -> Card:
    """Return what an admin is told when something was given up."""
    place = _place(lane)
    why = reason_words(reason, place.platform)
    return Card(
        "Something did not arrive",
        (
            Text(f"For {_named(place, 'a channel')}: {why}."),
            Text(what_to_do(reason, place.platform), Tone.NOTE),
            Text("You hear of it once an hour, however many there are.", Tone.NOTE),
        ),
        (Button("See what is stuck", Action("care.outbox")),),
    )


async def _card(turn: Turn, services: Services) -> Card:
    letters = await services.store.deliveries.dead(MAX_LETTERS + 1)
    if not letters:
        return Card("What did not arrive", (Text("Nothing is stuck.", Tone.DONE),))
    shown = letters[:MAX_LETTERS]
    member = await services.store.member()
    reminders = await _reminders(shown, services)
    known = {each.id: each.phrase for each in reminders}
    called = {
        place: await _channel(place, reminders, services)
        for place in {_place(each.lane) for each in shown}
    }
    rows = tuple(
        (
            f"{number}. {known.get(each.schedule_id, 'A post')}",
            _told(each, called[_place(each.lane)], turn.at, member.zone),
        )
        for number, each in enumerate(shown, 1)
    )
    hints = dict.fromkeys(what_to_do(e.reason, _place(e.lane).platform) for e in shown)
    body: list[Block] = [Facts(rows), *(Text(each, Tone.NOTE) for each in list(hints)[:MAX_HINTS])]
    if len(letters) > MAX_LETTERS:
        body.append(Text("There are more; they come up as these go.", Tone.NOTE))
    return Card("What did not arrive", (*body, Choices(_choices(shown))))


def _told(letter: DeadLetter, channel: str, now: datetime, zone: str) -> str:
    why = reason_words(letter.reason, _place(letter.lane).platform)
    when = in_words(letter.occurs_at, now, zone)
    return f"{when}, for {channel}: {why}; tried {times(letter.attempts)}"


def _choices(letters: Sequence[DeadLetter]) -> tuple[Button, ...]:
    return tuple(
        Button(label, Action(intent, {"letter": str(each.id)}))
        for number, each in enumerate(letters, 1)
        for label, intent in (
            (f"Send {number} again", "care.outbox-retry"),
            (f"Drop {number}", "care.outbox-drop"),
        )
    )


async def _reminders(letters: Sequence[DeadLetter], services: Services) -> Sequence[Reminder]:
    """Return the reminders of the channels that letters are for."""
    places = dict.fromkeys(_place(each.lane) for each in letters)
    return [each for place in places for each in await services.store.reminders.of(place)]


async def _channel(place: Place, reminders: Sequence[Reminder], services: Services) -> str:
    """Return what to call a channel: by its name if that was kept, else by its use."""
    member = await services.store.member()
    of_reminder = next((each.place for each in reminders if each.place == place), place)
    named = of_reminder if of_reminder.name else await services.store.channels.named(place)
    if place == member.lead_place:
        return _named(named, "the lead's channel")
    if place == member.thanks_place:
        return _named(named, "the channel for thanks")
    return _named(named, "a channel")


def _saying(line: str, card: Card) -> Card:
    return replace(card, body=(Text(line), *card.body))


def _place(lane: str) -> Place:
    """Return the place of a lane; what can't wait has one beside its channel's."""
    return Place.parse(lane.rstrip(f"{URGENT}{HELD}"))


def _named(place: Place, otherwise: str) -> str:
    return "somebody's own chat" if place.channel.startswith("@") else place.called(otherwise)


def _id(turn: Turn) -> int:
    """Return the id of a letter; what no button of ours carries is none."""
    found = turn.arg("letter")
    return int(found) if found.isascii() and found.isdigit() and len(found) < 16 else 0
