"""The rules of an ask: take, hand on, stand down, and what nobody's silence leaves unsaid.

The first one has it, and may hand it on; whoever asks may call it off.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from handlers.domain.asks.ask import Ask, AskKind, AskState
from handlers.domain.asks.messages import (
    Message,
    MessageKind,
    MessageState,
    Why,
    followed,
    replaced,
    with_cards,
    with_post,
)
from handlers.domain.asks.own_cards import OwnCard, with_card
from handlers.domain.people import Tenant

URGENT_ANSWERED_WITHIN = timedelta(seconds=60)
ANSWERED_WITHIN = timedelta(minutes=3)
ALLOWED_WITHIN = timedelta(minutes=5)


def asked(ask: Ask, tenant: Tenant) -> Ask:
    """Return an ask on its way: to its channel, else to its people; over if there is nobody."""
    if not ask.place and not ask.people:
        return replace(ask, state=AskState.OVER)
    return _called(replace(ask, due_at=_due(ask, ask.made_at)), tenant)


def repeat(ask: Ask, place: str, at: datetime, tenant: Tenant) -> Ask:
    """Call again, in the channel that there is by now; who is asked already stays so."""
    again: dict[str, Any] = {"place": place, "unanswered": False, "due_at": _due(ask, at)}
    if not place and not set(ask.people) - {ask.handed_by}:
        again["handed_by"] = ""  # there is nobody else: whoever handed it on is asked again
    return _called(_changed(ask, at, **again), tenant)


def take(ask: Ask, person_id: str, at: datetime) -> Ask:
    """Let somebody have it; the first one has it."""
    if not ask.is_open:
        return ask
    return _changed(ask, at, state=AskState.TAKEN, taken_by=person_id, taken_at=at, due_at=None)


def refuse(ask: Ask, person_id: str, at: datetime) -> Ask:
    """Say no to what is to be allowed; the first answer counts."""
    if not ask.is_open or ask.kind is not AskKind.MORE:
        return ask
    return _changed(ask, at, state=AskState.REFUSED, taken_by=person_id, taken_at=at, due_at=None)


def hand_on(ask: Ask, person_id: str, at: datetime, tenant: Tenant) -> Ask:
    """Open it again, for all but whoever hands it on; only who has it can."""
    if ask.kind is AskKind.MORE:  # a yes is a yes
        return ask
    if ask.state is not AskState.TAKEN or ask.taken_by != person_id:
        return ask
    back = {"state": AskState.OPEN, "taken_by": "", "taken_at": None, "unanswered": False}
    ask = _changed(ask, at, **back, handed_by=person_id, due_at=_due(ask, at))
    if not ask.place and not set(ask.people) - {person_id}:  # nobody is left to answer
        return replace(ask, unanswered=True, due_at=None)
    return _called(ask, tenant)


def stand_down(ask: Ask, at: datetime) -> Ask:
    """Call it off: whoever asked needs nobody any more. What was allowed stays so."""
    if ask.kind is AskKind.MORE and not ask.is_open:
        return ask
    return _changed(ask, at, state=AskState.STOOD_DOWN, due_at=None) if ask.is_live else ask


def end(ask: Ask, at: datetime) -> Ask:
    """End it with its complaint."""
    return _changed(ask, at, state=AskState.OVER, due_at=None) if ask.is_live else ask


def wait_in_vain(ask: Ask, at: datetime, tenant: Tenant) -> Ask:
    """Say that nobody has answered, once its time is over; a page goes out once more.

    Where there is a channel, there and privately to those who were not asked so yet; where there
    is none, or it can't be reached, privately to the same people.
    """
    if not ask.is_open or ask.due_at is None or at < ask.due_at:
        return ask
    ask = replace(ask, unanswered=True, due_at=None, news=ask.news + 1, changed_at=at)
    if ask.kind is not AskKind.PAGE:
        return ask
    messages, round_ = ask.messages, _round(ask)
    if not ask.place or ask.road is MessageState.LOST:
        people = [each for each in ask.people if each != ask.handed_by]
        return replace(ask, messages=with_cards(messages, round_, people, tenant, Why.AGAIN))
    if ask.road is MessageState.THERE:
        messages = with_post(messages, round_, ask.place)
    left = [each for each in ask.people if each not in ask.asked_privately]
    return replace(ask, messages=with_cards(messages, round_, left, tenant, Why.UNANSWERED))


def arrive(ask: Ask, message: Message, ref: str, at: datetime) -> Ask:
    """Note where a message stands."""
    known = replace(message, state=MessageState.THERE, ref=ref)
    ask = replace(ask, messages=replaced(ask.messages, known))
    if message.kind is MessageKind.POST and ask.out_at is None:
        return replace(ask, out_at=at, news=ask.news + 1)
    return ask


def delay(ask: Ask, message: Message, tenant: Tenant) -> Ask:
    """Note that a message isn't out yet; of the channel's, its people are asked privately."""
    return _missed(ask, replace(message, state=MessageState.LATE), tenant)


def lose(ask: Ask, message: Message, tenant: Tenant) -> Ask:
    """Note that a message will not arrive; of the channel's, its people are asked privately."""
    return _missed(ask, replace(message, state=MessageState.LOST), tenant)


