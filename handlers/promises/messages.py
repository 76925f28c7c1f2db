"""The posts of a promise: a notice to its owner, the lead's, and both again when they change."""

from content.danger_words import DangerWords
from handlers.cards import Action
from handlers.domain.people import Place
from handlers.domain.promise import Promise
from handlers.domain.promise_messages import PromiseMessage
from handlers.domain.promise_notices import Notice, is_of_lead, message_key, notice_name
from handlers.ports.member import Member
from handlers.promises.buttons import standing_on
from handlers.promises.cards import notice_card, past_card
from handlers.promises.lead_cards import for_others, gone_card, lead_card, offer_gone_card
from handlers.turn import Post, Services, Turn

LEAD_TOLD, ARRIVED = "promises.lead-told", "promises.arrived"


def notice_place(notice: Notice, turn: Turn, member: Member) -> Place:
    """Return where a notice goes."""
    if notice is Notice.LEAD and member.lead_place is not None:
        return member.lead_place
    return Place.personal(turn.tenant, turn.person.id)


def notice_post(
    promise: Promise, notice: Notice, turn: Turn, member: Member, words: DangerWords
) -> Post:
    """Return a notice; its receipt tells by what name it can be redrawn."""
    place, key = notice_place(notice, turn, member), message_key(promise, notice)
    name, args = notice_name(promise, notice), {"promise": promise.id, "message": key}
    args |= {"person": turn.person.id, "place": str(turn.place)}
    if notice is Notice.LEAD:
        card = lead_card(for_others(promise, words), member.workspace_zone)
        receipt = Action(LEAD_TOLD, args)
        return Post(place, card, receipt=receipt, zone=member.workspace_zone, name=name)
    card = standing_on(notice_card(promise, notice, member, turn.at), key)
    reader, zone, receipt = turn.person.id, promise.zone, Action(ARRIVED, args)
    return Post(place, card, reader=reader, receipt=receipt, zone=zone, name=name)


def redrawn_post(
    message: PromiseMessage, promise: Promise, turn: Turn, member: Member, words: DangerWords
) -> Post:
    """Return what takes the place of a message that shows what is no longer so."""
    place = Place.parse(message.place)
    if is_of_lead(message):
        zone = member.workspace_zone
        card = lead_card(for_others(promise, words), zone)
        return Post(place, card, replaces=message.ref, zone=zone)
    card = past_card(promise)
    return Post(place, card, reader=turn.person.id, replaces=message.ref, zone=promise.zone)


async def last_posts(services: Services) -> tuple[Post, ...]:
    """Return what takes the place of others' messages when this person's promises are deleted.

    Those of closed ones tell what became of them, and stay.
    """
    offered = {each.offer_id: each for each in await services.store.handovers.open()}
    return (
        *await _last_of_lead(services),
        *(
            Post(Place.parse(each.place), offer_gone_card(), reader=each.to_id, replaces=each.ref)
            for each in offered.values()
            if each.ref
        ),
    )


async def _last_of_lead(services: Services) -> tuple[Post, ...]:
    return tuple(
        Post(Place.parse(each.place), gone_card(), replaces=each.ref)
        for promise in await services.store.promises.open()
        for each in promise.messages
        if is_of_lead(each) and each.ref
    )
