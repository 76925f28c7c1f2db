"""Draw that somebody sees a reminder differently: for themselves, and for whoever leads."""

from dataclasses import dataclass

from handlers.cards import Action, Button, Card, Facts, Style, Text, Tone
from handlers.domain.answers.disagreement import Disagreement, LeadCard
from handlers.domain.excerpt import cut
from handlers.domain.people import Place, spoken_name
from handlers.domain.times import dated, dated_for

LINE_LENGTH = 150


@dataclass(frozen=True, slots=True)
class Seen:
    """A disagreement as it is shown: the line of its reminder, where, and who answers."""

    disagreement: Disagreement
    line: str  # empty: the text isn't used any more
    place: Place
    taker: str  # the name of who answers; empty: nobody
    zone: str


def asking_card(place: Place, args: dict[str, str]) -> Card:
    """Return where to say it, and the way to let a lead know."""
    where = _where_to_say(place)
    said = Text(f"Say it {where}: whoever reads it can answer there.")
    tell = Text(
        "Shall your lead know, so that somebody answers? They read which reminder, not who."
    )
    button = Button("Let my lead know", Action("answers.differ-tell", args), Style.PRIMARY)
    return Card("You see it differently", (said, tell), (button,))


def told_card(place: Place) -> Card:
    """Return the answer to whoever let their lead know, the first time and later."""
    said = Text(
        f"Your lead reads which reminder, not who. Say what you think {_where_to_say(place)}."
    )
    return Card("Your lead hears of it", (said,))


def lead_card(seen: Seen, own: LeadCard) -> Card:
    """Return the own card of a lead, as it is by now."""
    disagreement, facts = seen.disagreement, _facts(seen)
    args = {"on": disagreement.on}
    answered = Button("It's answered", Action("answers.differ-answered", args))
    if disagreement.is_answered:
        at = dated(disagreement.changed_at, seen.zone)
        who = spoken_name("", seen.taker)
        return Card("Answered", (facts, Text(f"{who} says so, {at}.", Tone.DONE)))
    if own.is_taker:
        others = " The others see it." if len(disagreement.cards) > 1 else ""
        text = Text(f"You answer {_where_to_say(seen.place)}.{others}")
        back = Button("I can't after all", Action("answers.differ-back", args))
        return Card("It's yours to answer", (facts, text), (answered,), (back,))
    if disagreement.taken_by:
        return Card(f"{seen.taker} answers", (facts,), more=(answered,))
    return _open_card(seen, own, answered)


def _open_card(seen: Seen, own: LeadCard, answered: Button) -> Card:
    args = {"on": seen.disagreement.on}
    take = Button("I'll answer", Action("answers.differ-take", args), Style.PRIMARY)
    if own.is_put_off:
        text = Text("Not now, you said. Nobody has answered yet.", Tone.NOTE)
        return Card("Somebody sees it differently", (_facts(seen), text), (), (take, answered))
    asked = Text(
        f"They were asked to say it {_where_to_say(seen.place)}. An answer there helps all."
    )
    not_now = Button("Not now", Action("answers.differ-not-now", args))
    body = (_facts(seen), asked)
    return Card("Somebody sees it differently", body, (take, not_now), (answered,))


def _facts(seen: Seen) -> Facts:
    disagreement = seen.disagreement
    came = dated_for(disagreement.came_at, seen.zone, seen.zone)
    where = f"{seen.place.called('a channel of yours')}, {came}"
    line = cut(seen.line, LINE_LENGTH) or "a text that isn't used any more"
    return Facts((("Reminder", line), ("Where", where)))


def _where_to_say(place: Place) -> str:
    return "in its thread" if place.has_threads else "in the channel"
