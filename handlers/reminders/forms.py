"""The form of a reminder: when, which ones, how exactly, and the line under each."""

from collections.abc import Mapping, Sequence

from content.models import ReminderKind
from handlers.cards import Action, Field, FieldKind, Form
from handlers.domain.deck import MIXED
from handlers.domain.redaction import redact
from handlers.reminders.ideas import TITLES
from handlers.reminders.selection import EXAMPLE
from handlers.reminders.upcoming import AROUND
from scheduler.occurrence import Schedule
from scheduler.phrases.phrase import describe

SIGN_OFF_LENGTH = 100
LATER = "weekdays 14:00"
NAMES = ("phrase", "deck", "around", "sign_off")
MINUTES = "10"


DECKS = ((MIXED, "A bit of everything"), *((str(kind), TITLES[kind]) for kind in ReminderKind))


def suggested(standing: Sequence[Schedule]) -> dict[str, str]:
    """Return what to fill the form of a new reminder with: a deck that no other here has."""
    taken = {str(each.args.get("deck", MIXED)) for each in standing}
    free = next((name for name, _ in DECKS if name not in taken), MIXED)
    return {"deck": free, "phrase": LATER if standing else EXAMPLE}


def args_of(values: Mapping[str, str]) -> dict[str, str]:
    """Return what a schedule keeps of a form that was sent."""
    return {
        "deck": values["deck"] if values["deck"] in dict(DECKS) else MIXED,
        "sign_off": redact(values["sign_off"])[:SIGN_OFF_LENGTH],
        AROUND: MINUTES if values["around"] == MINUTES else "",
    }


def values_of(schedule: Schedule) -> dict[str, str]:
    """Return what the form of a reminder that stands is filled in with."""
    return {
        "phrase": describe(schedule.recurrence),
        "deck": str(schedule.args.get("deck", MIXED)),
        "around": str(schedule.args.get(AROUND) or "0"),
        "sign_off": str(schedule.args.get("sign_off", "")),
    }


def reminder_form(
    values: Mapping[str, str], problems: Mapping[str, str], schedule_id: str = ""
) -> Form:
    """Return the form with what is wrong at each field; with an id, it is for a change."""
    return Form(
        "Remind this channel",
        (
            Field(
                "phrase",
                "When?",
                value=values.get("phrase", EXAMPLE),
                hint="weekdays 08:55, Mon and Thu 14:00, first Monday of the month 09:00",
                max_length=150,
                error=problems.get("phrase", ""),
            ),
            Field(
                "deck", "Which ones?", FieldKind.SELECT, values.get("deck", MIXED), options=DECKS
            ),
            Field(
                "around",
                "How exactly?",
                FieldKind.SELECT,
                values.get("around", "0"),
                options=(("0", "On the minute"), (MINUTES, "Within 10 minutes after")),
            ),
            Field(
                "sign_off",
                "Your team's sign-off",
                value=values.get("sign_off", ""),
                hint="A line of your own under each one; leave it empty for none.",
                optional=True,
                max_length=SIGN_OFF_LENGTH,
            ),
        ),
        "Set it up" if not schedule_id else "Change it",
        Action("reminders.save", {"schedule": schedule_id} if schedule_id else {}),
        cancel=Action("reminders.list"),
    )
