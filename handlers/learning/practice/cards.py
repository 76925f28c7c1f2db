"""Draw practice: whom to practise on, a turn, lines to pick from, a good answer, the debrief."""

from collections.abc import Iterable, Mapping, Sequence

from content.moves import Moves
from content.scenarios import AgentLine, Level, Scenario
from handlers.cards import (
    CHOICES,
    MORE_ACTIONS,
    Action,
    Block,
    Button,
    Card,
    Choices,
    Facts,
    Field,
    FieldKind,
    Form,
    Style,
    Text,
    Tone,
)
from handlers.domain.excerpt import capitalised
from handlers.domain.practice.customer import Customer
from handlers.domain.practice.debrief import Debrief
from handlers.domain.practice.feedback import feedback
from handlers.domain.practice.run import Run
from handlers.domain.practice.state import Heard, Phase
from handlers.learning.practice.buttons import LIST, run_action, run_button
from handlers.learning.practice.words import (
    about,
    advice_line,
    ending,
    feedback_line,
    heat_line,
    quoted_moves,
    turning_line,
)

MAX_SAID = 600  # characters of one turn
ALL = Button("All of them", Action("practice.all"))
AGAIN = "Try that turn again"
_ALONE = "Only you see this. Nothing is counted, and it is gone in a day."


def suggestion_card(scenario: Scenario, put_aside: Iterable[tuple[Run, Scenario]]) -> Card:
    """Return whom to practise on next; what was put aside can be taken up again."""
    start = Button("Start", Action("practice.begin", {"scenario": scenario.id}), Style.PRIMARY)
    other = Button("Another one", Action("practice.list", {"after": scenario.id}))
    more = tuple(run_button(f"Go on: {each.title}", run, "go-on") for run, each in put_aside)
    body = (
        Text(scenario.title, Tone.STRONG),
        Text(about(scenario)),
        Text(f"Somebody upset, who isn't real. {_ALONE}", Tone.NOTE),
    )
    return Card("Practise", body, (start, other, ALL), more[:MORE_ACTIONS])


def all_card(scenarios: Sequence[Scenario], title: str = "Practise") -> Card:
    """Return all there are to practise on, by level."""
    body: list[Block] = []
    for level in Level:
        rows = tuple(_row(each) for each in scenarios if each.level is level)[:CHOICES]
        body += [Text(capitalised(level), Tone.STRONG), Choices(rows)] if rows else []
    return Card(title, tuple(body))


def turn_card(run: Run, customer: Customer, talk: Sequence[Heard], note: str = "") -> Card:
    """Return what they say now, what the last turn did, and the ways to answer."""
    scenario = customer.scenario
    if talk:
        last = talk[-1]
        line = note or feedback_line(feedback(last), customer.moves)
        heat = heat_line(last.after, scenario, None if note else last.before)
        body = (Text(line), Text(last.says, Tone.SAY), Text(heat, Tone.NOTE))
    else:
        heat = heat_line(customer.at_first(), scenario)
        first = (Text(note),) if note else (Text(scenario.who),)
        body = (*first, Text(scenario.opening, Tone.SAY), Text(heat, Tone.NOTE))
    buttons = (
        Button("Answer", run_action(run, "answer"), Style.PRIMARY),
        run_button("Pick a line", run, "pick"),
    )
    again = (run_button(AGAIN, run, "again", turn=str(len(talk))),) if talk else ()
    good = run_button("Show me a good answer", run, "good", turn=str(len(talk) + 1))
    return Card(scenario.title, body, buttons, (*again, good, run_button("Stop here", run, "stop")))


def pick_card(run: Run, says: str, lines: Mapping[str, AgentLine]) -> Card:
    """Return lines to pick from, by what the button carries."""
    rows = tuple(run_button(line.text, run, "say", line=number) for number, line in lines.items())
    back = run_button("Back", run, "show")
    return Card("Which would you say?", (Text(says, Tone.SAY), Choices(rows)), (back,))


