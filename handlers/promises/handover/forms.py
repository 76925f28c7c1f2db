"""The form in which a colleague is chosen, for one promise or for all of them."""

from collections.abc import Sequence

from handlers.audit import record
from handlers.cards import Action, Block, Button, Card, Choices, Field, FieldKind, Form, Style, Text
from handlers.domain import handover as rules
from handlers.domain import promise as promise_rules
from handlers.domain.handover import Handover, NotOfferable
from handlers.domain.people import MentionKind, Person, spoken_name
from handlers.domain.promise import Promise
from handlers.domain.times import in_words
from handlers.mentions import acquainted, chosen_people
from handlers.permissions import check_nobody_left
from handlers.ports.audit import Act
from handlers.promises.buttons import LIST, choices
from handlers.promises.current import in_zone, own_promise, shown_promise
from handlers.promises.handover.current import Offer, offer_post, shown_offer
from handlers.promises.handover.lead import unheld
from handlers.turn import Post, Refusal, Reply, Services, Turn

MAX_TOGETHER = 8  # promises on one card of a colleague's
_READS = (
    "They read your name, what you promised, for when, and the case number. "
    "Until they take it, it stays yours."
)
_TOO_NEAR = (
    "It is due in less than a quarter of an hour: too near to wait for an answer here. "
    "Ask somebody beside you, or move it and tell the customer."
)


