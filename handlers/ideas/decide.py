"""A look at a plan: five short questions, and a summary to keep or to share; nothing is scored."""

from collections.abc import Mapping

from content.flow import Flow
from handlers.cards import Action, Block, Button, Card, Facts, Field, FieldKind, Form, Text, Tone
from handlers.domain.people import Place
from handlers.domain.redaction import redact
from handlers.repeats import of_button
from handlers.turn import Post, Reply, Services, Turn

MAX_PLAN_LENGTH = 150  # letters of what is planned
MAX_ANSWER_LENGTH = 200
_EXAMPLE = "For example: returns only with the receipt"


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form, with the plan that was typed."""
    plan = redact(" ".join(turn.text.split()))[:MAX_PLAN_LENGTH]
    return Reply(form=_form(services.content.flow, turn, {"plan": plan}, turn.fresh_id("plan")))


async def save(turn: Turn, services: Services) -> Reply:
    """Bring the summary into the person's own chat, and where it was ticked into the channel."""
    flow, sent = services.content.flow, of_button(turn)
    names = ("plan", "share", *(each.id for each in flow.decide))
    typed = {name: " ".join(redact(turn.args.get(name, "")).split()) for name in names}
    if not typed["plan"]:
        problem = f"What do you plan? {_EXAMPLE}"
        return Reply(form=_form(flow, turn, typed, sent.id, problem))
    card = _summary(flow, typed, turn)
    home = Place.personal(turn.tenant, turn.person.id)
    name = sent.fresh_id("plan")
    kept = Post(home, card, reader=turn.person.id, name=f"plan:{name}:kept")
    shared = Post(turn.place, card, name=f"plan:{name}:shared")
    is_shared = bool(typed["share"]) and turn.place != home
    where = "your own chat with me, and this channel" if is_shared else "your own chat with me"
    done = Card("Your plan", (Text(f"It goes to {where}."),))
    return Reply(done, posts=(kept, *((shared,) if is_shared else ())))


def _summary(flow: Flow, typed: Mapping[str, str], turn: Turn) -> Card:
    """Return what was answered, and what is still open; each idea is one press away."""
    answered = tuple(
        (each.ask, typed[each.id][:MAX_ANSWER_LENGTH]) for each in flow.decide if typed[each.id]
    )
    open_ = [each.ask for each in flow.decide if not typed[each.id]]
    body: list[Block] = [Text(typed["plan"][:MAX_PLAN_LENGTH], Tone.SAY)]
    body += [Facts(answered)] if answered else []
    body += [Text(f"Still open: {' '.join(open_)}")] if open_ else []
    body.append(Text(f"Thought through by {turn.person.name}. Nothing is scored.", Tone.NOTE))
    ideas = tuple(
        Button(each.ask, Action("care.idea", {"id": each.idea})) for each in flow.decide[:5]
    )
    return Card("A plan, looked at from outside", tuple(body), more=ideas)


def _form(
    flow: Flow, turn: Turn, values: Mapping[str, str], plan_id: str, problem: str = ""
) -> Form:
    plan = Field(
        "plan",
        "What do you plan?",
        value=values.get("plan", ""),
        hint=_EXAMPLE,
        max_length=MAX_PLAN_LENGTH,
        error=problem,
    )
    questions = (
        Field(
            each.id,
            each.ask,
            value=values.get(each.id, ""),
            hint=each.hint,
            optional=True,
            max_length=MAX_ANSWER_LENGTH,
        )
        for each in flow.decide
    )
    share = Field(
        "share",
        "Who reads it?",
        FieldKind.CHECKS,
        values.get("share", ""),
        options=(("yes", "This channel, too"),),
        optional=True,
    )
    is_alone = turn.place == Place.personal(turn.tenant, turn.person.id)
    fields = (plan, *questions, *(() if is_alone else (share,)))
    return Form("Decide", fields, "Sum it up", Action("care.decide-save", {"new": plan_id}))
