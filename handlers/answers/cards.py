"""Draw what comes of an answer: why, and what one wrote for oneself."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from content.models import ReminderText
from handlers.cards import Action, Button, Card, Choices, Facts, Field, Form, Text, Tone
from handlers.domain.answers.answer import AnswerKind
from handlers.domain.answers.review import Review
from handlers.domain.excerpt import cut
from handlers.domain.times import in_words
from handlers.ports.answers import Line

LINE_LENGTH = 150
SHOWN_LINES = 8
ONLY_YOU = Text("Only you see this.", Tone.NOTE)


def reason_card(
    text: ReminderText,
    scene: int,
    kind: AnswerKind,
    args: Mapping[str, str],
    review: Review | None,
    at: datetime,
) -> Card:
    """Return why, whichever was chosen; ``args`` are those of the choice that stands."""
    shown = text.scenes[scene]
    other = () if kind is AnswerKind.BETTER else (Text(f"You chose: {shown.other}"),)
    again = Action("answers.again", dict(args))
    back = f"It comes back {in_words(review.due_at, at, review.zone)}. " if review else ""
    return Card(
        "Here is why",
        (
            *other,
            Text(shown.better, Tone.DONE),
            Text(text.because or ""),
            Text(f"{back}Only you see this.", Tone.NOTE),
        ),
        (
            Button("The idea behind it", Action("care.idea", {"idea": text.idea})),
            Button("Don't ask again" if review else "Ask me again", again),
        ),
    )


def again_card(text: ReminderText, review: Review | None, at: datetime) -> Card:
    """Return what was done about asking again."""
    if review is None:
        return Card("", (Text("I won't ask you that again."), ONLY_YOU))
    when = in_words(review.due_at, at, review.zone)
    return Card("", (Text(f"It comes back {when}, in our own chat, in another scene."), ONLY_YOU))


def note_form(
    text: ReminderText | None, args: Mapping[str, str], typed: str = "", error: str = ""
) -> Form:
    """Return the form for a line of one's own on a what-if, or on one that isn't used any more."""
    field = Field("line", "Your line", value=typed, max_length=LINE_LENGTH, error=error)
    asked = f"{text.text} {text.what_if or ''} " if text else ""
    intro = f"{asked}Only you read what you write."
    return Form("For yourself", (field,), "Keep it", Action("answers.note", dict(args)), intro)


def kept_card(line: Line) -> Card:
    """Return a line that was kept."""
    return Card("Noted", (Text(line.line, Tone.SAY), ONLY_YOU), (NOTEBOOK,))


def notebook_card(lines: Sequence[Line], at: datetime, zone: str) -> Card:
    """Return the newest of these lines, with a way to strike each and to see those before them."""
    shown = lines[:SHOWN_LINES]
    if not shown:
        text = "Nothing yet. A “What if” in a channel has a button for a line of yours."
        return Card("Your notebook", (Text(text),))
    rows = tuple((in_words(each.at, at, zone), each.line) for each in shown)
    strike = Choices(
        tuple(
            Button(f"Strike: {cut(each.line, 40)}", Action("answers.strike", {"line": each.id}))
            for each in shown
        )
    )
    more = len(lines) - len(shown)
    older = Button(f"{more} older", Action("answers.notebook", {"before": shown[-1].id}))
    return Card("Your notebook", (Facts(rows), strike, ONLY_YOU), (older,) if more else ())


NOTEBOOK = Button("Your notebook", Action("answers.notebook"))
