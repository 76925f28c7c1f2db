"""Set a reminder up, change it, remove it; the others of its channel share the deck anew."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.audit import record_in_channel
from handlers.cards import Action, Button, Card, Text
from handlers.domain.deck_sharing import shared
from handlers.domain.reminder import Reminder, is_same
from handlers.domain.times import SAME_WITHIN
from handlers.ports.audit import Act
from handlers.reminders import briefings
from handlers.reminders.cards import preview_card, several_card
from handlers.reminders.selection import check_may_change, reminders_here
from handlers.reminders.values import AROUND_MINUTES, values_of
from handlers.repeats import with_another
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.calendar.recurrence import Recurrence, upcoming, zone_named
from scheduler.calendar.rest import Rest
from scheduler.reasons import Cause, Reason

MAX_PER_CHANNEL = 10
CROWDED = timedelta(minutes=1)  # from the first to the last of one minute
MOMENTS_CHECKED = 40  # of a new one, for quiet hours


async def set_up(reminder: Reminder, turn: Turn, services: Services) -> Reply:
    """Keep a new reminder of the channel of a turn, or show the same one of a moment ago."""
    recent = await services.store.reminders.added_since(turn.place, turn.at - SAME_WITHIN)
    earlier = next((each for each in recent if is_same(each, reminder)), None)
    if earlier is None or any(each.id == reminder.id for each in recent):
        return await add(reminder, turn, services)
    card = preview_card(earlier, services.content, turn.at, "Set up already")
    card = replace(card, buttons=card.buttons[:-1])  # two ways to add another would be one too many
    args = {"schedule": earlier.id}
    return Reply(with_another(card, "Nothing was added.", "reminders.another", turn, **args))


async def set_up_all(reminders: Sequence[Reminder], turn: Turn, services: Services) -> Reply:
    """Keep several new reminders of the channel of a turn; those that are there are kept once."""
    here = list(await reminders_here(turn, services))
    recent = await services.store.reminders.added_since(turn.place, turn.at - SAME_WITHIN)
    meant: list[Reminder] = []
    new: list[Reminder] = []
    for each in reminders:
        there = [other for other in here if other.id == each.id]
        there += [other for other in recent if is_same(other, each)]
        (meant if there else new).append((*there, each)[0])
    _check_room(here, len(new))
    for each in new:
        await services.store.reminders.add(each, turn.at)
        await services.store.answers.pressed(each.id, turn.at)
        await briefings.plan(each, services)
        await _record(Act.REMINDER_ADDED, each, turn, services)
        here.append(await _share(each, here, services))
        meant.append(here[-1])
    zone = (await services.store.member()).zone
    ours = {each.id for each in reminders}
    title = "Set up" if any(each.id in ours for each in meant) else "Set up already"
    return Reply(several_card(meant, turn.at, zone, title), posts_to=turn.place)


async def add(reminder: Reminder, turn: Turn, services: Services) -> Reply:
    """Keep a new reminder of the channel of a turn, and show it; added twice it is one."""
    here = await reminders_here(turn, services)
    if there := next((each for each in here if each.id == reminder.id), None):
        return Reply(preview_card(there, services.content, turn.at, "Set up"))
    _check_room(here, 1)
    await services.store.reminders.add(reminder, turn.at)
    await services.store.answers.pressed(reminder.id, turn.at)
    await briefings.plan(reminder, services)
    await _record(Act.REMINDER_ADDED, reminder, turn, services)
    reminder = await _share(reminder, here, services)
    card = preview_card(reminder, services.content, turn.at, "Set up")
    return Reply(await _with_crowd(card, reminder, services), posts_to=turn.place)


async def change(reminder: Reminder, turn: Turn, services: Services) -> Reply:
    """Keep a reminder that was changed, and show it."""
    changed = await services.store.reminders.save(reminder)
    await briefings.plan(changed, services)
    await _record(Act.REMINDER_CHANGED, changed, turn, services)
    others = [each for each in await reminders_here(turn, services) if each.id != changed.id]
    changed = await _share(changed, others, services)
    card = preview_card(changed, services.content, turn.at, "Changed")
    return Reply(await _with_crowd(card, changed, services))


async def spread(reminder: Reminder, turn: Turn, services: Services) -> Reply:
    """Let a reminder come within ten minutes of its time, beside the crowd of its minute."""
    await check_may_change(reminder, "change", turn, services)
    return await change(replace(reminder, around=AROUND_MINUTES), turn, services)


async def remove(reminder: Reminder, turn: Turn, services: Services) -> Reply:
    """Take a reminder away, and what of it is on its way."""
    await check_may_change(reminder, "remove", turn, services)
    await services.store.reminders.remove(reminder.id)
    await _record(Act.REMINDER_REMOVED, reminder, turn, services)
    cause = Cause(Reason.REMOVED, turn.person.name)
    await services.store.deliveries.withdraw(reminder.id, cause)
    left = [each for each in await reminders_here(turn, services) if each.id != reminder.id]
    await _save_changed(left, shared(left, reminder.memory.seen), services)
    again = Button("Set it up again", Action("reminders.save", values_of(reminder)))
    return Reply(Card("Removed", (Text(f"No more: {reminder.phrase}."),), (again,)))


def quiet_problem(recurrence: Recurrence, rest: Rest, now: datetime) -> str:
    """Return what to say when one of the next moments is in the quiet hours, or nothing."""
    for moment in upcoming(recurrence, now, MOMENTS_CHECKED):
        if cause := rest.quiet_at(moment):
            at = moment.astimezone(zone_named(recurrence.zone))
            return (
                f"{at:%H:%M} is in the quiet hours, {cause.detail}, of this channel. Choose "
                "another time, or change the hours with /reminders days."
            )
    return ""


async def _record(act: Act, reminder: Reminder, turn: Turn, services: Services) -> None:
    await record_in_channel(act, turn, services, owner=reminder.owner_id, target=reminder.id)


def _check_room(here: Sequence[Reminder], new: int) -> None:
    """Refuse more reminders than a channel may have."""
    if not new or len(here) + new <= MAX_PER_CHANNEL:
        return
    if len(here) == MAX_PER_CHANNEL:
        text = f"This channel has {MAX_PER_CHANNEL} reminders, which is plenty. Remove one first."
        raise Refusal(text)
    left = MAX_PER_CHANNEL - len(here)
    raise Refusal(
        f"A channel has at most {MAX_PER_CHANNEL} reminders: this one has room for {left}."
    )


async def _with_crowd(card: Card, reminder: Reminder, services: Services) -> Card:
    """Return the card with when the last one comes, where so many are due that they queue."""
    moment = reminder.next_at
    if moment is None or reminder.around:
        return card
    count = await services.store.reminders.count_due(moment)
    last = moment + timedelta(seconds=count / (await services.store.member()).rate_per_s)
    if last - moment < CROWDED:
        return card
    zone = zone_named(reminder.zone)
    when, until = f"{moment.astimezone(zone):%H:%M}", f"{last.astimezone(zone):%H:%M}"
    due = f"{count:,} reminders of this workspace are due at {when}"
    text = f"{due}: the last comes at about {until}."
    offer = Button(
        f"Mine: up to {AROUND_MINUTES} min later",
        Action("reminders.spread", {"schedule": reminder.id}),
    )
    return replace(card, body=(*card.body, Text(text)), buttons=(*card.buttons[:-1], offer))


async def _share(reminder: Reminder, others: Sequence[Reminder], services: Services) -> Reminder:
    """Let a reminder share the deck with the others of its channel; return it as it is then."""
    before = [*others, reminder]
    *_, last = await _save_changed(before, shared(before), services)
    return last


async def _save_changed(
    before: Sequence[Reminder], after: Sequence[Reminder], services: Services
) -> list[Reminder]:
    return [
        new if new == old else await services.store.reminders.save(new)
        for old, new in zip(before, after, strict=True)
    ]
