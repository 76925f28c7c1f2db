"""Live with a reminder: pause it, skip one, have one now, see the next."""

from dataclasses import replace

from handlers.cards import Action, Button, Card, Text
from handlers.domain.times import in_words
from handlers.reminders.posts import draw, preview_card
from handlers.reminders.selection import chosen, chosen_to_change
from handlers.reminders.upcoming import FOREVER, REST, SKIPPED, UNTIL, outlook, rest_of, told
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.occurrence import Occurrence, Schedule, Skip
from scheduler.phrases.phrase import PhraseError, describe, parse_moment


async def pause(turn: Turn, services: Services) -> Reply:
    """Send nothing until it is resumed, or through the day that is named."""
    schedule, rest = await chosen_to_change(turn, services)
    until, words = FOREVER, "until you resume it"
    if day := rest.removeprefix("until").strip():
        zone = schedule.recurrence.zone
        try:
            end = parse_moment(f"{day} 23:59", zone, turn.at)
        except PhraseError as error:
            raise Refusal(f"{error} For example: /reminders pause until friday") from None
        until, words = end.isoformat(), f"through {in_words(end, turn.at, zone)[:-6]}"
    paused = _with(schedule, {UNTIL: until, "paused_by": turn.person.name})
    await services.store.save_schedule(paused)
    await services.store.deliveries.withdraw(schedule.id, f"paused by {turn.person.name}")
    resume_it = Button("Resume", Action("reminders.resume", {"schedule": schedule.id}))
    text = f"{describe(schedule.recurrence)}: nothing is sent {words}."
    return Reply(Card("Paused", (Text(text),), (resume_it,)))


async def resume(turn: Turn, services: Services) -> Reply:
    """Send again from the next moment on."""
    schedule, _ = await chosen_to_change(turn, services)
    going = replace(
        _with(schedule, {UNTIL: "", SKIPPED: "", "stopped": ""}),
        enabled=True,
        next_at=schedule.recurrence.next_after(turn.at),
    )
    await services.store.save_schedule(going)
    return Reply(preview_card(going, services.content, turn.at, "Resumed"))


async def skip(turn: Turn, services: Services) -> Reply:
    """Leave out the next one."""
    schedule, _ = await chosen_to_change(turn, services)
    ahead = outlook(_with(schedule, {SKIPPED: ""}), turn.at, 2).moments
    if schedule.next_at is None or not ahead:
        raise Refusal("There is no next one to skip.")
    zone = schedule.recurrence.zone
    skipped = _with(schedule, {SKIPPED: ahead[0].isoformat(), "skipped_by": turn.person.name})
    await services.store.save_schedule(skipped)
    after = "".join(f" After that: {told(schedule, each, turn.at, zone)}." for each in ahead[1:])
    text = f"Nothing is sent {in_words(ahead[0], turn.at, zone)}.{after}"
    undo = Button("Send it after all", Action("reminders.resume", {"schedule": schedule.id}))
    return Reply(Card("Skipped", (Text(text),), (undo,)))


async def now(turn: Turn, services: Services) -> Reply:
    """Send one to the channel now, on a day off too; the plan goes on as it was."""
    schedule, _ = await chosen_to_change(turn, services)
    if quiet := rest_of(schedule).quiet_reason(turn.at):
        raise Refusal(f"Not now: {quiet}. To change them: /reminders days")
    plain = replace(schedule, args={**schedule.args, UNTIL: "", SKIPPED: "", REST: {}})
    drawn = draw(Occurrence(plain, turn.at), services.content)
    if isinstance(drawn, Skip):
        raise Refusal(f"Not sent: {drawn.reason}.")
    post, memory = drawn
    kept = replace(schedule, memory=memory, version=schedule.version + 1)
    await services.store.save_schedule(kept)
    text = Text("It is on its way to this channel. Your plan goes on as it was.")
    return Reply(Card("Sent", (text,)), posts=(post,))


async def preview(turn: Turn, services: Services) -> Reply:
    """Show the next moments and the exact next text."""
    schedule, _ = await chosen(turn, services)
    return Reply(preview_card(schedule, services.content, turn.at, "Next"))


def _with(schedule: Schedule, args: dict[str, str]) -> Schedule:
    kept = {**schedule.args, **args}
    return replace(
        schedule,
        args={name: value for name, value in kept.items() if value},
        version=schedule.version + 1,
    )
