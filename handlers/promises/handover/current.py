"""What is offered: found, if this person may reach it, changed, and shown where it is read."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from handlers.cards import Action
from handlers.domain import handover as rules
from handlers.domain import promise as promise_rules
from handlers.domain.handover import Handover, HandoverState
from handlers.domain.people import Place, Tenant
from handlers.domain.promise import Promise
from handlers.domain.promise_notices import is_of_lead, to_follow
from handlers.promises.current import MAX_OPEN_PROMISES
from handlers.promises.handover.cards import handed_card, offer_card, own_offer_card
from handlers.turn import Post, Refusal, Reply, Services, Turn

ARRIVED = "handover.arrived"
GONE = "This offer is over, or it isn't for you. There is nothing left to do."
Offer = tuple[Handover, ...]


async def offer_to_me(turn: Turn, services: Services) -> Offer:
    """Return what was offered to this person in one go; all else looks like what is gone."""
    one = turn.args.get("handover", "")
    found = await services.store.handovers.get(one) if one else None
    offer_id = found.offer_id if found else turn.args.get("offer", "")
    offer = await services.store.handovers.of_offer(offer_id)
    if not offer or offer[0].to_id != turn.person.id:
        raise Refusal(GONE)
    return offer


async def own_offer(turn: Turn, services: Services) -> Offer:
    """Return what this person offered in one go."""
    offer = await services.store.handovers.of_offer(turn.arg("offer"))
    if not offer or offer[0].from_id != turn.person.id:
        raise Refusal(GONE)
    return offer


async def check_room(services: Services) -> int:
    """Return how many promises more this person may have, or refuse: it is plenty."""
    room = MAX_OPEN_PROMISES - len(await services.store.promises.open())
    if room <= 0:
        raise Refusal(
            f"{MAX_OPEN_PROMISES} promises of yours are open, which is plenty. "
            "Close one first, or say that you can't take this one."
        )
    return room


async def taken_over(handover: Handover, turn: Turn, services: Services) -> tuple[Post, ...]:
    """Make the promise of an offer this person's own; earlier notices of it say so."""
    before = await services.store.promises.offered(handover.promise_id)
    if before is None:  # nobody can have it any more
        await save([rules.end(handover, turn.at)], services)
        return ()
    handover = rules.accept(handover, turn.at)
    await services.store.promises.take_over(await made_own(before, turn, services))
    await save([handover], services)
    return tuple(left_behind(before, handover))


async def made_own(promise: Promise, turn: Turn, services: Services) -> Promise:
    """Return a promise as this person's own; who had it before hears no more of it."""
    zone = turn.person.zone or (await services.store.member()).zone
    after = promise_rules.hand_over(promise, turn.person, zone, turn.at)
    return to_follow(_with_lead_alone(after), turn.at)


async def save(offer: Iterable[Handover], services: Services) -> None:
    """Save what was changed of an offer; who has to hear of it hears with this turn."""
    for each in offer:
        await services.store.handovers.save(rules.told(each))


async def posts(offer_id: str, services: Services, *, news: bool) -> tuple[Post, ...]:
    """Return what brings an offer, as it is by now, to both of its cards.

    ``news``: whoever offered it has to hear of it, in their own chat as well. What they did
    themselves they know, and their card may show something else by now.
    """
    offer = await services.store.handovers.of_offer(offer_id)
    return (*await _theirs(offer, services), *(_own(offer) if news else ()))


async def offer_post(offer: Offer, turn: Turn, services: Services) -> Post:
    """Return what brings a new offer to the colleague; its receipt tells where it stands."""
    first, home = offer[0], Place.personal(turn.tenant, turn.person.id)
    args = {"offer": first.offer_id, "person": first.from_id, "place": str(home)}
    zone = (await services.store.member()).workspace_zone
    return Post(
        Place.personal(turn.tenant, first.to_id),
        offer_card(offer, services.content.danger, zone),
        reader=first.to_id,
        on_time=True,
        receipt=Action(ARRIVED, args),
        zone=zone,
        name=post_name(first.offer_id),
    )


def post_name(offer_id: str) -> str:
    """Return the name of the one post that brings an offer."""
    return f"handover:{offer_id}"


async def shown_offer(offer_id: str, services: Services) -> Reply:
    """Return the card of whoever offers it."""
    return Reply(own_offer_card(await services.store.handovers.of_offer(offer_id)))


async def shown_to_me(offer_id: str, turn: Turn, services: Services) -> Reply:
    """Return the colleague's card."""
    offer = await services.store.handovers.of_offer(offer_id)
    zone = (await services.store.member()).workspace_zone
    return Reply(offer_card(offer, services.content.danger, zone))


async def _theirs(offer: Sequence[Handover], services: Services) -> tuple[Post, ...]:
    first = offer[0]
    if not first.ref:
        return ()
    zone = (await services.store.member()).workspace_zone
    card = offer_card(offer, services.content.danger, zone)
    place = Place.parse(first.place)
    return (Post(place, card, reader=first.to_id, replaces=first.ref, zone=zone),)


def _own(offer: Sequence[Handover]) -> Iterable[Post]:
    first, card = offer[0], own_offer_card(offer)
    if first.own_ref:
        place = Place.parse(first.own_place)
        yield Post(place, card, reader=first.from_id, replaces=first.own_ref, zone=first.zone)
    there = Place.parse(first.own_place)
    home = Place.personal(Tenant(there.platform, there.tenant), first.from_id)
    yield Post(home, card, reader=first.from_id, zone=first.zone, on_time=True)


def _with_lead_alone(promise: Promise) -> Promise:
    """Return it without the notices of whoever had it; the lead's message names the new owner."""
    mine = (replace(each, shows="") for each in promise.messages if is_of_lead(each))
    return replace(promise, messages=tuple(mine))


def left_behind(promise: Promise, handover: Handover) -> Iterable[Post]:
    """Yield what takes the place of the notices of whoever had it."""
    for each in promise.messages:
        if not is_of_lead(each) and each.ref:
            yield Post(
                Place.parse(each.place),
                handed_card(handover),
                reader=handover.from_id,
                replaces=each.ref,
                zone=handover.zone,
            )


def is_accepted(handover: Handover) -> bool:
    """Tell whether the colleague has it."""
    return handover.state is HandoverState.ACCEPTED
