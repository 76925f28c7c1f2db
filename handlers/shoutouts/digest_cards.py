"""The cards and the form of a manager's digest: its drafts of thanks, and at what hour it comes."""

from collections.abc import Sequence

from handlers.cards import Action, Button, Card, Choices, Field, FieldKind, Form, Style, Text, Tone
from handlers.domain.shoutouts.after_complaint import in_a_row
from handlers.domain.shoutouts.digest import HOURS, MAX_ROWS, Digest
from handlers.domain.shoutouts.shoutout import Shoutout
from handlers.domain.wording import names_in_words

ANOTHER_HOUR = Button("Another hour", Action("thanks.hour-ask"))


def digest_card(drafts: Sequence[Shoutout], digest: Digest) -> Card:
    """Return the drafts that wait for a manager, the oldest first; more are counted."""
    if not drafts:
        nothing = Text("No draft of thanks waits for you.")
        return Card("Closed well", (nothing,), more=(ANOTHER_HOUR,))
    rows = tuple(_row(each, digest.zone) for each in drafts[:MAX_ROWS])
    left = len(drafts) - MAX_ROWS
    more = (Text(f"… and {left} more"),) if left > 0 else ()
    return Card(
        "Closed well",
        (
            Text("The customers accepted, and nothing is left open. Whom do you want to thank?"),
            Choices(rows),
            *more,
            Text(f"Only you see this. Once a day at most, at {digest.hour}.", Tone.NOTE),
        ),
        more=(ANOTHER_HOUR,),
    )


def hour_form(digest: Digest, problem: str = "") -> Form:
    """Return the form for the hour at which the digest comes."""
    hours = HOURS if digest.hour in HOURS else (digest.hour, *HOURS)
    field = Field(
        "hour",
        "At what time?",
        FieldKind.SELECT,
        digest.hour,
        options=tuple((each, each) for each in hours),
        error=problem,
    )
    return Form(
        "Drafts of thanks",
        (field,),
        "Save",
        Action("thanks.hour"),
        intro="They come on working days, by your own clock, when there are any.",
        cancel=Action("thanks.list"),
    )


def hour_card(digest: Digest, first: str) -> Card:
    """Return the hour as it is now; ``first`` says when the next one can come."""
    text = f"On working days at {digest.hour}, when there are any. {first}"
    buttons = (
        Button("See what waits", Action("thanks.list"), Style.PRIMARY),
        ANOTHER_HOUR,
    )
    return Card("Drafts of thanks", (Text(text),), buttons)


def _row(draft: Shoutout, zone: str) -> Button:
    names = names_in_words(each.name for each in draft.recipients)
    what = in_a_row(draft.closing, zone) if draft.closing else draft.text
    return Button(f"{names} · {what}", Action("thanks.open", {"shoutout": draft.id}))
