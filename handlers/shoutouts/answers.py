"""Who is thanked answers with a line: privately, and nobody keeps it."""

from handlers.cards import Card, Text, Tone
from handlers.domain.excerpt import cut
from handlers.domain.people import Place
from handlers.domain.redaction import redact
from handlers.domain.shoutouts.shoutout import Shoutout, ShoutoutState
from handlers.repeats import of_button
from handlers.shoutouts.cards import answer_card
from handlers.shoutouts.forms import MAX_ANSWER_LENGTH, answer_form
from handlers.shoutouts.recipients import own_thanks
from handlers.turn import Post, Refusal, Reply, Services, Turn

MAX_QUOTED_LENGTH = 80


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form of an answer."""
    shoutout = await _answerable(turn, services)
    return Reply(form=answer_form(shoutout, turn.fresh_id("answer")))


async def send(turn: Turn, services: Services) -> Reply:
    """Bring the line to whoever gave thanks; sent twice it is one."""
    shoutout = await _answerable(turn, services)
    sent, line = of_button(turn), " ".join(redact(turn.args.get("line", "")).split())
    if not line:
        return Reply(form=answer_form(shoutout, sent.id, problem="A few words, please."))
    line = line[:MAX_ANSWER_LENGTH]
    me, giver = shoutout.recipient(turn.person.id), shoutout.giver_id
    name = me.name if me is not None else turn.person.name
    post = Post(
        Place.personal(turn.tenant, giver),
        answer_card(name, line, cut(shoutout.text, MAX_QUOTED_LENGTH)),
        reader=giver,
        name=f"answer:{sent.fresh_id('answer')}",
    )
    said = (Text(line, Tone.SAY), Text(f"On its way to {shoutout.giver_name} alone."))
    return Reply(Card("Answered", said), posts=(post,))


async def _answerable(turn: Turn, services: Services) -> Shoutout:
    """Return thanks that this person may answer: they stand, and somebody gave them."""
    shoutout, _ = await own_thanks(turn, services)
    if shoutout.state is not ShoutoutState.GIVEN or not shoutout.giver_id:
        raise Refusal("These thanks were taken back, so there is nothing to answer.")
    return shoutout
