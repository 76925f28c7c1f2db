"""By when is it promised? The question, with times to press."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from content.flow import Flow
from handlers.cards import Action, Button, Card, Text
from handlers.domain.deadline import Deadline
from handlers.domain.excerpt import capitalised
from handlers.domain.times import Offer, offered, offers
from handlers.promises.buttons import NEVER, NO_TIME

MAX_FIRST_TIME_BUTTONS = 2  # beside the way to another time
MAX_CHOICES = 3  # times of a question


def when_card(carried: Mapping[str, str], flow: Flow, zone: str, at: datetime) -> Card:
    """Return the question by when; its buttons carry on what was promised."""
    times = _buttons(carried, offers(flow.times, at, zone)[:MAX_FIRST_TIME_BUTTONS])
    lines = (_line(carried), Text(flow.by_when.advice.hints[0]))
    another = Button(flow.words.another_time, Action("promises.ask", carried))
    return Card(flow.by_when.title, lines, (*times, another), (_timeless(carried),))


def question_card(
    carried: Mapping[str, str], asked: Deadline, flow: Flow, zone: str, at: datetime
) -> Card:
    """Return the question about a time that could be another one: first what may be meant."""
    meant = [offered(each, at, zone) for each in asked.choices]
    times = _buttons(carried, [*meant, *offers(flow.times, at, zone)][:MAX_CHOICES])
    question = f"I can't tell by when. {asked.problem}" if meant else asked.question
    lines = (_line(carried), Text(question))
    typed = {**carried, "what": asked.what, "when": asked.when}
    another = Button(flow.words.another_time, Action("promises.ask", typed))
    return Card(flow.by_when.title, lines, times, (another, _timeless(carried)))


def _buttons(carried: Mapping[str, str], times: Iterable[Offer]) -> tuple[Button, ...]:
    return tuple(
        Button(each.label, Action("promises.make", {**carried, **each.args})) for each in times
    )


def _line(carried: Mapping[str, str]) -> Text:
    return Text(f"{capitalised(carried['what'])}.")


def _timeless(carried: Mapping[str, str]) -> Button:
    return Button(NO_TIME, Action("promises.make", {**carried, "due": NEVER}))
