"""What follows when an offer has arrived or won't, when nobody answers, and when it is over."""

from dataclasses import replace

from handlers.domain import handover as rules
from handlers.domain.handover import Handover, HandoverState
from handlers.domain.people import Place
from handlers.promises.handover.current import post_name, posts, save
from handlers.turn import PostOutcome, Reply, Services, Turn

_NEWS = (HandoverState.DECLINED, HandoverState.UNANSWERED, HandoverState.UNREACHED)


async def arrived(turn: Turn, services: Services) -> Reply:
    """Note where the colleague's card stands; where it can't be brought, the promise comes back."""
    offer = await services.store.handovers.of_offer(turn.arg("offer"))
    if not offer or offer[0].from_id != turn.person.id:
        return Reply()
    if turn.arg("outcome") != PostOutcome.DELIVERED:
        lost = [rules.lose(each, turn.at) for each in offer if each.is_open]
        await save(lost, services)
        return Reply(
            posts=await posts(offer[0].offer_id, services, news=bool(lost)) if lost else ()
        )
    place, ref = Place.personal(turn.tenant, offer[0].to_id), turn.args.get("ref", "")
    for each in offer:
        await services.store.handovers.save(replace(each, place=str(place), ref=ref))
    over = any(not each.is_open for each in offer)
    return Reply(posts=await posts(offer[0].offer_id, services, news=False) if over else ())


async def notice(turn: Turn, services: Services) -> Reply:
    """Bring back what nobody has answered, and show on both cards what is over."""
    found = await services.store.handovers.get(turn.arg("of"))
    if found is None or found.from_id != turn.person.id:
        return Reply()
    before = await services.store.handovers.of_offer(found.offer_id)
    after = [rules.come_back(each, turn.at) for each in before]
    news = [each for each in after if not each.is_told]
    if not news:
        return Reply()
    await save(news, services)
    if not any(each.is_open for each in after) and not found.ref:
        await services.store.deliveries.take_back(post_name(found.offer_id))
    is_new = any(_is_news(each) for each in news)
    return Reply(posts=await posts(found.offer_id, services, news=is_new))


def _is_news(handover: Handover) -> bool:
    """Tell whether whoever offers it has to hear of it: of what they did themselves they know."""
    return handover.state in _NEWS
