"""What an ask asks of the store on its way out, and the posts by which its messages follow."""

from dataclasses import replace

from handlers.asks.cards import message_card, own_card, told_card
from handlers.cards import Action, Card
from handlers.complaint.asking import ASK_ANOTHER
from handlers.complaint.current import live_case, shown_case
from handlers.domain.asks import rules as ask_rules
from handlers.domain.asks.ask import Ask, AskKind
from handlers.domain.asks.messages import Message, MessageKind
from handlers.domain.asks.own_cards import OwnCard
from handlers.domain.case import Case, CaseState
from handlers.domain.people import Place
from handlers.on_duty import called
from handlers.turn import Post, Services, Turn

ARRIVED = "asks.arrived"


async def save(ask: Ask, turn: Turn, services: Services) -> tuple[Post, ...]:
    """Save it, and return the posts that let its messages follow: new ones, and redrawn ones.

    The asker's own card follows with the next beat, in a turn of theirs.
    """
    if not ask.is_open:
        for name in ask_rules.pending_names(ask):
            await services.store.deliveries.take_back(name)
    ask, due = ask_rules.follow(ask)
    ask = await services.store.asks.named(await services.store.asks.save(ask))
    return tuple([await _post(each, ask, turn, services) for each in due])


async def save_and_tell(ask: Ask, turn: Turn, services: Services) -> tuple[Post, ...]:
    """Save it in a turn of its asker, whose own card follows as well."""
    news, said = ask.news != ask.own_news, ask.own_said
    posts = await save(ask_rules.told(ask), turn, services)
    ask = await services.store.asks.get(ask.id) or ask
    return (*posts, *(await _own_posts(ask, said, turn, services) if news else ()))


async def card_here(ask: Ask, turn: Turn, services: Services) -> Card:
    """Return what stands where somebody who is asked has pressed: the answer takes its place."""
    own = [each for each in ask.messages if each.reader == turn.person.id]
    posts = [each for each in ask.messages if each.kind is MessageKind.POST]
    here = posts if str(turn.place) == ask.place else own or posts
    member = await services.store.member()
    called_by_name = called(ask, member)
    what = await what_words(ask, services)
    return message_card(ask, here[-1], what, called_by_name, member.workspace_zone)


async def asker_card(ask: Ask, turn: Turn, services: Services) -> Card:
    """Return the card of an asker in a turn of theirs: of their case, or of the ask alone."""
    case = await services.store.case(ask.case_id) if ask.case_id else None
    if case is not None:
        return (await shown_case(case, turn, services)).card or Card("")
    member, flow = await services.store.member(), services.content.flow
    branch, instead = flow.branch(ask.branch), await _instead(ask, services)
    live = await live_case(services)
    case_id = live.id if live is not None else ""
    return own_card(ask, branch, flow.words, instead, member, case_id)


async def what_words(ask: Ask, services: Services) -> str:
    """Return the kind of trouble, as its branch says it to others."""
    branch = services.content.flow.branch(ask.branch)
    return branch.page if branch else "danger or trouble"


async def _own_posts(ask: Ask, said: str, turn: Turn, services: Services) -> tuple[Post, ...]:
    """Return what brings its asker the news: on each of their cards that shows it.

    Beside these comes what is new where one of them can't be drawn anew, or they have gone on.
    """
    case = await services.store.case(ask.case_id) if ask.case_id else None
    me = turn.person.id
    current = [each for each in ask.own_cards if not ask.case_id or _shows(case, each)]
    card = await asker_card(ask, turn, services) if current else Card("")
    redrawn = tuple(
        Post(Place.parse(each.place), card, reader=me, replaces=each.ref, urgent=True)
        for each in current
        if each.ref
    )
    in_sight = len(redrawn) == len(ask.own_cards) > 0 and not await _left(case, services)
    if ask.kind is AskKind.MORE and case is not None and case.state is CaseState.CLOSED:
        in_sight = False  # a closed one says nothing of it
    if in_sight or ask_rules.headline(ask) in ("", said):
        return redrawn
    member, words = await services.store.member(), services.content.flow.words
    card = told_card(ask, words, await _instead(ask, services), member)
    home = Place.personal(turn.tenant, me)
    return (*redrawn, Post(home, card, reader=me, urgent=True))


def _shows(case: Case | None, card: OwnCard) -> bool:
    """Tell whether a card of the case is still one that shows its asks, put aside or not."""
    return case is not None and case.rev - _is_paused(case) <= card.case_rev <= case.rev


async def _left(case: Case | None, services: Services) -> bool:
    """Tell whether its agent has gone on to something else: the case is far up by now."""
    if case is None or case.state is CaseState.OPEN:
        return False
    return case.state is CaseState.PAUSED or await live_case(services) is not None


def _is_paused(case: Case | None) -> bool:
    return case is not None and case.state is CaseState.PAUSED


async def _instead(ask: Ask, services: Services) -> str:
    """Return what to do while nobody has it: the workspace's own line, or the branch's words."""
    member = await services.store.member()
    branch = services.content.flow.branch(ask.branch)
    return member.lead_line or (branch.undelivered if branch else ASK_ANOTHER)


async def _post(message: Message, ask: Ask, turn: Turn, services: Services) -> Post:
    member = await services.store.member()
    zone = member.workspace_zone
    what = await what_words(ask, services)
    card = message_card(ask, message, what, called(ask, member), zone)
    post = Post(message.address, card, reader=message.reader, urgent=True, zone=zone)
    if message.ref:
        return replace(post, replaces=message.ref)
    receipt = _receipt(message, ask, turn)
    return replace(post, receipt=receipt, name=ask_rules.post_name(ask, message))


def _receipt(message: Message, ask: Ask, turn: Turn) -> Action:
    """Return what tells us where a new message stands: in a turn of the asker's."""
    args = {"ask": ask.id, "message": message.key, "person": ask.asker_id}
    return Action(ARRIVED, {**args, "place": str(Place.personal(turn.tenant, ask.asker_id))})
