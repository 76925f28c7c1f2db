"""The cards and forms of what-ifs: the list, one of them, and what becomes of it."""

from collections.abc import Mapping, Sequence

from content.flow import Flow
from handlers.cards import (
    Action,
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
from handlers.domain.excerpt import cut
from handlers.domain.insights.idea import MAX_WHY_LENGTH, Idea, IdeaState
from handlers.domain.people import spoken_name

MAX_ROWS = 9
MAX_ROW_LENGTH = 48  # characters of a what-if in the list
LIST = Action("what-ifs.list")
STATES: Mapping[IdeaState, str] = {
    IdeaState.NEW: "New",
    IdeaState.TRYING: "Being tried",
    IdeaState.DONE: "Done",
    IdeaState.NO: "No",
}
_NO_NAME = "Passed on without a name. Whoever had it hears privately when it is done, or won't be."


def list_card(ideas: Sequence[Idea], start: int) -> Card:
    """Return what-ifs from one of them on: new ones, those being tried, the others."""
    if not ideas:
        nothing = "Nobody has passed one on yet. Agents do after a complaint, if they like."
        return Card("What-ifs", (Text(nothing),))
    rows = tuple(
        Button(f"{STATES[each.state]} · {cut(each.text, MAX_ROW_LENGTH)}", _of(each, "show"))
        for each in ideas[start : start + MAX_ROWS]
    )
    new = sum(each.state is IdeaState.NEW for each in ideas)
    said = f"{len(ideas)} of them, {new} new." if new else f"{len(ideas)} of them."
    after = start + MAX_ROWS
    more = (Button("More of them", Action("what-ifs.list", {"from": str(after)})),)
    return Card("What-ifs", (Text(said), Choices(rows)), more if len(ideas) > after else ())


def what_if_card(idea: Idea, rule: str, names: Mapping[str, str], flow: Flow) -> Card:
    """Return one of them, for a manager; ``rule`` is the one that was bent with it, or empty."""
    rows = [("Now", _state_words(idea))]
    rows += [("What went wrong", flow.cause(idea.cause))] if idea.cause else []
    rows += [("The rule", rule)] if rule else []
    note = _NO_NAME
    if idea.is_named:
        who = spoken_name(idea.from_id, names.get(idea.from_id, ""))
        note = f"From {who}, who put their name to it and hears when it is done, or won't be."
    moves = {
        IdeaState.TRYING: Button("We try it", _to(idea, IdeaState.TRYING), Style.PRIMARY),
        IdeaState.DONE: Button("It is done", _to(idea, IdeaState.DONE)),
        IdeaState.NO: Button("No, because …", _of(idea, "no-ask")),
    }
    buttons = tuple(button for state, button in moves.items() if state is not idea.state)
    suggest = Button("Suggest it to …", _of(idea, "suggest-ask"))
    again = (Button("New again", _to(idea, IdeaState.NEW)),)
    more = (suggest, *(again if idea.state is not IdeaState.NEW else ()))
    body = (Text(idea.text, Tone.SAY), Facts(tuple(rows)), Text(note, Tone.NOTE))
    return Card("A what-if", body, buttons, (*more, Button("All what-ifs", LIST)))


def no_form(idea: Idea, problem: str = "") -> Form:
    """Return the form of why it won't be done."""
    field = Field(
        "why",
        "No, because …",
        FieldKind.AREA,
        hint="Whoever had it reads this, and managers. One or two sentences, and thank them.",
        max_length=MAX_WHY_LENGTH,
        error=problem,
    )
    return Form("Not this one", (field,), "Tell them", _of(idea, "no"), cancel=_of(idea, "show"))


def suggest_form(idea: Idea, problem: str = "") -> Form:
    """Return the form of whom it is suggested to."""
    field = Field("people", "To whom?", FieldKind.PEOPLE, error=problem)
    intro = "They read it privately, as a suggestion of yours."
    if idea.is_named:
        intro = "They read it privately, with the name of who had it."
    action = _of(idea, "suggest")
    return Form("Suggest it", (field,), "Send it", action, intro=intro, cancel=_of(idea, "show"))


def suggested_card(idea: Idea, by: str, names: Mapping[str, str]) -> Card:
    """Return what the person reads to whom it is suggested."""
    body = [Text(idea.text, Tone.SAY)]
    if idea.is_named:
        who = spoken_name(idea.from_id, names.get(idea.from_id, ""))
        body.append(Text(f"{who} passed it on after a complaint.", Tone.NOTE))
    else:
        body.append(Text("An agent passed it on after a complaint.", Tone.NOTE))
    return Card(f"{by} suggests a what-if to you", tuple(body))


def heard_card(idea: Idea) -> Card:
    """Return what whoever had it hears."""
    said = "It is done. Thank you: that was yours."
    if idea.state is IdeaState.NO:
        said = f"It won't be done: {idea.why}"
    note = "Only you read this."
    if not idea.is_named:
        note = "Only you read this. Nobody is told that it was yours."
    body = (Text(idea.text, Tone.SAY), Text(said), Text(note, Tone.NOTE))
    return Card("Your what-if", body)


def _state_words(idea: Idea) -> str:
    why = f": {idea.why}" if idea.state is IdeaState.NO and idea.why else ""
    return f"{STATES[idea.state]}{why}"


def _to(idea: Idea, state: IdeaState) -> Action:
    return Action("what-ifs.move", {"idea": idea.id, "was": idea.state.value, "to": state.value})


def _of(idea: Idea, verb: str) -> Action:
    return Action(f"what-ifs.{verb}", {"idea": idea.id, "was": idea.state.value})
