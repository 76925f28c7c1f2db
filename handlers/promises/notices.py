"""What is said of a promise without being asked: to its owner, and once to the lead."""

from handlers.cards import Action, Card, Text
from handlers.domain import case as case_rules
from handlers.domain import promise as promise_rules
from handlers.domain.people import Place, Role
from handlers.domain.promise import QUIET, Lead, Notice, Promise, State, notice_name
from handlers.ports.member import Member
from handlers.promises.cards import lead_card, notice_card
from handlers.turn import Post, Refusal, Reply, Services, Turn


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
        posts += [_post(after, each, turn, member) for each in notices]
    return Reply(posts=tuple(posts))


async def lead_told(turn: Turn, services: Services) -> Reply:
    """Note what became of telling the lead; the owner hears of it with the next beat."""
    promise = await services.store.promises.get(turn.arg("promise"))
    if promise is not None:
        heard = promise_rules.heard(promise, Lead(turn.arg("outcome")), turn.at)
        if heard != promise:
            await services.store.promises.save(heard)
    return Reply()


async def take(turn: Turn, services: Services) -> Reply:
    """Note who looks after a late promise: whoever stands in the lead's channel, or a manager."""
    promise = await services.store.promises.reported(turn.arg("promise"))
    if promise is None:
        raise Refusal("This promise is gone, so there is nothing to do.")
    if promise.owner_id == turn.person.id:
        raise Refusal("This one is your own. Type /promise to say how it stands.")
    member = await services.store.member()
    if turn.place != member.lead_place and not member.role.may(Role.MANAGER):
        raise Refusal("This one is for your lead or a manager. Ask in the lead's channel.")
    if promise.state is not State.OPEN:
        text = f"{promise.owner} has closed it meanwhile."
    elif promise.taken_by_id not in ("", turn.person.id):
        text = f"{promise.taken_by} is looking after it already."
    else:
        if not promise.taken_by_id:
            taken = promise_rules.take(promise, turn.person, turn.at)
            await services.store.promises.save_reported(taken)
        text = f"Thank you. {promise.owner} is told that you look after it with them."
    return Reply(Card(f"{promise.owner}'s promise", (Text(text),)))


def _said(
    promise: Promise, turn: Turn, member: Member, *, quiet: bool
) -> tuple[Promise, tuple[Notice, ...]]:
    """Return what is to be said by now; without a channel of the lead's, its owner hears so."""
    after, notices = promise_rules.say(promise, turn.at, quiet=quiet)
    if Notice.LEAD not in notices or member.lead_place is not None:
        return after, notices
    after = promise_rules.heard(after, Lead.NOBODY, turn.at)
    own = tuple(each for each in notices if each is not Notice.LEAD)
    after, more = promise_rules.say(after, turn.at, quiet=quiet)
    return after, own or more


def _post(promise: Promise, notice: Notice, turn: Turn, member: Member) -> Post:
    name = notice_name(promise, notice)
    if notice is Notice.LEAD and member.lead_place is not None:
        zone = member.workspace_zone
        args = {"promise": promise.id, "person": turn.person.id, "place": str(turn.place)}
        receipt = Action("promises.lead-told", args)
        card = lead_card(promise, turn.at, zone)
        return Post(member.lead_place, card, receipt=receipt, zone=zone, name=name)
    home = Place.personal(turn.tenant, turn.person.id)
    card = notice_card(promise, notice, member, turn.at)
    return Post(home, card, reader=turn.person.id, zone=promise.zone, name=name)


async def _is_busy(turn: Turn, services: Services) -> bool:
    """Tell whether this person has a complaint in hand at this very time."""
    return any(
        case.state is case_rules.State.OPEN and turn.at - case.changed_at < QUIET
        for case in await services.store.cases()
    )
