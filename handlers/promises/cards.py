"""Draw a promise: as it stands, as a notice, in a list, and for the lead."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from content.models import Advice, Flow
from handlers.cards import Action, Block, Button, Card, Choices, Facts, Style, Text, Tone
from handlers.domain.promise import Lead, Notice, Promise, State, Told, is_late, late_at, nudge_at
from handlers.domain.times import in_words, offers
from handlers.ports.member import Member

SHOWN = 8
MAX_WHAT = 40  # characters of a promise in a list, a line on a phone: by when comes after it
TIMES = 3
_MINUTE = timedelta(minutes=1)
_JUST_NOW = timedelta(minutes=5)
_KNOWN = "They know"
_LIST = Button("My promises", Action("promises.list"))


def promise_card(promise: Promise, flow: Flow, member: Member, at: datetime) -> Card:
    """Return the present card of a promise."""
    line = Text(_line(promise, at, promise.zone))
    match promise.state:
        case State.KEPT:
            return Card("Kept", (line,), more=(_LIST,))
        case State.WITHDRAWN:
            gone = Text("Its complaint took another turn, so nothing more comes of this one.")
            return Card("No longer promised", (line, gone), more=(_LIST,))
        case State.BROKEN:
            return _broken(promise, line, flow.promises.broken)
    if promise.moved and promise.told is not Told.YES:
        return _moved(promise, line, flow.promises.moved)
    title = "Still open" if is_late(promise, at) else "Your promise"
    return _open(promise, title, (line, *_lateness(promise, member, at)))


def noted_card(promise: Promise, member: Member, at: datetime) -> Card:
    """Return the card of a promise just made."""
    small = Text(f"Only you see this. {lead_words(member)}", Tone.NOTE)
    line = Text(_line(promise, at, promise.zone))
    return _open(promise, "Promise noted", (line, Text(plan_words(promise, at)), small))


def notice_card(promise: Promise, notice: Notice, member: Member, at: datetime) -> Card:
    """Return what its owner is told of ourselves."""
    line = Text(_line(promise, at, promise.zone))
    untold = promise.moved and promise.told is not Told.YES
    more = (Text("You haven't told them of the new time yet."),) if untold else ()
    match notice:
        case Notice.SOON:
            left = max(1, -(-(promise.due_at - at) // _MINUTE))
            return _open(promise, f"In {left} minute{'s' if left > 1 else ''}", (line, *more))
        case Notice.TAKEN:
            title = f"{promise.taken_by} looks after it with you"
            return _open(promise, title, (line,))
    title = "It's time" if at - promise.due_at < _JUST_NOW else "Still open"
    return _open(promise, title, (line, *_lateness(promise, member, at), *more))


def move_card(promise: Promise, flow: Flow, at: datetime) -> Card:
    """Return the times to choose from."""
    buttons = tuple(
        Button(
            each.label,
            _press(promise, "promises.move", minutes=str(each.minutes))
            if each.at is None
            else _press(promise, "promises.move", due=each.at.isoformat()),
        )
        for each in offers(flow.times, at, promise.zone)
        if each.at != promise.due_at
    )
    another = Button(flow.words.another_time, _press(promise, "promises.move-ask"))
    back = Button(flow.words.back, _press(promise, "promises.show"))
    line = Text(_line(promise, at, promise.zone))
    return Card("A new time", (line,), buttons[:TIMES], (another, back))


def list_card(promises: Sequence[Promise], at: datetime) -> Card:
    """Return what a person has promised: late ones first, then by their time."""
    new = Button("A new promise", Action("promises.ask"), Style.PRIMARY)
    if not promises:
        text = Text("Nothing is promised at the moment. Type: /promise ring back by today 16:00")
        return Card("Your promises", (text,), (new,))
    more = len(promises) - SHOWN
    rest = (Text(f"And {more} more, later."),) if more > 0 else ()
    return Card("Your promises", (Choices(rows(promises[:SHOWN], at)), *rest), (new,))


def rows(promises: Iterable[Promise], at: datetime) -> tuple[Button, ...]:
    """Return a choice for each promise."""
    return tuple(
        Button(_label(each, at), Action("promises.show", {"promise": each.id})) for each in promises
    )


def lead_card(promise: Promise, at: datetime, zone: str) -> Card:
    """Return what the lead's channel is told."""
    late = _late(at - promise.due_at)
    facts = (
        ("Promise", promise.what),
        *((("Case", promise.case_number),) if promise.case_number else ()),
        ("It was for", f"{in_words(promise.due_at, at, zone)} ({late} ago)"),
        ("Number", str(promise.number)),
    )
    ask = f"{promise.owner} knows that you are told. A hand, or a word to the customer, may help."
    take = Button("I've got it", Action("promises.take", {"promise": promise.id}))
    return Card(f"{promise.owner}'s promise is still open", (Facts(facts), Text(ask)), (take,))


