"""What is said of a promise without being asked: to its owner, and once to the lead."""

from content.models import DangerWords
from handlers.cards import Action
from handlers.domain.case import CaseState
from handlers.domain.people import Place
from handlers.domain.promise import LeadNotice, Promise
from handlers.domain.promise_notices import (
    QUIET_AFTER_COMPLAINT,
    Notice,
    lead_heard,
    notice_name,
    say,
)
from handlers.ports.member import Member
from handlers.promises.cards import lead_card, notice_card
from handlers.turn import Post, Reply, Services, Turn


async def notify(turn: Turn, services: Services) -> Reply:
    """Say to one person what is due by now, in the order of their promises' times."""
    member = await services.store.member()
    quiet = await _is_busy(turn, services)
    posts: list[Post] = []
    for promise in await services.store.promises.open():
        after, notices = _said(promise, turn, member, quiet=quiet)
        if after == promise:
            continue
        await services.store.promises.save(after)
        words = services.content.danger
        posts += [_post(after, each, words, turn, member) for each in notices]
    return Reply(posts=tuple(posts))


async def lead_told(turn: Turn, services: Services) -> Reply:
    """Note what became of telling the lead; the owner hears of it with the next beat."""
    promise = await services.store.promises.get(turn.arg("promise"))
    if promise is not None:
        heard = lead_heard(promise, LeadNotice(turn.arg("outcome")), turn.at)
        if heard != promise:
            await services.store.promises.save(heard)
    return Reply()


def _said(
    promise: Promise, turn: Turn, member: Member, *, quiet: bool
) -> tuple[Promise, tuple[Notice, ...]]:
    """Return what is to be said by now; without a channel of the lead's, its owner hears so."""
    after, notices = say(promise, turn.at, quiet=quiet)
    if Notice.LEAD not in notices or member.lead_place is not None:
        return after, notices
    after = lead_heard(after, LeadNotice.NOBODY, turn.at)
    own = tuple(each for each in notices if each is not Notice.LEAD)
    after, more = say(after, turn.at, quiet=quiet)
    return after, own or more


def _post(promise: Promise, notice: Notice, words: DangerWords, turn: Turn, member: Member) -> Post:
    name = notice_name(promise, notice)
    if notice is Notice.LEAD and member.lead_place is not None:
        zone = member.workspace_zone
        args = {"promise": promise.id, "person": turn.person.id, "place": str(turn.place)}
        receipt = Action("promises.lead-told", args)
        card = lead_card(promise, words, turn.at, zone)
        return Post(member.lead_place, card, receipt=receipt, zone=zone, name=name)
    home = Place.personal(turn.tenant, turn.person.id)
    card = notice_card(promise, notice, member, turn.at)
    return Post(home, card, reader=turn.person.id, zone=promise.zone, name=name)


async def _is_busy(turn: Turn, services: Services) -> bool:
    """Tell whether this person has a complaint in hand at this very time."""
    return any(
        case.state is CaseState.OPEN and turn.at - case.changed_at < QUIET_AFTER_COMPLAINT
        for case in await services.store.cases()
    )
