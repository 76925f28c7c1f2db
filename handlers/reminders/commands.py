"""Reminders of a channel: set up in it, listed, changed and removed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from handlers.cards import Action, Button, Card, Choices, Facts, Text
from handlers.domain.deck import MIXED
from handlers.domain.deck_sharing import shared
from handlers.domain.people import Place, Role
from handlers.domain.redaction import redact
from handlers.reminders.forms import NAMES, args_of, reminder_form, suggested, values_of
from handlers.reminders.posts import INTENT, preview_card, standing
from handlers.reminders.selection import chosen_to_change, none_here, number_of, reminders_here
from handlers.reminders.upcoming import REST
from handlers.troubles import in_plain_words, what_to_do
from handlers.turn import Post, Refusal, Reply, Services, Turn
from scheduler.calendar.recurrence import Recurrence, upcoming, zone_named
from scheduler.calendar.rest import Rest
from scheduler.occurrence import Schedule
from scheduler.phrases.phrase import PhraseError, describe, parse

UNREACHABLE = "reminders.unreachable"
MOST = 10  # reminders of one channel
LOOKED_AT = 40  # moments of a new one


async def add(turn: Turn, services: Services) -> Reply:
    """Set up a reminder from a phrase; without one, ask with a form."""
    phrase = turn.text.strip()
    member = await services.store.member()
    if not phrase:
        return await ask(turn, services)
    try:
        recurrence = parse(phrase, member.zone, turn.at)
    except PhraseError as error:
        raise Refusal(
            f"{redact(str(error))} Try: /reminders add {error.example}",
            Button("Use a form", Action("reminders.ask")),
        ) from None
    rest = await services.store.channels.rest(turn.place)
    if quiet := _in_quiet(recurrence, rest, turn.at):
        raise Refusal(quiet, Button("Days off and quiet hours", Action("reminders.days")))
    values = {"deck": MIXED, "sign_off": member.sign_off}
    return await _set_up(turn, services, _new(turn, recurrence, rest, values))


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form, filled in when it is for a reminder that stands."""
    if "schedule" in turn.args:
        return await edit(turn, services)
    sign_off = (await services.store.member()).sign_off
    values = suggested(await reminders_here(turn, services))
    return Reply(form=reminder_form({**values, "sign_off": sign_off}, {}))


async def edit(turn: Turn, services: Services) -> Reply:
    """Open the form of a reminder that stands, for its owner or a manager."""
    schedule, _ = await chosen_to_change(turn, services)
    return Reply(form=reminder_form(values_of(schedule), {}, schedule.id))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form: a new reminder, or a change of one that stands."""
    values = {name: turn.args.get(name, "").strip() for name in NAMES}
    zone = (await services.store.member()).zone
    rest = await services.store.channels.rest(turn.place)
    recurrence, problem = _read(values["phrase"], rest, zone, turn.at)
    if recurrence is None:
        return Reply(form=reminder_form(values, {"phrase": problem}, turn.args.get("schedule", "")))
    args = args_of(values)
    if "schedule" not in turn.args:
        return await _set_up(turn, services, _new(turn, recurrence, rest, args))
    schedule, _ = await chosen_to_change(turn, services)
    changed = replace(
        schedule,
        recurrence=recurrence,
        next_at=recurrence.next_after(turn.at),
        args={**schedule.args, **args, REST: rest.dump()},
        version=schedule.version + 1,
    )
    await services.store.save_schedule(changed)
    others = [each for each in await reminders_here(turn, services) if each.id != changed.id]
    changed = await _share(changed, others, services)
    return Reply(preview_card(changed, services.content, turn.at, "Changed"))


async def show_all(turn: Turn, services: Services) -> Reply:
    """List the reminders of this channel."""
    schedules = await reminders_here(turn, services)
    if not schedules:
        raise none_here()
    zone = (await services.store.member()).zone
    facts = Facts(
        tuple(
            (f"{number}. {describe(each.recurrence)}", standing(each, turn.at, zone))
            for number, each in enumerate(schedules, 1)
        )
    )
    rows = tuple(
        Button(f"Remove {number}", Action("reminders.remove", {"schedule": each.id}))
        for number, each in enumerate(schedules, 1)
    )
    return Reply(Card("Reminders here", (facts, Choices(rows))))


async def remove(turn: Turn, services: Services) -> Reply:
    """Remove the only reminder of this channel, or the one with the number given."""
    schedules = await reminders_here(turn, services)
    words = turn.text.strip()
    if not words and len(schedules) != 1:
        return await show_all(turn, services)
    number = number_of(words or "1", schedules)
    if number is None:
        raise Refusal("Say which by its number: /reminders list, then /reminders remove 2")
    return await _removed(schedules[number], turn, services)


async def remove_pressed(turn: Turn, services: Services) -> Reply:
    """Remove the reminder of the button; pressing twice is pressing once."""
    for schedule in await reminders_here(turn, services):
        if schedule.id == turn.arg("schedule"):
            return await _removed(schedule, turn, services)
    return Reply(Card("Gone", (Text("That reminder is not in this channel any more."),)))


async def unreachable(turn: Turn, services: Services) -> Reply:
    """Stop a reminder whose channel can't be posted to, and tell whoever set it up, once."""
    for schedule in await reminders_here(turn, services):
        if schedule.id == turn.arg("schedule") and schedule.enabled:
            reason, platform = turn.arg("reason"), turn.place.platform
            why = in_plain_words(reason, platform)
            args = {**schedule.args, "stopped": why}
            stopped = replace(schedule, enabled=False, args=args, version=schedule.version + 1)
            await services.store.save_schedule(stopped)
            text = (
                f"I can't post to {turn.place.channel} any more: {why}. So I stopped: "
                f"{describe(schedule.recurrence)}. {what_to_do(reason, platform)}"
            )
            owner = Place.personal(turn.tenant, schedule.owner_id)
            return Reply(posts=(Post(owner, Card("A reminder stopped", (Text(text),))),))
    return Reply()


