"""Somebody sees a reminder differently: by their own tap its leads hear, so that one answers.

What is written in a thread we don't read (docs/decisions/0025). Who pressed is kept nowhere.
"""

from collections.abc import Callable, Iterable

from handlers.answers.disagreement_cards import Seen, asking_card, lead_card, told_card
from handlers.answers.presses import pressed_post
from handlers.cards import Action
from handlers.domain.answers import disagreement as rules
from handlers.domain.answers.disagreement import Disagreement
from handlers.domain.people import Place, spoken_name
from handlers.on_duty import leads_of
from handlers.turn import Post, PostOutcome, Refusal, Reply, Services, Turn

ARRIVED = "answers.differ-arrived"
NOT_YOURS = "This one is over, or for somebody else. There is nothing left to do."


async def ask(turn: Turn, services: Services) -> Reply:
    """Say where to say it, and offer to let the lead know; nothing is kept."""
    args = {"of": turn.arg("of"), "on": turn.arg("on")}
    return Reply(asking_card(turn.place, args))


async def tell(turn: Turn, services: Services) -> Reply:
    """Let the leads of this person know, once of each post; without a word and without a name."""
    reminder, came = await pressed_post(turn, services)
    if reminder is None or came is None:
        raise Refusal("That reminder is some days old. Say it in the channel, or to your lead.")
    leads = await leads_of(turn, services)
    if not leads:
        raise Refusal("There is nobody I could tell. Say it where the reminder stands.")
    if turn.place.name:
        await services.store.channels.note_name(turn.place)
    on, place = turn.arg("on"), str(turn.place)
    new = Disagreement(on, place, turn.arg("of"), came_at=came, changed_at=turn.at)
    found = await services.store.disagreements.add(new)
    if not (untold := rules.untold(found, leads)):
        return Reply(told_card(turn.place))
    after = rules.tell(found, untold, turn.at)
    await services.store.disagreements.save(after)
    seen = await _seen(after, turn, services)
    return Reply(told_card(turn.place), posts=tuple(_new_posts(seen, untold, turn)))


async def take(turn: Turn, services: Services) -> Reply:
    """This lead answers; the others see it."""
    return await _changed(rules.take, turn, services)


async def give_back(turn: Turn, services: Services) -> Reply:
    """This lead can't after all; the others see it."""
    return await _changed(rules.give_back, turn, services)


async def answered(turn: Turn, services: Services) -> Reply:
    """It is answered where the reminder stands; the others see it."""
    return await _changed(rules.answer, turn, services)


async def not_now(turn: Turn, services: Services) -> Reply:
    """Put it off, for this lead alone."""
    return await _changed(rules.put_off, turn, services)


async def arrived(turn: Turn, services: Services) -> Reply:
    """Note where a lead's card stands; what happened meanwhile follows."""
    found = await services.store.disagreements.get(turn.arg("on"))
    if found is None or found.card(turn.person.id) is None:
        return Reply()
    if turn.arg("outcome") != PostOutcome.DELIVERED or not turn.args.get("ref"):
        return Reply()
    after, due = rules.followed(rules.arrived(found, turn.person.id, turn.arg("ref")))
    await services.store.disagreements.save(after)
    seen = await _seen(after, turn, services)
    return Reply(posts=tuple(_redrawn(seen, due, turn)))


async def _changed(change: Callable[..., Disagreement], turn: Turn, services: Services) -> Reply:
    found = await services.store.disagreements.get(turn.arg("on"))
    if found is None or found.card(turn.person.id) is None:
        raise Refusal(NOT_YOURS)
    me = turn.person.id
    after, due = rules.followed(change(found, me, turn.at), but=me)
    if after != found:
        await services.store.disagreements.save(after)
    seen = await _seen(after, turn, services)
    own = after.card(me) or found.cards[0]
    return Reply(lead_card(seen, own), posts=tuple(_redrawn(seen, due, turn)))


async def _seen(disagreement: Disagreement, turn: Turn, services: Services) -> Seen:
    texts = services.content.reminders
    line = next((each.text for each in texts if each.id == disagreement.text_id), "")
    place = await services.store.channels.named(Place.parse(disagreement.place))
    taker = disagreement.taken_by
    names = await services.store.people.names([taker]) if taker else {}
    called = spoken_name(taker, names.get(taker, "")) if taker else ""
    zone = (await services.store.member()).workspace_zone
    return Seen(disagreement, line, place, called, zone)


def _new_posts(seen: Seen, leads: Iterable[str], turn: Turn) -> Iterable[Post]:
    on = seen.disagreement.on
    for each in leads:
        home, own = Place.personal(turn.tenant, each), seen.disagreement.card(each)
        if own is not None:
            args = {"on": on, "person": each, "place": str(home)}
            yield Post(
                home,
                lead_card(seen, own),
                reader=each,
                receipt=Action(ARRIVED, args),
                zone=seen.zone,
            )


def _redrawn(seen: Seen, leads: Iterable[str], turn: Turn) -> Iterable[Post]:
    for each in leads:
        own = seen.disagreement.card(each)
        if own is not None:
            home = Place.personal(turn.tenant, each)
            card = lead_card(seen, own)
            yield Post(home, card, reader=each, replaces=own.ref, zone=seen.zone)
