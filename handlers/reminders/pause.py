"""Live with a reminder: pause it, skip one, have one now, see the next."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from handlers.audit import record_in_channel
from handlers.cards import Action, Button, Card, Text
from handlers.domain.breaks import MOST_DAYS, MOST_SKIPPED, Break, day_ahead, read_break, read_count
from handlers.domain.redaction import redact
from handlers.domain.reminder import FOREVER, Reminder, ReminderState
from handlers.domain.times import in_words
from handlers.domain.wording import names_in_words
from handlers.ports.audit import Act
from handlers.reminders.cards import preview_card
from handlers.reminders.left_out import left_out_words
from handlers.reminders.posts import next_post
from handlers.reminders.selection import chosen, chosen_to_change
from handlers.reminders.upcoming import both_zones, upcoming_of
from handlers.turn import Refusal, Reply, Services, Turn
from scheduler.calendar.recurrence import upcoming
from scheduler.occurrence import occurrence_key
from scheduler.phrases.phrase import MOST_A_DAY, PhraseError
from scheduler.reasons import Cause, Reason

FURTHEST = timedelta(days=MOST_DAYS)
Said = TypeVar("Said", Break, date)


async def pause(turn: Turn, services: Services) -> Reply:
    """Send nothing until it is resumed, for so long, or on the day that is named."""
    reminder, words = await chosen_to_change(turn, services, "pause")
    if "from" in turn.args:
        begins = _moment_of(turn, "from")
        return await _paused(reminder, FOREVER, turn, services, begins)
    said = _read(read_break, words, reminder, turn, "/reminders pause until friday")
    if said.whole is None:
        return await _paused(reminder, said.until or FOREVER, turn, services)
    if said.weekday:
        return _which_days(reminder, said.whole, turn)
    return await _left_out(reminder, _moments_on(reminder, said.whole, turn), turn, services)


async def off(turn: Turn, services: Services) -> Reply:
    """Pause it, with the way to remove it beside."""
    reminder, words = await chosen_to_change(turn, services, "off")
    if words:
        raise Refusal("Pause it for a while with /reminders pause until friday, or leave that out.")
    return await _paused(reminder, FOREVER, turn, services)


async def resume(turn: Turn, services: Services) -> Reply:
    """Send again from the next moment on, or from the day that is named."""
    reminder, words = await chosen_to_change(turn, services, "resume")
    if words:
        return await _resumed_on(reminder, words, turn, services)
    going = replace(
        reminder,
        paused_from=None,
        paused_until=None,
        skipped=(),
        stopped=None,
        enabled=True,
        next_at=reminder.recurrence.next_after(turn.at),
    )
    going = await services.store.reminders.save(going)
    await _record(Act.REMINDER_RESUMED, going, turn, services)
    card = preview_card(going, services.content, turn.at, "Resumed")
    return Reply(card, posts_to=None if reminder.enabled else turn.place)


async def skip(turn: Turn, services: Services) -> Reply:
    """Leave out the next one, the next few, or those of a day."""
    reminder, words = await chosen_to_change(turn, services, "skip")
    count = read_count(words)
    if count is None:
        day = _read(day_ahead, words, reminder, turn, "/reminders skip friday, or skip next 3")
        return await _left_out(reminder, _moments_on(reminder, day, turn), turn, services)
    if not 1 <= count <= MOST_SKIPPED:
        raise Refusal(f"One to {MOST_SKIPPED} at once. For longer: /reminders pause for 2 weeks")
    ahead = upcoming_of(replace(reminder, skipped=()), turn.at, count).moments
    if reminder.next_at is None or not ahead:
        raise Refusal("There is no next one to skip.")
    return await _left_out(reminder, ahead, turn, services)


async def _paused(
    reminder: Reminder,
    until: datetime,
    turn: Turn,
    services: Services,
    begins: datetime | None = None,
) -> Reply:
    paused = replace(reminder, paused_from=begins, paused_until=until, paused_by=turn.person.name)
    await services.store.reminders.save(paused)
    await _record(Act.REMINDER_PAUSED, reminder, turn, services)
    if begins is None:
        cause = Cause(Reason.PAUSED, turn.person.name)
        await services.store.deliveries.withdraw(reminder.id, cause)
    resume_it = Button("Resume", Action("reminders.resume", {"schedule": reminder.id}))
    remove_it = Button("Remove", Action("reminders.remove", {"schedule": reminder.id}))
    start = f" from {in_words(begins, turn.at, reminder.zone)[:-6]}" if begins else ""
    end = _until(until, reminder, turn)
    text = f"{reminder.phrase}: nothing is sent{start} {end}."
    return Reply(Card("Paused", (Text(text),), (resume_it, remove_it)))


def _until(until: datetime, reminder: Reminder, turn: Turn) -> str:
    if until == FOREVER:
        return "until you resume it"
    words = in_words(until, turn.at, reminder.zone)
    return f"through {words[:-6]}" if words.endswith("23:59") else f"until {words}"


def _which_days(reminder: Reminder, day: date, turn: Turn) -> Reply:
    """Return the question whether a weekday is the only day, or the first."""
    name = f"{day:%A}"
    args = {"schedule": reminder.id}
    only = Button(f"Only {name}", Action("reminders.skip", {**args, "words": day.isoformat()}))
    begins = datetime.combine(day, time(), ZoneInfo(reminder.zone)).astimezone(UTC)
    starting = Button(
        f"From {name} on", Action("reminders.pause", {**args, "from": begins.isoformat()})
    )
    now_on = Button(
        f"Now, through {name}",
        Action("reminders.pause", {**args, "words": f"until {day.isoformat()}"}),
    )
    text = f"Only on {in_words(begins, turn.at, reminder.zone)[:-6]}, or longer?"
    return Reply(Card("Which days?", (Text(text),), (only, starting, now_on)))


async def _resumed_on(reminder: Reminder, words: str, turn: Turn, services: Services) -> Reply:
    """Pause it until the day that is named begins."""
    if not reminder.enabled:
        raise Refusal("It was stopped, so it can't wait for a day. Type /reminders resume")
    day = _read(day_ahead, words, reminder, turn, "/reminders resume friday")
    begins = datetime.combine(day, time(), ZoneInfo(reminder.zone)).astimezone(UTC)
    if begins <= turn.at:
        raise Refusal("Today? Then just type /reminders resume")
    paused = reminder.state(turn.at) is ReminderState.PAUSED
    if not paused:
        raise Refusal("It isn't paused. To leave some out: /reminders pause until friday")
    going = replace(reminder, paused_until=begins - timedelta(minutes=1))
    going = await services.store.reminders.save(going)
    await _record(Act.REMINDER_RESUMED, going, turn, services)
    return Reply(preview_card(going, services.content, turn.at, "Resumes"))


def _moments_on(reminder: Reminder, day: date, turn: Turn) -> tuple[datetime, ...]:
    """Return what is due on a day; Refusal where nothing is."""
    zone = ZoneInfo(reminder.zone)
    start = max(datetime.combine(day, time(), zone) - timedelta(seconds=1), turn.at)
    ahead = upcoming(reminder.recurrence, start, MOST_A_DAY)
    found = [each for each in ahead if each.astimezone(zone).date() == day]
    if not found:
        midnight = datetime.combine(day, time(12), zone)
        words = in_words(midnight, turn.at, reminder.zone)[:-6]
        raise Refusal(f"Nothing is due {words}. To see what is: /reminders preview")
    return tuple(found)


async def _left_out(
    reminder: Reminder, moments: Sequence[datetime], turn: Turn, services: Services
) -> Reply:
    """Leave these out, besides those that are left out already."""
    coming = [each for each in reminder.skipped if each > turn.at]
    skipped = replace(
        reminder,
        skipped=tuple(sorted({*coming, *moments})),
        skipped_by=turn.person.name,
    )
    await services.store.reminders.save(skipped)
    await _record(Act.REMINDER_SKIPPED, skipped, turn, services)
    zone = (await services.store.member()).zone
    shown = [both_zones(reminder, each, turn.at, zone) for each in moments]
    following = next(iter(upcoming_of(skipped, turn.at, 1).moments), None)
    text = f"Nothing is sent {names_in_words(shown)}."
    if following:
        word = "After that" if following > moments[-1] else "Next"
        text = f"{text} {word}: {both_zones(reminder, following, turn.at, zone)}."
    undo = Button("Send it after all", Action("reminders.resume", {"schedule": reminder.id}))
    return Reply(Card("Skipped", (Text(text),), (undo,)))


def _read(
    reader: Callable[[str, str, datetime], Said],
    words: str,
    reminder: Reminder,
    turn: Turn,
    example: str,
) -> Said:
    """Return what words say in the reminder's zone; Refusal says what is wrong with them."""
    try:
        return reader(words, reminder.zone, turn.at)
    except PhraseError as error:
        raise Refusal(f"{redact(str(error))} For example: {example}") from None