async def _set_up(turn: Turn, services: Services, schedule: Schedule) -> Reply:
    others = [each for each in await reminders_here(turn, services) if each.id != schedule.id]
    if len(others) >= MOST:
        raise Refusal(f"This channel has {MOST} reminders, which is plenty. Remove one first.")
    await services.store.add_schedule(schedule, turn.at)
    schedule = await _share(schedule, others, services)
    return Reply(preview_card(schedule, services.content, turn.at, "Set up"))


async def _share(schedule: Schedule, others: Sequence[Schedule], services: Services) -> Schedule:
    """Let a reminder share the deck with the others of its channel; return it as it is then."""
    before = [*others, schedule]
    *_, told = await _save_changed(before, shared(before), services)
    return told


async def _save_changed(
    before: Sequence[Schedule], after: Sequence[Schedule], services: Services
) -> list[Schedule]:
    saved = [
        new if new == old else replace(new, version=old.version + 1)
        for old, new in zip(before, after, strict=True)
    ]
    for old, new in zip(before, saved, strict=True):
        if new != old:
            await services.store.save_schedule(new)
    return saved


def _read(phrase: str, rest: Rest, zone: str, now: datetime) -> tuple[Recurrence | None, str]:
    """Return what a phrase means, or what is wrong with it."""
    try:
        recurrence = parse(phrase, zone, now)
    except PhraseError as error:
        return None, f"{error} For example: {error.example}"
    quiet = _in_quiet(recurrence, rest, now)
    return (None, quiet) if quiet else (recurrence, "")


def _in_quiet(recurrence: Recurrence, rest: Rest, now: datetime) -> str:
    """Return what to say when one of the next moments is in the quiet hours, or nothing."""
    for moment in upcoming(recurrence, now, LOOKED_AT):
        if reason := rest.quiet_reason(moment):
            at = moment.astimezone(zone_named(recurrence.zone))
            return (
                f"{at:%H:%M} is in the {reason}, of this channel. Choose another time, or change "
                "the hours with /reminders days."
            )
    return ""


def _new(turn: Turn, recurrence: Recurrence, rest: Rest, args: Mapping[str, str]) -> Schedule:
    return Schedule(
        id=turn.fresh_id("schedule"),
        platform=turn.place.platform,
        tenant=turn.place.tenant,
        place=str(turn.place),
        intent=INTENT,
        recurrence=recurrence,
        owner_id=turn.person.id,
        next_at=recurrence.next_after(turn.at),
        args={**args, "setter": turn.person.name, REST: rest.dump()},
    )


async def _removed(schedule: Schedule, turn: Turn, services: Services) -> Reply:
    member = await services.store.member()
    if schedule.owner_id != turn.person.id and not member.role.may(Role.MANAGER):
        setter = schedule.args.get("setter", "somebody else")
        raise Refusal(f"{setter} set this one up. Ask them, or a manager, to remove it.")
    await services.store.remove_schedule(schedule.id)
    await services.store.deliveries.withdraw(schedule.id, f"removed by {turn.person.name}")
    left = [each for each in await reminders_here(turn, services) if each.id != schedule.id]
    await _save_changed(left, shared(left, schedule.memory.get("seen", ())), services)
    again = Button("Set it up again", Action("reminders.save", values_of(schedule)))
    return Reply(Card("Removed", (Text(f"No more: {describe(schedule.recurrence)}."),), (again,)))