def follow(ask: Ask) -> tuple[Ask, tuple[Message, ...]]:
    """Return it with its messages on their way to show it, and those that take a post for it."""
    messages, due = followed(ask.messages, ask.rev)
    return replace(ask, messages=messages), due


def told(ask: Ask) -> Ask:
    """Note that its asker has all the news."""
    return replace(ask, own_news=ask.news, own_said=headline(ask))


def headline(ask: Ask) -> str:
    """Return what of the news is said once more to an asker who has gone on."""
    quiet = not (ask.unanswered or ask.handed_by or ask.is_lost)
    is_answered = ask.is_live or ask.state is AskState.REFUSED
    if not is_answered or (ask.is_open and quiet):
        return ""
    of = (ask.state, ask.taken_by, ask.handed_by, ask.unanswered, ask.is_lost)
    return ":".join(str(each) for each in of)


def shown_on(ask: Ask, card: OwnCard) -> Ask:
    """Return it with one more card of its asker's that shows it, or with the same one again."""
    return replace(ask, own_cards=with_card(ask.own_cards, card))


def post_name(ask: Ask, message: Message) -> str:
    """Return the name of the post that brings a message."""
    return f"ask:{ask.id}:{message.key}"


def pending_names(ask: Ask) -> tuple[str, ...]:
    """Return the names of the posts of an ask that aren't out yet."""
    return tuple(post_name(ask, each) for each in ask.messages if each.is_on_its_way)


def _called(ask: Ask, tenant: Tenant) -> Ask:
    """Return it with a new call: in its channel, or for each who is asked."""
    round_ = _round(ask)
    if ask.place:
        return replace(ask, messages=with_post(ask.messages, round_, ask.place))
    people = [each for each in ask.people if each != ask.handed_by]
    return replace(ask, messages=with_cards(ask.messages, round_, people, tenant, Why.ONLY))


def _missed(ask: Ask, message: Message, tenant: Tenant) -> Ask:
    messages = replaced(ask.messages, message)
    ask = replace(ask, messages=messages, news=ask.news + 1)
    if message.kind is not MessageKind.POST or not ask.is_open:
        return ask
    left = [each for each in ask.people if each not in ask.asked_privately]
    return replace(ask, messages=with_cards(messages, _round(ask), left, tenant, Why.LATE))


def _round(ask: Ask) -> int:
    """Return a number that no call of this ask has had."""
    return len(ask.messages) + 1


def _due(ask: Ask, at: datetime) -> datetime:
    if ask.kind is AskKind.MORE:
        return at + ALLOWED_WITHIN
    urgent = ask.kind in (AskKind.PAGE, AskKind.COME)
    return at + (URGENT_ANSWERED_WITHIN if urgent else ANSWERED_WITHIN)


def _changed(ask: Ask, at: datetime, **changes: Any) -> Ask:  # noqa: ANN401 - fields of Ask
    return replace(ask, rev=ask.rev + 1, news=ask.news + 1, changed_at=at, **changes)
