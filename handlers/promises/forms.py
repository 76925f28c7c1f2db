"""The forms of a promise, and the times that they and the buttons give."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from handlers.cards import Action, Field, FieldKind, Form
from handlers.domain.promise import Promise, Told
from handlers.turn import Refusal, Turn
from scheduler.phrases.phrase import PhraseError, parse_moment

LENGTH = 150
FARTHEST = timedelta(days=14)  # of a button
WHEN = "today 16:30, tomorrow 10:00, in 2 hours, Friday noon"


def promise_form(values: Mapping[str, str], problems: Mapping[str, str], new_id: str) -> Form:
    """Return the form of a new promise, with what is wrong with it."""

    def field(name: str, label: str, hint: str, *, optional: bool = False) -> Field:
        return Field(
            name,
            label,
            value=values.get(name, ""),
            hint=hint,
            optional=optional,
            max_length=LENGTH,
            error=problems.get(name, ""),
        )

    return Form(
        "A promise",
        (
            field("what", "What did you promise?", "Ring back about the refund"),
            field("when", "By when?", WHEN),
            field("case", "Case number", "4471, if there is one", optional=True),
        ),
        "Note it",
        Action("promises.save", {"new": new_id}),
        cancel=Action("promises.list"),
    )


def move_form(promise: Promise, values: Mapping[str, str], problem: str = "") -> Form:
    """Return the form for another time, and whether the customer knows of it."""
    options = ((Told.NOT_YET.value, "Not yet"), (Told.YES.value, "Yes, they know"))
    known = values.get("told", "")
    return Form(
        "A new time",
        (
            Field("when", "By when?", value=values.get("when", ""), hint=WHEN, error=problem),
            Field(
                "told",
                "Have you told them?",
                FieldKind.SELECT,
                known if known in set(Told) else Told.NOT_YET.value,
                options=options,
            ),
        ),
        "Move it",
        Action("promises.move-save", {"promise": promise.id, "rev": str(promise.rev)}),
        cancel=Action("promises.show", {"promise": promise.id}),
    )


def said_form(promise: Promise) -> Form:
    """Return the form for what was said to the customer."""
    field = Field(
        "said",
        "What did you tell them?",
        value=promise.said,
        hint="One line, if you like. Only you see it.",
        optional=True,
        max_length=LENGTH,
    )
    action = Action("promises.said-save", {"promise": promise.id})
    cancel = Action("promises.show", {"promise": promise.id})
    return Form("What you said", (field,), "Keep it", action, cancel=cancel)


def pressed_time(turn: Turn) -> datetime:
    """Return the moment of a button that is still ahead."""
    try:
        if "minutes" in turn.args:
            wait = timedelta(minutes=int(turn.args["minutes"][:6]))
            due = turn.at + min(wait, FARTHEST)
        else:
            due = datetime.fromisoformat(turn.arg("due"))
    except ValueError:
        raise Refusal("That time can't be read. Type /promise, and pick another.") from None
    if due.tzinfo is None or due <= turn.at:
        raise Refusal("That time is over. Type /promise, and pick another.")
    return due


def typed_time(when: str, turn: Turn, zone: str) -> tuple[datetime | None, str]:
    """Return the moment meant, or None and what is wrong with it."""
    if not when:
        return None, "Say when, for example: today 16:30."
    try:
        return parse_moment(when, zone, turn.at), ""
    except PhraseError as error:
        return None, f"{error} For example: {error.example}"
