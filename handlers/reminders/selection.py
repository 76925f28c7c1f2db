"""The reminder that somebody means: by its button, by its number, or because there is one."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.cards import Action, Button
from handlers.domain.breaks import is_length
from handlers.domain.people import Role
from handlers.domain.redaction import redact
from handlers.domain.reminder import SOMEBODY, Reminder
from handlers.turn import Refusal, Services, Turn, WhichOne

EXAMPLE = "weekdays 08:55"
MAX_WORDS = 60  # of what was typed, on a button
LABELS = {
    "ask": "Change",
    "delete": "Remove",
    "now": "Send",
    "off": "Pause",
    "pause": "Pause",
    "preview": "Show",
    "remove": "Remove",
    "resume": "Resume",
    "skip": "Skip",
    "why": "Why",
}


async def reminders_here(turn: Turn, services: Services) -> tuple[Reminder, ...]:
    """Return the reminders of the place of a turn, oldest first."""
    return await services.store.reminders.of(turn.place)


async def chosen(turn: Turn, services: Services, verb: str) -> tuple[Reminder, str]:
    """Return the reminder that is meant, and the words left.

    WhichOne asks, with a row each: ``verb`` is what is pressed there, ``reminders.<verb>``.
    """
    reminders = await reminders_here(turn, services)
    if "schedule" in turn.args:
        found = [each for each in reminders if each.id == turn.args["schedule"]]
        if not found:
            raise Refusal(f"That reminder is gone. Set up another: /reminders add {EXAMPLE}")
        return found[0], _words_of(turn, found[0])
    if not reminders:
        raise none_here()
    words = turn.text.strip()
    first, _, rest = words.partition(" ")
    is_number = first.rstrip(".").isdecimal() and not is_length(rest)
    if is_number and (number := number_of(first, reminders)) is not None:
        return reminders[number], rest.strip()
    if len(reminders) == 1 and not is_number:
        return reminders[0], words
    if is_number or len(words) > MAX_WORDS:
        raise Refusal("Say which by its number, as in /reminders list: put 1 or 2 after the word.")
    raise WhichOne("There are several here.", rows=_rows(reminders, verb, redact(words), turn.at))


async def chosen_to_change(turn: Turn, services: Services, verb: str) -> tuple[Reminder, str]:
    """Return the reminder that is meant, if this person may change it; else as ``chosen``."""
    reminder, rest = await chosen(turn, services, verb)
    await check_may_change(reminder, "change", turn, services)
    return reminder, rest


async def check_may_change(reminder: Reminder, what: str, turn: Turn, services: Services) -> None:
    """Refuse unless it is this person's own, or they are a manager; ``what`` they want to do."""
    if reminder.owner_id == turn.person.id:
        return
    if not (await services.store.member()).role.may(Role.MANAGER):
        setter = "Somebody else" if reminder.setter == SOMEBODY else reminder.setter
        raise Refusal(f"{setter} set this one up. Ask them, or a manager, to {what} it.")


def _words_of(turn: Turn, reminder: Reminder) -> str:
    """Return what was typed behind the verb; words such as tomorrow hold on the day they are of."""
    if "words" not in turn.args:
        return turn.text.strip()
    zone = ZoneInfo(reminder.zone)
    try:
        typed = datetime.fromisoformat(turn.args.get("typed", turn.at.isoformat()))
        is_same_day = typed.astimezone(zone).date() == turn.at.astimezone(zone).date()
    except (ValueError, OverflowError):
        is_same_day = False
    if not is_same_day:
        raise Refusal("That was asked on another day. Type it again, please.")
    return turn.args["words"].strip()


def _rows(reminders: Sequence[Reminder], verb: str, words: str, at: datetime) -> list[Button]:
    said = {"words": words, "typed": at.isoformat()} if words else {}
    return [
        Button(
            f"{LABELS[verb]} {number} · {each.phrase}",
            Action(f"reminders.{verb}", {"schedule": each.id, **said}),
        )
        for number, each in enumerate(reminders, 1)
    ]


def none_here() -> Refusal:
    """Return what to say where there is no reminder yet."""
    return Refusal(
        f"No reminders here yet. Start with: /reminders add {EXAMPLE}",
        Button("Use a form", Action("reminders.ask")),
    )


def number_of(word: str, reminders: Sequence[Reminder]) -> int | None:
    """Return the place of a reminder by the number it has in the list, or None."""
    digits = word.rstrip(".")
    if not digits.isdecimal() or not 1 <= int(digits[:4]) <= len(reminders):
        return None
    return int(digits[:4]) - 1
