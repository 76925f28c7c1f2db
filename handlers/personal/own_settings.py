"""What a person sets for themselves: seen, and changed in a form."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from content.flow import Flow, Variant
from handlers.answers.cards import NOTEBOOK
from handlers.cards import Action, Button, Card, Facts, Field, FieldKind, Form, Text, Tone
from handlers.domain.people import CardLength, Role
from handlers.domain.shoutouts.places import ThanksPlace
from handlers.domain.times import in_words
from handlers.ports.member import Member
from handlers.shoutouts.noticing.cards import OPEN as NOTICING
from handlers.shoutouts.noticing.settings import in_short as noticing_in_short
from handlers.turn import Refusal, Reply, Services, Turn

OPEN = Button("Your settings", Action("care.me"))

_LENGTHS = {
    CardLength.AUTO: "Auto: short once you have closed twenty complaints",
    CardLength.SHORT: "Short: the title, a hint and the buttons",
    CardLength.FULL: "Full: with words that you can say",
}
_THANKS: Mapping[ThanksPlace | None, str] = {
    None: "private, until you choose a place",
    ThanksPlace.CHANNEL: "in the channel for thanks",
    ThanksPlace.TEAM: "in your team's channel",
    ThanksPlace.PRIVATE: "private",
}


async def show(turn: Turn, services: Services) -> Reply:
    """Show what this person has set, with a way to change each of it."""
    return await _shown(await services.store.member(), turn, services)


async def ask(turn: Turn, services: Services) -> Reply:
    """Open the form, filled in with what holds."""
    return Reply(form=_form(await services.store.member(), services.content.flow))


async def save(turn: Turn, services: Services) -> Reply:
    """Take the form; the same values again change nothing."""
    try:
        length, variant = CardLength(turn.arg("length")), Variant(turn.arg("contact"))
    except ValueError:
        raise Refusal("That is no longer in the list. Type /care me to see what is.") from None
    member = await services.store.member()
    if length is not member.card_length:
        await services.store.personal.set_card_length(length)
    if variant is not member.variant:
        await services.store.prefer(variant)
    return await _shown(replace(member, card_length=length, variant=variant), turn, services)


async def in_short(turn: Turn, services: Services) -> str:
    """Return it in one line: ``Cards: auto · Phone · Thanks for you: private``."""
    member = await services.store.member()
    length, contact = member.card_length, services.content.flow.words.variants[member.variant]
    thanks = _THANKS[await _thanks(turn, services)].partition(",")[0]
    return f"Cards: {length} · {contact} · Thanks for you: {thanks}"


async def _shown(member: Member, turn: Turn, services: Services) -> Reply:
    rows = (
        ("Cards of a complaint", _LENGTHS[member.card_length]),
        ("How customers reach you", services.content.flow.words.variants[member.variant]),
        ("Thanks for you", _THANKS[await _thanks(turn, services)]),
        ("When you work", await _hours(turn, services)),
        *await _own(turn, services, member.zone),
        *await _of_a_manager(member, turn, services),
    )
    buttons = (
        Button("Cards and way of contact", Action("care.me-ask")),
        Button("Where thanks may go", Action("shoutout.wishes")),
        NOTEBOOK,
    )
    note = Text("Only you change these. Whoever thanks you sees where it went.", Tone.NOTE)
    manages = member.role.may(Role.MANAGER)
    more = (Button("When I work", Action("care.hours-ask")), *((NOTICING,) if manages else ()))
    return Reply(Card("Your settings", (Facts(rows), note), buttons, more))


async def _hours(turn: Turn, services: Services) -> str:
    """Return their hours in a line, and whether a thought comes before each shift."""
    me, own = turn.person.id, await services.store.shifts.own()
    working = (await services.store.shifts.of([me])).get(me)
    if working is None:
        return "nobody has said: nothing waits for a shift"
    whose = "" if own.hours is not None else ", as your team"
    deck = "; a thought before each" if own.wants_deck else ""
    return f"{working.hours}{whose}{deck}"


async def _own(turn: Turn, services: Services, zone: str) -> list[tuple[str, str]]:
    """Return what this person wrote, and what they want to be asked again."""
    lines, coming = await services.store.answers.lines(), await services.store.answers.reviews()
    rows = [("Your notebook", "1 line" if len(lines) == 1 else f"{len(lines)} lines")]
    if not coming:
        return rows
    first = in_words(coming[0].due_at, turn.at, zone)
    more = f", and {len(coming) - 1} more" if len(coming) > 1 else ""
    return [*rows, ("Comes back to you", f"a question, {first}{more}")]


async def _of_a_manager(
    member: Member, turn: Turn, services: Services
) -> Sequence[tuple[str, str]]:
    """Return when a manager is told whom they may want to thank."""
    if not member.role.may(Role.MANAGER):
        return ()
    return ((NOTICING.label, await noticing_in_short(turn, services)),)


def _form(member: Member, flow: Flow) -> Form:
    lengths = tuple((each.value, label) for each, label in _LENGTHS.items())
    contacts = tuple((each.value, flow.words.variants[each]) for each in Variant)
    return Form(
        "Your settings",
        (
            Field(
                "length",
                "How much should stand on the cards of a complaint?",
                FieldKind.SELECT,
                member.card_length.value,
                options=lengths,
            ),
            Field(
                "contact",
                "How do customers usually reach you?",
                FieldKind.SELECT,
                member.variant.value,
                options=contacts,
            ),
        ),
        "Save",
        Action("care.me-save"),
        intro="The way of contact is for new complaints; an open one keeps its own.",
        cancel=Action("care.me"),
    )


async def _thanks(turn: Turn, services: Services) -> ThanksPlace | None:
    """Return where thanks for this person may go; None as long as they haven't said."""
    return (await services.store.shoutouts.wishes([turn.person.id])).get(turn.person.id)
