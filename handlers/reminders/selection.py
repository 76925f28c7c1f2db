"""The reminder that somebody means: by its button, by its number, or because there is one."""

from collections.abc import Sequence

from handlers.cards import Action, Button
from handlers.domain.people import Role
from handlers.reminders.posts import INTENT
from handlers.turn import Refusal, Services, Turn
from scheduler.occurrence import Schedule

EXAMPLE = "weekdays 08:55"


async def reminders_here(turn: Turn, services: Services) -> tuple[Schedule, ...]:
    """Return the reminders of the place of a turn, oldest first."""
    found = await services.store.schedules(turn.place)
    return tuple(each for each in found if each.intent == INTENT)


async def chosen(turn: Turn, services: Services) -> tuple[Schedule, str]:
    """Return the reminder that is meant, and the words left; Refusal asks which."""
    schedules = await reminders_here(turn, services)
    if "schedule" in turn.args:
        found = [each for each in schedules if each.id == turn.args["schedule"]]
        if not found:
            raise Refusal(f"That reminder is gone. Set up another: /reminders add {EXAMPLE}")
        return found[0], turn.text.strip()
    if not schedules:
        raise none_here()
    first, _, rest = turn.text.strip().partition(" ")
    if (number := number_of(first, schedules)) is not None:
        return schedules[number], rest.strip()
    if len(schedules) == 1 and not first.rstrip(".").isdecimal():
        return schedules[0], turn.text.strip()
    raise Refusal("Say which by its number, as in /reminders list: put 1 or 2 after the word.")


async def chosen_to_change(turn: Turn, services: Services) -> tuple[Schedule, str]:
    """Return the reminder that is meant, if this person may change it."""
    schedule, rest = await chosen(turn, services)
    member = await services.store.member()
    if schedule.owner_id != turn.person.id and not member.role.may(Role.MANAGER):
        setter = schedule.args.get("setter", "Somebody else")
        raise Refusal(f"{setter} set this one up. Ask them, or a manager, to change it.")
    return schedule, rest


def none_here() -> Refusal:
    """Return what to say where there is no reminder yet."""
    return Refusal(
        f"No reminders here yet. Start with: /reminders add {EXAMPLE}",
        Button("Use a form", Action("reminders.ask")),
    )


def number_of(word: str, schedules: Sequence[Schedule]) -> int | None:
    """Return the place of a reminder by the number it has in the list, or None."""
    digits = word.rstrip(".")
    if not digits.isdecimal() or not 1 <= int(digits[:4]) <= len(schedules):
        return None
    return int(digits[:4]) - 1