def plan_words(promise: Promise, at: datetime) -> str:
    """Return when its owner hears of it."""
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


def _open(promise: Promise, title: str, body: tuple[Block, ...]) -> Card:
    buttons = (
        Button("Kept", _press(promise, "promises.keep"), Style.PRIMARY),
        Button("Move it", _press(promise, "promises.times")),
        Button("Couldn't keep it", _press(promise, "promises.fail")),
    )
    return Card(title, body, buttons, (_LIST,))


def _moved(promise: Promise, line: Text, advice: Advice) -> Card:
    asked = promise.told is None
    words = (Text("Have you told them?"),) if asked else tuple(_advised(advice))
    more = (
        Button("Kept", _press(promise, "promises.keep")),
        Button("Move it", _press(promise, "promises.times")),
        Button("Couldn't keep it", _press(promise, "promises.fail")),
        _LIST,
    )
    title = "Moved" if asked else "Tell them first"
    return Card(title, (line, *words), _telling(promise), more)


def _broken(promise: Promise, line: Text, advice: Advice) -> Card:
    write = Button("Note what I said", _press(promise, "promises.said-ask"))
    if promise.told is Told.YES:
        said = (Text(f"You told them: “{promise.said}”", Tone.NOTE),) if promise.said else ()
        done = Text("Noted, and closed. They know, and that is what counts now.")
        more = (_LIST,) if promise.said else (write, _LIST)
        return Card("Couldn't keep it", (line, done, *said), more=more)
    question = Text("Do they know?" if promise.told is None else "Closed here. Tell them next.")
    body = (line, *_advised(advice), question)
    return Card("Couldn't keep it", body, (*_telling(promise), write), (_LIST,))


def _telling(promise: Promise) -> tuple[Button, ...]:
    known = _KNOWN if promise.told is None else f"{_KNOWN} now"
    yes = Button(known, _press(promise, "promises.told", told=Told.YES.value), Style.PRIMARY)
    not_yet = Button("Not yet", _press(promise, "promises.told", told=Told.NOT_YET.value))
    return (yes, not_yet) if promise.told is None else (yes,)


def _advised(advice: Advice) -> Iterable[Block]:
    yield Text("\n".join(advice.hints))
    yield from (Text(line, Tone.SAY) for line in advice.say)


def _lateness(promise: Promise, member: Member, at: datetime) -> Iterable[Block]:
    """Tell the owner of an open promise past its time who else knows."""
    if not is_late(promise, at):
        return
    instead = member.lead_line or "If you need a hand, ask your lead or a colleague yourself."
    match promise.lead:
        case None if member.lead_place is None:
            return
        case None:
            when = in_words(late_at(promise), at, promise.zone)
            yield Text(f"If it is still open {when}, the lead's channel hears of it.", Tone.NOTE)
        case Lead.SENDING:
            yield Text("The lead's channel is being told.", Tone.NOTE)
        case Lead.DELIVERED if promise.taken_by:
            yield Text(f"{promise.taken_by} looks after it with you.")
        case Lead.DELIVERED:
            yield Text("The lead's channel has heard of it, so you needn't carry it alone.")
        case Lead.FAILED:
            yield Text(f"I couldn't reach the lead's channel: nobody was told. {instead}")
        case Lead.NOBODY:
            yield Text(f"No lead's channel is set up: nobody was told. {instead}")


def _line(promise: Promise, at: datetime, zone: str) -> str:
    """Return ``Ring back, by today 15:30, case 4471.``."""
    when = in_words(promise.due_at, at, zone)
    by = f"by {when}" if at < promise.due_at + _JUST_NOW else f"it was for {when}"
    case = f", case {promise.case_number}" if promise.case_number else ""
    return f"{promise.what[:1].upper()}{promise.what[1:]}, {by}{case}."


def _label(promise: Promise, at: datetime) -> str:
    late = "Late · " if is_late(promise, at) else ""
    case = f" · case {promise.case_number}" if promise.case_number else ""
    tail = f" · {in_words(promise.due_at, at, promise.zone)}{case}"
    return f"{late}{_short(promise.what)}{tail}"


def _short(what: str) -> str:
    """Return what was promised, or as many of its words as fit."""
    if len(what) <= MAX_WHAT:
        return what
    return f"{what[:MAX_WHAT].rsplit(maxsplit=1)[0]}…"


def _late(by: timedelta) -> str:
    hours, minutes = divmod(by // _MINUTE, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def _clock(moment: str, beside: str) -> str:
    """Return ``at 16:00`` for ``today 16:00`` where the day has been named just before."""
    day, _, clock = moment.rpartition(" ")
    return f"at {clock}" if beside.startswith(f"{day} ") else moment


def _press(promise: Promise, intent: str, **args: str) -> Action:
    return Action(intent, {"promise": promise.id, "rev": str(promise.rev), **args})
