"""What is pressed on what is handed over: taken, declined, taken back; the first answer counts."""

from handlers.audit import record
from handlers.domain import handover as rules
from handlers.ports.audit import Act
from handlers.promises.handover.current import (
    check_room,
    is_accepted,
    offer_to_me,
    own_offer,
    post_name,
    posts,
    save,
    shown_offer,
    shown_to_me,
    taken_over,
)
from handlers.turn import Post, Reply, Services, Turn


async def take(turn: Turn, services: Services) -> Reply:
    """Have one of them, or all that are still offered."""
    offer, one = await offer_to_me(turn, services), turn.args.get("handover", "")
    wanted = [each for each in offer if each.is_open and one in ("", each.id)]
    late = [each for each in wanted if rules.come_back(each, turn.at) != each]
    await save([rules.come_back(each, turn.at) for each in late], services)
    in_time = [each for each in wanted if each not in late]
    left: list[Post] = []
    for each in in_time[: await check_room(services)] if in_time else ():
        left += await taken_over(each, turn, services)
    return await _answered(Act.PROMISE_HANDED_OVER, tuple(left), offer[0].offer_id, turn, services)


async def decline(turn: Turn, services: Services) -> Reply:
    """Say no to all that are still offered."""
    offer = await offer_to_me(turn, services)
    await save([rules.decline(each, turn.at) for each in offer if each.is_open], services)
    return await _answered(Act.PROMISE_DECLINED, (), offer[0].offer_id, turn, services)


async def take_back(turn: Turn, services: Services) -> Reply:
    """Offer it no longer; what the colleague has stays theirs."""
    offer = await own_offer(turn, services)
    waiting = [each for each in offer if each.is_open]
    await save([rules.end(each, turn.at) for each in waiting], services)
    if waiting and not offer[0].ref:
        await services.store.deliveries.take_back(post_name(offer[0].offer_id))
    reply = await shown_offer(offer[0].offer_id, services)
    if not waiting:
        return reply
    told = await posts(offer[0].offer_id, services, news=False)
    return Reply(reply.card, posts=told)


async def _answered(
    act: Act, left: tuple[Post, ...], offer_id: str, turn: Turn, services: Services
) -> Reply:
    """Answer whoever was asked, and tell whoever asked; a second answer changes nothing."""
    offer = await services.store.handovers.of_offer(offer_id)
    reply = await shown_to_me(offer_id, turn, services)
    if not any(each.changed_at == turn.at for each in offer):
        return reply
    did = act is Act.PROMISE_DECLINED or any(is_accepted(each) for each in offer)
    if did:
        await record(act, turn, services, about=[offer[0].from_id], target=offer_id)
    told = await posts(offer_id, services, news=True)
    return Reply(reply.card, posts=(*left, *told))
