"""Draw a promise for its owner: as it stands, as a notice, in a list, and once it is over."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from content.flow import Advice, Flow
from handlers.cards import Action, Block, Button, Card, Choices, Style, Text, Tone
from handlers.domain.excerpt import capitalised
from handlers.domain.handover import Handover, HandoverState
from handlers.domain.promise import (
    LeadNotice,
    Promise,
    PromiseState,
    Told,
    is_late,
    late_at,
    nudge_at,
)
from handlers.domain.promise_notices import Notice
from handlers.domain.times import dated, in_words, offers
from handlers.ports.member import Member
from handlers.promises.buttons import (
    LIST,
    NO_TIME,
    case_words,
    choices,
    closing_buttons,
    hand_over_button,
    promise_action,
    telling_buttons,
)

MAX_LISTED_PROMISES = 8
MAX_TIME_BUTTONS = 3
_MINUTE = timedelta(minutes=1)
_JUST_NOW = timedelta(minutes=5)


def promise_card(
    promise: Promise, flow: Flow, member: Member, at: datetime, offer: Handover | None = None
) -> Card:
    """Return the present card of a promise; ``offer`` waits for a colleague's answer."""
    line = Text(_line(promise, at, promise.zone))
    match promise.state:
        case PromiseState.KEPT:
            return Card("Kept", (line,), more=(LIST,))
        case PromiseState.WITHDRAWN:
            gone = Text("Its complaint took another turn, so nothing more comes of this one.")
            return Card("No longer promised", (line, gone), more=(LIST,))
        case PromiseState.BROKEN:
            return _broken(promise, line, flow.promises.broken)
    if promise.moved and promise.told is not Told.YES:
        return _moved(promise, line, flow.promises.moved, offer)
    title = "Still open" if is_late(promise, at) else "Your promise"
    body = (line, *_offered(offer), *_lateness(promise, member, at))
    return _open(promise, title, body, offer)


def noted_card(promise: Promise, member: Member, at: datetime) -> Card:
    """Return the card of a promise just made."""
    lead = f" {lead_words(member)}" if promise.due_at else ""
    small = Text(f"Only you see this.{lead}", Tone.NOTE)
    line = Text(_line(promise, at, promise.zone))
    return _open(promise, "Promise noted", (line, Text(plan_words(promise, at)), small))


def timed_card(promise: Promise, member: Member, at: datetime) -> Card:
    """Return the card of a promise that has just got its first time."""
    line, plan, small = noted_card(promise, member, at).body
    body = (line, plan, Text("Tell them, if they don't know it yet."), small)
    return _open(promise, "It has a time now", body)