def _moment_of(turn: Turn, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(turn.arg(name))
    except ValueError:
        moment = turn.at
    if moment.tzinfo is None or not turn.at < moment <= turn.at + FURTHEST:
        raise Refusal("That day has begun. Type /reminders pause again.")
    return moment


async def now(turn: Turn, services: Services) -> Reply:
    """Send one to the channel now, on a day off too; the plan goes on as it was."""
    reminder, _ = await chosen_to_change(turn, services, "now")
    if quiet := reminder.rest.quiet_at(turn.at):
        raise Refusal(f"Not now: {left_out_words(quiet)}. To change them: /reminders days")
    key = occurrence_key(reminder.id, reminder.recurrence, turn.at)
    post, memory = next_post(reminder, services.content, turn.at, key)
    await services.store.reminders.save(replace(reminder, memory=memory))
    await _record(Act.REMINDER_SENT, reminder, turn, services)
    text = Text("It is posted in this channel in a moment. Your plan goes on as it was.")
    return Reply(Card("On its way", (text,)), posts=(post,))


async def preview(turn: Turn, services: Services) -> Reply:
    """Show the next moments and the exact next text."""
    reminder, _ = await chosen(turn, services, "preview")
    return Reply(preview_card(reminder, services.content, turn.at, "Next"))


async def _record(act: Act, reminder: Reminder, turn: Turn, services: Services) -> None:
    await record_in_channel(act, turn, services, owner=reminder.owner_id, target=reminder.id)
