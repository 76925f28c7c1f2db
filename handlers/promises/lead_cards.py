"""Draw a late promise for its lead: as it stands, and in answer to who looks after it.

The message stays in the channel, so its days and hours are true whenever they are read. They are
its owner's; ``zone`` is the one in which the channel reads.
"""

from collections.abc import Iterable
from dataclasses import replace

from content.danger_words import DangerWords
from handlers.cards import Action, Button, Card, Facts, Text, Tone
from handlers.domain.danger import signs_in
from handlers.domain.people import Person
from handlers.domain.promise import Promise, PromiseState
from handlers.domain.promise_notices import is_new_to_lead
from handlers.domain.times import dated_for


def lead_card(promise: Promise, zone: str) -> Card:
    """Return what the lead's channel is told, or by now reads, of a late promise."""
    if promise.state is not PromiseState.OPEN or is_new_to_lead(promise):
        body = (Facts((*_named(promise), *_taken(promise, zone))), _outcome(promise, zone))
        return Card(_title(promise), body)
    due = (("It was for", dated_for(promise.due_at, promise.zone, zone)),) if promise.due_at else ()
    facts = Facts((*_named(promise), *due, *_taken(promise, zone)))
    if promise.taken_by_id:
        return Card(f"{promise.taken_by} looks after {promise.owner}'s promise", (facts,))
    hand = f"{promise.owner} hears that you know. A hand, or a word to the customer, may help."
    take = Button("I've got it", Action("promises.take", {"promise": promise.id}))
    return Card(f"{promise.owner}'s promise is still open", (facts, Text(hand)), (take,))


def for_others(promise: Promise, words: DangerWords) -> Promise:
    """Return a promise as others may read it: words of danger are for its owner alone."""
    if signs_in(promise.what, words).danger:
        return replace(promise, what=f"a promise of {promise.owner}'s")
    return promise


def gone_card() -> Card:
    """Return what is left in the lead's channel of a promise that was deleted."""
    words = "A late promise stood here. Nothing of it is stored any more."
    return Card("", (Text(words, Tone.NOTE),))


def offer_gone_card() -> Card:
    """Return what is left with a colleague of a promise that was offered, and deleted."""
    return Card("", (Text("A promise was offered here. It isn't any more.", Tone.NOTE),))


def taken_card(promise: Promise, who: Person, zone: str) -> Card:
    """Return the answer to whoever wants to look after a late promise."""
    title = f"{promise.owner}'s promise"
    if promise.state is not PromiseState.OPEN or is_new_to_lead(promise):
        return Card(title, (_outcome(promise, zone),))
    if promise.taken_by_id != who.id:
        since = f" since {_moment_taken(promise, zone)}" if promise.taken_at else ""
        return Card(title, (Text(f"{promise.taken_by} has been looking after it{since}."),))
    text = f"Thank you. {promise.owner} is told that you look after it with them."
    return Card(title, (Text(text),))


def _title(promise: Promise) -> str:
    match promise.state:
        case PromiseState.KEPT:
            return f"{promise.owner}'s promise is kept"
        case PromiseState.BROKEN:
            return f"{promise.owner} couldn't keep a promise"
        case PromiseState.WITHDRAWN:
            return f"{promise.owner}'s promise is withdrawn"
    return f"{promise.owner}'s promise was moved"


def _outcome(promise: Promise, zone: str) -> Text:
    """Return what became of it since the lead was told."""
    closed = dated_for(promise.closed_at or promise.changed_at, promise.zone, zone)
    match promise.state:
        case PromiseState.KEPT:
            return Text(f"Kept {closed}.", Tone.DONE)
        case PromiseState.BROKEN:
            return Text(f"{promise.owner} said so {closed}.")
        case PromiseState.WITHDRAWN:
            return Text(f"Its complaint took another turn, {closed}: nobody waits for it now.")
    if promise.due_at is None:
        return Text(f"{promise.owner} couldn't give a new time yet.")
    return Text(f"Moved to {dated_for(promise.due_at, promise.zone, zone)}.")


def _named(promise: Promise) -> Iterable[tuple[str, str]]:
    yield "Promise", promise.what
    if promise.case_number:
        yield "Case", promise.case_number


def _taken(promise: Promise, zone: str) -> Iterable[tuple[str, str]]:
    if promise.taken_by_id:
        since = f", {_moment_taken(promise, zone)}" if promise.taken_at else ""
        yield "Taken by", f"{promise.taken_by}{since}"


def _moment_taken(promise: Promise, zone: str) -> str:
    return dated_for(promise.taken_at, promise.zone, zone) if promise.taken_at else ""
