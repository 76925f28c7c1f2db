"""A manager's digest of drafts: brought once a day by the beat, and opened row by row."""

from dataclasses import replace

from handlers.cards import Action, Card
from handlers.domain.people import Place
from handlers.domain.shoutouts import digest as digest_rules
from handlers.domain.shoutouts.digest import HOURS, MAX_AGE, Digest
from handlers.domain.shoutouts.shoutout import Shoutout
from handlers.domain.times import in_words
from handlers.ports.audit import Act
from handlers.shoutouts import messages
from handlers.shoutouts.cards import ask_card
from handlers.shoutouts.current import (
    NOT_YOURS,
    found,
    is_day_off,
    is_manager,
    record_of_others,
)
from handlers.shoutouts.digest_cards import digest_card, hour_card, hour_form
from handlers.turn import Post, PostOutcome, Refusal, Reply, Services, Turn

ARRIVED = "thanks.arrived"
NOT_FOR_YOU = "Drafts of thanks are for managers. To thank somebody, type /shoutout."


async def notify(turn: Turn, services: Services) -> Reply:
    """Bring a manager what waits for them, if its hour is here."""
    (digest,) = await services.store.digests.of([turn.person.id])
    if digest.next_at is None or digest.next_at > turn.at:
        return Reply()
    drafts = await _drafts(turn, services) if await is_manager(services) else ()
    if not drafts:
        await services.store.digests.save(replace(digest, next_at=None))
        return Reply()
    moment = digest_rules.due_for(digest, turn.at)
    me, zone = turn.person.id, digest.zone
    if moment is None or await is_day_off(moment, zone, me, services):
        await services.store.digests.save(digest_rules.put_off(digest, turn.at))
        return Reply()
    earlier = await _earlier_taken_away(digest, turn, services)
    digest = digest_rules.sent(digest, moment, turn.at)
    await services.store.digests.save(digest)
    return Reply(posts=(*earlier, _post(drafts, digest, turn)))


async def arrived(turn: Turn, services: Services) -> Reply:
    """Note where the last one stands; what was decided on its way is taken out of it."""
    (digest,) = await services.store.digests.of([turn.person.id])
    if turn.arg("outcome") != PostOutcome.DELIVERED or turn.arg("day") != digest.last_day:
        return Reply()
    digest = replace(digest, message=turn.args.get("ref", ""))
    await services.store.digests.save(digest)
    as_sent = not digest.shows and _ids(await _drafts(turn, services)) == turn.arg("drafts")
    if as_sent or not digest.message:
        return Reply()
    return Reply(posts=(await messages.redrawn_digest(digest, turn, services),))


async def show(turn: Turn, services: Services) -> Reply:
    """List what waits for this manager."""
    digest = await _own(turn, services)
    if digest.shows:
        digest = replace(digest, shows="")
        await services.store.digests.save(digest)
    return Reply(digest_card(await _drafts(turn, services), digest))


async def open_(turn: Turn, services: Services) -> Reply:
    """Open one draft in the place of the list."""
    draft, digest = await found(turn, services), await _own(turn, services)
    if draft.recipient(turn.person.id) is not None:
        raise Refusal(NOT_YOURS)
    if digest.shows != draft.id:
        await services.store.digests.save(replace(digest, shows=draft.id))
    await record_of_others(Act.THANKS_SEEN, draft, turn, services)
    return Reply(ask_card(draft, services.content.shoutouts))


async def hour_ask(turn: Turn, services: Services) -> Reply:
    """Open the form for the hour."""
    return Reply(form=hour_form(await _own(turn, services)))


async def hour_save(turn: Turn, services: Services) -> Reply:
    """Take the hour from now on; one that is over today counts from the next working day."""
    digest, hour = await _own(turn, services), turn.args.get("hour", "").strip()
    if hour not in (*HOURS, digest.hour):
        return Reply(form=hour_form(digest, "Choose one of the list."))
    changed = digest_rules.at_hour(digest, hour, turn.at)
    if changed != digest:
        await services.store.digests.save(changed)
    first = ""
    if changed.next_at is not None:
        first = f"The next: {in_words(changed.next_at, turn.at, changed.zone)}."
    return Reply(hour_card(changed, first))


async def _own(turn: Turn, services: Services) -> Digest:
    if not await is_manager(services):
        raise Refusal(NOT_FOR_YOU)
    (digest,) = await services.store.digests.of([turn.person.id])
    return digest


async def _drafts(turn: Turn, services: Services) -> tuple[Shoutout, ...]:
    return await services.store.digests.drafts(turn.person.id, turn.at - MAX_AGE)


async def _earlier_taken_away(digest: Digest, turn: Turn, services: Services) -> tuple[Post, ...]:
    """Return what takes the one before away; where a draft was decided, its card stays."""
    shown_draft = await services.store.shoutouts.get(digest.shows) if digest.shows else None
    if not digest.message or (shown_draft is not None and not shown_draft.is_draft):
        return ()
    home = Place.personal(turn.tenant, turn.person.id)
    return (Post(home, Card(""), reader=turn.person.id, removes=True, replaces=digest.message),)


def _post(drafts: tuple[Shoutout, ...], digest: Digest, turn: Turn) -> Post:
    home = Place.personal(turn.tenant, turn.person.id)
    args = {"day": digest.last_day, "drafts": _ids(drafts)}
    whose = {"person": turn.person.id, "place": str(home)}
    return Post(
        home,
        digest_card(drafts, digest),
        reader=turn.person.id,
        receipt=Action(ARRIVED, {**args, **whose}),
        zone=digest.zone,
        name=f"thanks:{turn.person.id}:{digest.last_day}",
        on_time=True,
    )


def _ids(drafts: tuple[Shoutout, ...]) -> str:
    return " ".join(each.id for each in drafts)