def notice_card(promise: Promise, notice: Notice, member: Member, at: datetime) -> Card:
    """Return what its owner is told of ourselves."""
    line = Text(_line(promise, at, promise.zone))
    untold = promise.moved and promise.told is not Told.YES
    more = (Text("You haven't told them of the new time yet."),) if untold else ()
    late_by = at - (promise.due_at or at)
    match notice:
        case Notice.SOON:
            left = max(1, -(late_by // _MINUTE))
            return _open(promise, f"In {left} minute{'s' if left > 1 else ''}", (line, *more))
        case Notice.TAKEN:
            title = f"{promise.taken_by} looks after it with you"
            return _open(promise, title, (line,))
    title = "It's time" if late_by < _JUST_NOW else "Still open"
    return _open(promise, title, (line, *_lateness(promise, member, at), *more))


def past_card(promise: Promise) -> Card:
    """Return the one line that is left of an earlier notice."""
    case = case_words(promise.case_number)
    words = f"{capitalised(promise.what)}{case}: {_outcome(promise)}."
    return Card("", (Text(words, Tone.NOTE),))


def handed_words(handover: Handover) -> str:
    """Return what is left to say of a promise to whoever gave it away."""
    at = dated(handover.changed_at, handover.zone)
    name = f"{capitalised(handover.what)}{case_words(handover.case_number)}"
    if handover.state is HandoverState.TAKEN:
        return f"{name}: {handover.taker} took it over, {at}."
    return f"{name}: handed over to {handover.taker}, accepted {at}."


def move_card(promise: Promise, flow: Flow, at: datetime) -> Card:
    """Return the times to choose from."""
    buttons = tuple(
        Button(each.label, promise_action(promise, "move", **each.args))
        for each in offers(flow.times, at, promise.zone)
        if each.at is None or each.at != promise.due_at
    )
    another = Button(flow.words.another_time, promise_action(promise, "move-ask"))
    back = Button(flow.words.back, promise_action(promise, "show"))
    line = Text(_line(promise, at, promise.zone))
    title = "A new time" if promise.due_at else "By when?"
    return Card(title, (line,), buttons[:MAX_TIME_BUTTONS], (another, back))


def list_card(promises: Sequence[Promise], at: datetime) -> Card:
    """Return what a person has promised: late ones first, then by their time."""
    new = Button("A new promise", Action("promises.ask"), Style.PRIMARY)
    if not promises:
        text = Text("Nothing is promised at the moment. Type: /promise ring back by today 16:00")
        return Card("Your promises", (text,), (new,))
    more = len(promises) - MAX_LISTED_PROMISES
    rest = (Text(f"And {more} more."),) if more > 0 else ()
    listed = Choices(choices(promises[:MAX_LISTED_PROMISES], at))
    hand = Button("Hand over", Action("handover.show"))
    return Card("Your promises", (listed, *rest), (new,), (hand,))


def plan_words(promise: Promise, at: datetime) -> str:
    """Return when its owner hears of it."""
    if promise.due_at is None:
        return "It has no time yet: it stays on your list, and I won't nudge you."
    nudge = nudge_at(promise.due_at, promise.changed_at)
    due = in_words(promise.due_at, at, promise.zone)
    if nudge is None or nudge <= at:
        return f"I'll ask you {due}."
    first = in_words(nudge, at, promise.zone)
    return f"I'll nudge you {first}, and ask {_clock(due, first)}."


def lead_words(member: Member) -> str:
    """Return what happens an hour after the time, said beforehand."""
    if member.lead_place is None:
        return "Nobody hears of it when it is late: no lead's channel is set up."
    return "Open an hour after its time, it reaches the lead's channel, once."


def _open(
    promise: Promise, title: str, body: tuple[Block, ...], offer: Handover | None = None
) -> Card:
    more = (hand_over_button(promise, offer), LIST)
    return Card(title, body, closing_buttons(promise, Style.PRIMARY), more)


def _offered(offer: Handover | None) -> Iterable[Block]:
    """Say of what is offered that it stays theirs so far."""
    if offer is not None:
        until = dated(offer.ends_at, offer.zone)
        yield Text(
            f"Offered to {offer.taker}. Until {offer.taker} has it, it is yours; unanswered by "
            f"{until}, it comes back."
        )


def _moved(promise: Promise, line: Text, advice: Advice, offer: Handover | None) -> Card:
    asked = promise.told is None
    words = (Text("Have you told them?"),) if asked else tuple(_advised(advice))
    more = (*closing_buttons(promise), hand_over_button(promise, offer), LIST)
    title = "Moved" if asked else "Tell them first"
    return Card(title, (line, *words), telling_buttons(promise), more)


def _broken(promise: Promise, line: Text, advice: Advice) -> Card:
    write = Button("Note what I said", promise_action(promise, "said-ask"))
    if promise.told is Told.YES:
        said = (Text(f"You told them: “{promise.said}”", Tone.NOTE),) if promise.said else ()
        done = Text("Noted, and closed. They know, and that is what counts now.")
        more = (LIST,) if promise.said else (write, LIST)
        return Card("Couldn't keep it", (line, done, *said), more=more)
    question = Text("Do they know?" if promise.told is None else "Closed here. Tell them next.")
    body = (line, *_advised(advice), question)
    return Card("Couldn't keep it", body, (*telling_buttons(promise), write), (LIST,))


def _advised(advice: Advice) -> Iterable[Block]:
    yield Text("\n".join(advice.hints))
    yield from (Text(line, Tone.SAY) for line in advice.say)


def _lateness(promise: Promise, member: Member, at: datetime) -> Iterable[Block]:
    """Tell the owner of an open promise past its time who else knows."""
    lead_at = late_at(promise)
    if lead_at is None or not is_late(promise, at):
        return
    instead = member.lead_line or "If you need a hand, ask your lead or a colleague yourself."
    match promise.lead:
        case None if member.lead_place is None:
            return
        case None:
            when = in_words(lead_at, at, promise.zone)
            yield Text(f"If it is still open {when}, the lead's channel hears of it.", Tone.NOTE)
        case LeadNotice.SENDING:
            yield Text("The lead's channel is being told.", Tone.NOTE)
        case LeadNotice.DELIVERED if promise.taken_by:
            yield Text(f"{promise.taken_by} looks after it with you.")
        case LeadNotice.DELIVERED:
            yield Text("The lead's channel has heard of it, so you needn't carry it alone.")
        case LeadNotice.FAILED:
            yield Text(f"I couldn't reach the lead's channel: nobody was told. {instead}")
        case LeadNotice.NOBODY:
            yield Text(f"No lead's channel is set up: nobody was told. {instead}")


def _line(promise: Promise, at: datetime, zone: str) -> str:
    """Return ``Ring back, by today 15:30, case 4471.``."""
    case = case_words(promise.case_number)
    return f"{capitalised(promise.what)}, {_by(promise.due_at, at, zone)}{case}."


def _by(due: datetime | None, at: datetime, zone: str) -> str:
    if due is None:
        return NO_TIME.lower()
    when = in_words(due, at, zone)
    return f"by {when}" if at < due + _JUST_NOW else f"it was for {when}"


def _outcome(promise: Promise) -> str:
    """Return what became of a promise, or of its time: true whenever it is read."""
    closed = dated(promise.closed_at or promise.changed_at, promise.zone)
    match promise.state:
        case PromiseState.KEPT:
            return f"kept {closed}"
        case PromiseState.BROKEN:
            return f"couldn't be kept, {closed}"
        case PromiseState.WITHDRAWN:
            return f"no longer promised, {closed}"
    if promise.due_at is None:
        return NO_TIME.lower()
    return f"moved to {dated(promise.due_at, promise.zone)}"


def _clock(moment: str, beside: str) -> str:
    """Return ``at 16:00`` for ``today 16:00`` where the day has been named just before."""
    day, _, clock = moment.rpartition(" ")
    return f"at {clock}" if beside.startswith(f"{day} ") else moment