async def show(turn: Turn, services: Services) -> Reply:
    """Show what this person could hand over, with one way for all of it."""
    promises = [in_zone(each, turn) for each in await services.store.promises.open()]
    offered = await services.store.handovers.open()
    free = _free(promises, offered, turn)
    body: list[Block] = []
    if free:
        rest = len(free) - MAX_TOGETHER
        body = [Text("Yours, and offered to nobody:")]
        body.append(Choices(choices(free[:MAX_TOGETHER], turn.at)))
        body += [Text(f"And {rest} more.")] if rest > 0 else []
    else:
        body = [Text("Nothing of yours is left to hand over.")]
    if offered:
        names = ", ".join(dict.fromkeys(each.taker for each in offered))
        body.append(Text(f"Offered, and not answered yet: {len(offered)} ({names})."))
    if near := sum(_is_near(each, turn) for each in promises):
        body.append(Text(f"Due too soon to wait for an answer: {near}. See /promise."))
    body += await unheld(turn, services)
    hand = Button("Hand them over", Action("handover.ask-all"), Style.PRIMARY)
    return Reply(Card("Hand over", tuple(body), (hand,) if free else (), (LIST,)))


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form for one promise."""
    promise = await own_promise(turn, services)
    if offer := await _standing(promise, services):
        return await shown_offer(offer.offer_id, services)
    match rules.why_not(promise, turn.at):
        case NotOfferable.CLOSED:
            return await shown_promise(promise, turn, services)
        case NotOfferable.TOO_NEAR:
            raise Refusal(_TOO_NEAR, _back(promise))
    return Reply(form=_form("", promise))


async def ask_all(turn: Turn, services: Services) -> Reply:
    """Open the form for all of them."""
    return Reply(form=_form(""))


async def send(turn: Turn, services: Services) -> Reply:
    """Offer one promise to the colleague who was chosen; sent twice it is one offer."""
    promise = await own_promise(turn, services)
    if offer := await _standing(promise, services):
        return await shown_offer(offer.offer_id, services)
    match rules.why_not(promise, turn.at):
        case NotOfferable.CLOSED:
            return await shown_promise(promise, turn, services)
        case NotOfferable.TOO_NEAR:
            raise Refusal(_TOO_NEAR, _back(promise))
    colleague = await _chosen(turn, services)
    if isinstance(colleague, str):
        return Reply(form=_form(colleague, promise))
    return await _offered([promise], colleague, turn, services)


async def send_all(turn: Turn, services: Services) -> Reply:
    """Offer all that can be offered to the colleague who was chosen."""
    promises = [in_zone(each, turn) for each in await services.store.promises.open()]
    free = _free(promises, await services.store.handovers.open(), turn)
    if not free:
        return await show(turn, services)
    colleague = await _chosen(turn, services)
    if isinstance(colleague, str):
        return Reply(form=_form(colleague))
    return await _offered(free, colleague, turn, services)


async def _offered(
    promises: Sequence[Promise], colleague: Person, turn: Turn, services: Services
) -> Reply:
    """Offer promises, so many on a card, and return the card of the last ones."""
    posts: list[Post] = []
    for number, start in enumerate(range(0, len(promises), MAX_TOGETHER)):
        offer = await _made(
            promises[start : start + MAX_TOGETHER], number, colleague, turn, services
        )
        posts.append(await offer_post(offer, turn, services))
    await record(
        Act.PROMISE_OFFERED, turn, services, about=[colleague.id], target=offer[0].offer_id
    )
    reply = await shown_offer(offer[0].offer_id, services)
    return Reply(reply.card, posts=tuple(posts))


async def _made(
    promises: Sequence[Promise], number: int, colleague: Person, turn: Turn, services: Services
) -> Offer:
    offer_id = turn.fresh_id(f"offer {number}")
    for each in promises:
        await services.store.promises.save(promise_rules.offer(each, turn.at))
        ids = turn.fresh_id(f"handover {each.id}"), offer_id
        new = rules.offered(each, ids, colleague.id, turn.at)
        await services.store.handovers.add(rules.shown_on(new, str(turn.place), turn.redrawn))
    return await services.store.handovers.of_offer(offer_id)


async def _chosen(turn: Turn, services: Services) -> Person | str:
    """Return the colleague who was chosen, or what is wrong with the choice."""
    turn = await acquainted(turn, services)
    bots = {each.id for each in turn.mentions if each.kind is MentionKind.BOT}
    chosen = chosen_people(turn)
    if len(chosen) != 1 or chosen[0].id in bots:
        return "Choose one colleague."
    (colleague,) = chosen
    if colleague.id == turn.person.id:
        return "That is you. Choose a colleague."
    if colleague.guest:
        return "They are a guest here. Choose a colleague."
    check_nobody_left(chosen, "they can't take it over")
    working = (await services.store.shifts.of([colleague.id])).get(colleague.id)
    if working is not None and (back := working.held_until(turn.at)) is not None:
        zone = (await services.store.member()).zone
        name = spoken_name(colleague.id, colleague.name)
        return f"{name} isn't on shift: back {in_words(back, turn.at, zone)}. Choose another."
    return colleague


async def _standing(promise: Promise, services: Services) -> Handover | None:
    offers = await services.store.handovers.open()
    return next((each for each in offers if each.promise_id == promise.id), None)


def _free(
    promises: Sequence[Promise], offered: Sequence[Handover], turn: Turn
) -> tuple[Promise, ...]:
    taken = {each.promise_id for each in offered}
    return tuple(
        each for each in promises if each.id not in taken and rules.why_not(each, turn.at) is None
    )


def _is_near(promise: Promise, turn: Turn) -> bool:
    return rules.why_not(promise, turn.at) is NotOfferable.TOO_NEAR


def _back(promise: Promise) -> Button:
    return Button("Back to the promise", Action("promises.show", {"promise": promise.id}))


def _form(problem: str, promise: Promise | None = None) -> Form:
    """Return the form; without a promise it is for all of them."""
    who = Field("people", "To whom?", FieldKind.PEOPLE, error=problem)
    if promise is None:
        action, cancel = Action("handover.send-all"), Action("promises.list")
    else:
        args = {"promise": promise.id}
        action, cancel = Action("handover.send", args), Action("promises.show", args)
    return Form("Hand over", (who,), "Offer it", action, intro=_READS, cancel=cancel)
