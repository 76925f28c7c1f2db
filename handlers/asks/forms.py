"""The form in which somebody chooses a colleague to come."""

from dataclasses import replace

from handlers.asks.presses import asked, new_ask
from handlers.cards import Action, Field, FieldKind, Form
from handlers.domain.asks.ask import AskKind
from handlers.mentions import acquainted, chosen_people
from handlers.turn import Reply, Services, Turn


async def choose(turn: Turn, services: Services) -> Reply:
    """Open the form."""
    return Reply(form=_form(""))


async def chosen(turn: Turn, services: Services) -> Reply:
    """Ask the colleague who was chosen: they read that they are asked to come, nothing else."""
    turn = await acquainted(turn, services)
    people = tuple(each.id for each in chosen_people(turn) if each.id != turn.person.id)
    if not people:
        return Reply(form=_form("Choose somebody who can come to you."))
    new = replace(new_ask(AskKind.COME, "", turn), people=people)
    return await asked(new, turn, services)


def _form(problem: str) -> Form:
    who = Field("people", "Who?", FieldKind.PEOPLE, error=problem)
    return Form("Ask somebody to come", (who,), "Ask them", Action("asks.choose-send"))
