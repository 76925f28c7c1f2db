"""The cards of a shout-out: in public, for who is thanked, for who gave it, and for a manager."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from content.models import Shoutouts as Words
from handlers.cards import Action, Block, Button, Card, Facts, Style, Text, Tone
from handlers.domain.shoutouts.messages import MessageKind
from handlers.domain.shoutouts.places import PrivateReason, Recipient, ThanksPlace
from handlers.domain.shoutouts.shoutout import Shoutout, ShoutoutState
from handlers.domain.wording import names_in_words, without

WISHES = (
    (ThanksPlace.CHANNEL, "The channel for thanks"),
    (ThanksPlace.TEAM, "My team's channel"),
    (ThanksPlace.PRIVATE, "Keep them private"),
)
_WENT = {
    ThanksPlace.CHANNEL: "in the channel for thanks",
    ThanksPlace.TEAM: "in their team's channel",
    ThanksPlace.PRIVATE: "privately, as they wish",
}
_PRIVATELY: Mapping[str, str] = {
    PrivateReason.UNSET: "privately; they may choose another place",
    PrivateReason.NO_CHANNEL: "privately: no channel for thanks is set up yet",
    PrivateReason.NO_TEAM: "privately: their team has no channel yet",
    PrivateReason.GRAVE: "privately: words of harm or threat stay out of channels",
    PrivateReason.CHOSEN: "privately",
    PrivateReason.LOST: "privately: the channel could not be reached",
}
_MINE = {
    ThanksPlace.CHANNEL: "It stands in the channel for thanks, as you wish.",
    ThanksPlace.TEAM: "It stands in your team's channel, as you wish.",
    ThanksPlace.PRIVATE: "Only you see this.",
}


def post_card(shoutout: Shoutout, here: Collection[Recipient], words: Words) -> Card:
    """Return what everybody reads where these are thanked; the others are not named."""
    elsewhere = (each.name for each in shoutout.recipients if each not in here)
    text = without(shoutout.text, elsewhere)
    return Card(f"Thank you, {_names(here)}", (Text(text, Tone.SAY), *_from(shoutout, words)))


def told_card(
    shoutout: Shoutout, recipient: Recipient, words: Words, wish: ThanksPlace | None
) -> Card:
    """Return the private card of somebody who is thanked; it asks once where thanks may go."""
    if shoutout.state is ShoutoutState.WITHDRAWN:
        text = f"{shoutout.giver_name} has taken this shout-out back."
        return Card("Taken back", (Text(text, Tone.NOTE),))
    body = (Text(shoutout.text, Tone.SAY), *_behaviour(shoutout, words))
    title = f"{shoutout.giver_name} thanks you"
    answer = Button("Answer", Action("shoutout.answer", {"shoutout": shoutout.id}))
    if wish is None:
        ask = Text("Only you see this. Where may thanks for you go from now on?")
        return Card(title, (*body, ask), _wish_buttons(shoutout), (answer,))
    where = Text(_MINE[recipient.went], Tone.NOTE)
    other = Button("Where thanks may go", Action("shoutout.wishes"))
    buttons: tuple[Button, ...] = (answer,)
    if recipient.note == PrivateReason.UNSET and wish is not ThanksPlace.PRIVATE:
        buttons = (answer, Button("Share this one too", _action("share", shoutout)))
    return Card(title, (*body, where), buttons, (other,))


def answer_card(name: str, line: str, thanks: str) -> Card:
    """Return what whoever gave thanks reads of an answer to them."""
    said = (Text(line, Tone.SAY), Text(f"To your thanks: “{thanks}”", Tone.NOTE))
    return Card(f"{name} answers you", (*said, Text("Only you see this.", Tone.NOTE)))


def wish_card(wish: ThanksPlace | None) -> Card:
    """Return where thanks for this person may go, with the three choices."""
    now = "You haven't said, so they are private."
    if wish is not None:
        now = f"Now: {dict(WISHES)[wish].lower().replace('keep them ', '')}."
    text = Text("It holds for new ones; those that stand stay as they are.", Tone.NOTE)
    buttons = tuple(
        Button(label, Action("shoutout.wish", {"where": where.value})) for where, label in WISHES
    )
    return Card("Where thanks for you may go", (Text(now), text), buttons)


def ask_card(shoutout: Shoutout, words: Words) -> Card:
    """Return a manager's card: a colleague's proposal, or the draft of a complaint."""
    return _among_drafts(_asked_card(shoutout, words), shoutout)


def giver_card(shoutout: Shoutout, words: Words, asked: str = "") -> Card:
    """Return what the giver sees of it; ``asked`` are the managers that it went to."""
    return _among_drafts(_given_card(shoutout, words, asked), shoutout)


def declined_card(shoutout: Shoutout) -> Card:
    """Return what whoever proposed it hears, kindly."""
    names = _names(shoutout.recipients)
    text = f"{shoutout.decided_name} read your thanks for {names}, and did not post them."
    tip = "Say it to them yourself, if you like: they will be glad to hear it from you."
    return Card("Not posted this time", (Text(text), Text(tip)))


def posted_card(shoutout: Shoutout) -> Card:
    """Return what whoever proposed it hears once it is out."""
    went = Facts(tuple((each.name, went_words(each)) for each in shoutout.recipients))
    text = Text(f"{shoutout.decided_name} passed on your thanks.")
    edit = Button("Edit", _action("ask", shoutout))
    back = Button("Take it back", _action("withdraw", shoutout))
    return Card(f"Thanked: {_names(shoutout.recipients)}", (text, went), (edit, back))


def lost_card(kind: MessageKind, unreached: Iterable[Recipient], reason: str) -> Card:
    """Return what the giver hears when a channel or a person could not be reached."""
    names = _names(unreached)
    match kind:
        case MessageKind.POST:
            text = f"Your thanks for {names} could not be posted ({reason})."
            return Card("Not posted", (Text(f"{text} They have them privately."),))
        case MessageKind.TOLD:
            text = f"Your thanks did not reach {names} privately ({reason}). Tell them yourself."
        case MessageKind.ASK:
            text = f"Your thanks for {names} reached no manager ({reason}). Tell them yourself."
    return Card("Not delivered", (Text(text),))


def went_words(recipient: Recipient) -> str:
    """Return where it went for one of them."""
    return _PRIVATELY.get(recipient.note, _WENT[recipient.went])


def _asked_card(shoutout: Shoutout, words: Words) -> Card:
    names = _names(shoutout.recipients)
    if shoutout.state is not ShoutoutState.PROPOSED:
        return _decided_card(shoutout, names)
    privately = Button("Thank privately", _action("private", shoutout))
    edit = Button("Edit", _action("ask", shoutout))
    post = Button("Post it", _action("post", shoutout), Style.PRIMARY)
    if shoutout.closing is not None:
        facts = Facts((("By", names),))
        seen = "What did you see? Edit adds your line. " if shoutout.rev == 1 else ""
        left_out = f"{seen}The customer is left out. Posting it makes it your thanks."
        note = Text(left_out, Tone.NOTE)
        title = "Closed well: a complaint, accepted"
        decline = Button("Not now", _action("decline", shoutout))
        draft = (facts, Text(shoutout.text, Tone.SAY), note)
        return Card(title, draft, (post, privately, edit), (decline,))
    facts = Facts((("For", names),))
    where = "It goes where each of them has said that thanks may go."
    yours = " No name came with it: posting it makes it your thanks."
    note = Text(f"{where}{yours if not shoutout.giver_id else ''}", Tone.NOTE)
    decline = Button("Decline", _action("decline", shoutout))
    title = f"{shoutout.giver_name} proposes a shout-out"
    body = (facts, Text(shoutout.text, Tone.SAY), *_behaviour(shoutout, words), note)
    return Card(title, body, (post, edit, decline), (privately,))


def _given_card(shoutout: Shoutout, words: Words, asked: str) -> Card:
    names = _names(shoutout.recipients)
    text = Text(shoutout.text, Tone.SAY)
    edit = Button("Edit", _action("ask", shoutout))
    back = Button("Take it back", _action("withdraw", shoutout))
    match shoutout.state:
        case ShoutoutState.PROPOSED:
            who = asked or "A manager"
            note = Text(f"{who} can post it with one tap. You will hear what became of it.")
            return Card(f"Proposed: thanks for {names}", (text, note), (edit, back))
        case ShoutoutState.DECLINED:
            return declined_card(shoutout)
        case ShoutoutState.WITHDRAWN:
            note = Text("It is gone from everywhere it stood.")
            return Card("Taken back", (note,))
        case ShoutoutState.GIVEN:
            went = Facts(tuple((each.name, went_words(each)) for each in shoutout.recipients))
            body = (text, *_behaviour(shoutout, words), went)
            return Card(f"Thanked: {names}", body, (edit, back))


def _among_drafts(card: Card, shoutout: Shoutout) -> Card:
    """Return a card with the way to the other drafts, if it was one of them."""
    if shoutout.closing is None:
        return card
    others = Button("The other drafts", Action("thanks.list"))
    return replace(card, more=(*card.more, others))


def _decided_card(shoutout: Shoutout, names: str) -> Card:
    by = shoutout.decided_name or shoutout.giver_name
    match shoutout.state:
        case ShoutoutState.GIVEN:
            went = Facts(tuple((each.name, went_words(each)) for each in shoutout.recipients))
            edit = Button("Edit", _action("ask", shoutout))
            back = Button("Take it back", _action("withdraw", shoutout))
            text = Text(shoutout.text, Tone.SAY)
            return Card(f"{by} thanked {names}", (text, went), (edit, back))
        case ShoutoutState.DECLINED if shoutout.closing is not None:
            return Card("Left for now", (Text(f"{by} left the thanks for {names} for now."),))
        case ShoutoutState.DECLINED:
            return Card("Declined", (Text(f"{by} declined the shout-out for {names}."),))
        case _:
            return Card("Taken back", (Text(f"{by} has taken it back."),))


def _from(shoutout: Shoutout, words: Words) -> Iterator[Block]:
    found = words.behaviour(shoutout.behaviour)
    what = f"{found.label}. " if found else ""
    yield Text(f"{what}From {shoutout.giver_name}.", Tone.NOTE)


def _behaviour(shoutout: Shoutout, words: Words) -> Iterator[Block]:
    if found := words.behaviour(shoutout.behaviour):
        yield Text(found.label, Tone.NOTE)


def _wish_buttons(shoutout: Shoutout) -> tuple[Button, ...]:
    return tuple(
        Button(label, Action("shoutout.wish", {"where": where.value, "shoutout": shoutout.id}))
        for where, label in WISHES
    )


def _names(recipients: Iterable[Recipient]) -> str:
    return names_in_words(each.name for each in recipients)


def _action(verb: str, shoutout: Shoutout) -> Action:
    return Action(f"shoutout.{verb}", {"shoutout": shoutout.id, "rev": str(shoutout.rev)})
