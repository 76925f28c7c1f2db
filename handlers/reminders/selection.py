"""The reminder that somebody means: by its button, by its number, or because there is one."""

from collections.abc import Sequence

from handlers.cards import Action, Button
from handlers.domain.people import Role
from handlers.domain.reminder import SOMEBODY, Reminder
from handlers.turn import Refusal, Services, Turn

EXAMPLE = "weekdays 08:55"


async def reminders_here(turn: Turn, services: Services) -> tuple[Reminder, ...]:
    """Return the reminders of the place of a turn, oldest first."""
    return await services.store.reminders.of(turn.place)


async def chosen(turn: Turn, services: Services) -> tuple[Reminder, str]:
    """Return the reminder that is meant, and the words left; Refusal asks which."""
    reminders = await reminders_here(turn, services)
    if "schedule" in turn.args:
        found = [each for each in reminders if each.id == turn.args["schedule"]]
        if not found:
            raise Refusal(f"That reminder is gone. Set up another: /reminders add {EXAMPLE}")
        return found[0], turn.text.strip()
    if not reminders:
        raise none_here()
    first, _, rest = turn.text.strip().partition(" ")
    if (number := number_of(first, reminders)) is not None:
        return reminders[number], rest.strip()
    if len(reminders) == 1 and not first.rstrip(".").isdecimal():
        return reminders[0], turn.text.strip()
    raise Refusal("Say which by its number, as in /reminders list: put 1 or 2 after the word.")


async def chosen_to_change(turn: Turn, services: Services) -> tuple[Reminder, str]:
    """Return the reminder that is meant, if this person may change it."""
    reminder, rest = await chosen(turn, services)
    await check_may_change(reminder, "change", turn, services)
    return reminder, rest


async def check_may_change(reminder: Reminder, what: str, turn: Turn, services: Services) -> None:
    """Refuse unless it is this person's own, or they are a manager; ``what`` they want to do."""
    if reminder.owner_id == turn.person.id:
        return
    if not (await services.store.member()).role.may(Role.MANAGER):
        setter = "Somebody else" if reminder.setter == SOMEBODY else reminder.setter
        raise Refusal(f"{setter} set this one up. Ask them, or a manager, to {what} it.")


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