def good_card(run: Run, says: str, heard: Heard, number: str, moves: Moves, turn: int) -> Card:
    """Return a good answer to what they say; ``turn``: it is for one that is over, from 1."""
    body = (
        Text(says, Tone.SAY),
        Text(heard.said.text, Tone.DONE),
        Text(f"{quoted_moves(heard, moves)} One good answer; yours may be better.", Tone.NOTE),
    )
    way = run_button(AGAIN, run, "again", turn=str(turn))
    mine = run_button("Say this", run, "say", line=number)
    first = way if turn <= len(run.said) else mine
    return Card("A good answer here", body, (first, run_button("Back", run, "show")))


def debrief_card(run: Run, customer: Customer, talk: Sequence[Heard], told: Debrief) -> Card:
    """Return what a run comes to: what cooled and heated them, and one thing to try."""
    is_over = told.phase.is_over
    again = told.worst.turn if told.worst else len(talk)
    is_clean = told.phase is Phase.RESOLVED and told.worst is None
    try_again = () if is_clean else (run_button(AGAIN, run, "again", turn=str(again)),)
    go_on = () if is_over else (run_button("Go on", run, "go-on"),)
    good = run_button("Show me a good answer", run, "good", turn=str(again))
    more = (
        *(() if is_clean else (good,)),
        run_button("Show a coach", run, "coach-ask"),
        run_button("From the start", run, "again", turn="1"),
        run_button("Throw it away", run, "discard"),
    )
    note = Text(f"{customer.scenario.title} · {_ALONE}", Tone.NOTE)
    body = (*_told(customer, talk, told), note)
    return Card(ending(told), body, (*try_again, *go_on, LIST), more)


def coach_card(who: str, customer: Customer, talk: Sequence[Heard], told: Debrief) -> Card:
    """Return what a coach reads, who was chosen for it."""
    scenario = customer.scenario
    asks = f"{who} practised on “{scenario.title}” and would like you to see it."
    note = Text("It was practice, and nothing else of it is shown. Talk it over.", Tone.NOTE)
    body = (Text(asks), *_told(customer, talk, told), note)
    return Card(ending(told), body)


def answer_form(run: Run, scene: str, sends: str, typed: str = "", error: str = "") -> Form:
    """Return the form for an answer in one's own words; ``sends`` is what it is sent as."""
    field = Field(
        "answer",
        "What do you say?",
        FieldKind.AREA,
        typed,
        "As you would say it. What is private in it is taken out.",
        max_length=MAX_SAID,
        error=error,
    )
    cancel = run_action(run, "show")
    return Form("Your answer", (field,), "Say it", run_action(run, sends), scene, cancel)


def coach_form(run: Run, error: str = "") -> Form:
    """Return the form in which a coach is chosen."""
    who = Field("people", "To whom?", FieldKind.PEOPLE, error=error)
    intro = "They read your name and the card you just saw. Nothing else, and nobody else."
    cancel = run_action(run, "show")
    return Form("Show a coach", (who,), "Show it", run_action(run, "coach"), intro, cancel)


def shown_card(run: Run, name: str) -> Card:
    """Return that a coach gets it."""
    text = Text(f"{name} gets the card of your practice, privately.")
    return Card("Shown", (text,), (run_button("Back", run, "show"), LIST))


def thrown_away_card() -> Card:
    """Return that nothing of it is left."""
    return Card("", (Text("Gone. Nothing of it is kept."),), (LIST,))


def _told(customer: Customer, talk: Sequence[Heard], told: Debrief) -> Iterable[Block]:
    if told.phase.is_over:
        yield Text(talk[-1].says, Tone.SAY)
    rows = [
        (label, turning_line(turning, customer.moves))
        for label, turning in (("Cooled them most", told.best), ("Heated them most", told.worst))
        if turning is not None
    ]
    if rows:
        yield Facts(tuple(rows))
    yield Text(advice_line(told, customer.moves))


def _row(scenario: Scenario) -> Button:
    label = f"{scenario.title} · {scenario.channel} · {scenario.feeling}"
    return Button(label, Action("practice.begin", {"scenario": scenario.id}))
