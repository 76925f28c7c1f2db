"""Words of danger first: what was typed is looked at before it is answered.

``handlers.dispatch`` asks here; the step beneath, ``go_on``, answers as if nothing had been asked.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from enum import Enum, auto

from handlers.cards import Action, Card, Text
from handlers.complaint.buttons import to_case_button
from handlers.complaint.current import case_at_hand, live_case, shown_case
from handlers.danger.first_cards import (
    GO_ON,
    ONLY_WORDS,
    above,
    branches_card,
    not_that_button,
    own_card,
    with_question,
)
from handlers.domain import case as case_rules
from handlers.domain.asks.ask import AskKind
from handlers.domain.case import MAX_NOTE_LENGTH, CaseState
from handlers.domain.danger import Signs, signs_in
from handlers.domain.redaction import redact
from handlers.domain.variants import told_variant, typed_variant
from handlers.on_duty import people_asked
from handlers.removals import NOT_WORDS
from handlers.turn import Refusal, Reply, Services, Turn, TurnKind

GoOn = Callable[[], Awaitable[Reply]]
MAX_CARRIED = 1000  # characters of a line that a button brings back


class LookedAt(Enum):
    """What is done with words that are looked at for danger."""

    STORY = auto()  # kept with a case: that is opened first, and shows the red card
    PROMISE = auto()  # noted if it can be, and the red card stands above it
    LINE = auto()  # answered only when it isn't danger
    WORDS = auto()  # alone: where they are no danger, it is asked what to do with them
    LOOK_UP = auto()  # answered, with a question beneath
    DRAFT = auto()  # meant for a customer, so the same; and no button carries it on
    PLAY = auto()  # said to a customer who isn't real: only what is about oneself counts


# Words that say "I" to a customer: points learnt from notes take one in ten for the typist's own.
TO_CUSTOMERS = frozenset((LookedAt.DRAFT, LookedAt.PLAY))
# By the intent of a route, or of a form; whatever isn't here is not looked at.
LOOKED_AT: Mapping[str, LookedAt] = {
    "complaint": LookedAt.STORY,
    "complaint.tell": LookedAt.STORY,
    "complaint.something-else": LookedAt.LINE,  # words of danger are nothing to promise
    "complaint.what-if": LookedAt.STORY,
    "complaint.given": LookedAt.LINE,
    "insights.pass-on": LookedAt.LINE,  # words of danger go to nobody before somebody says so
    "answers.note": LookedAt.LINE,
    "questions.send": LookedAt.LINE,
    "promise": LookedAt.PROMISE,
    "promises.save": LookedAt.PROMISE,
    "unknown": LookedAt.WORDS,
    "check": LookedAt.DRAFT,
    "check.send": LookedAt.DRAFT,
    "care.danger": LookedAt.WORDS,
    "care.find": LookedAt.LOOK_UP,
    "learn": LookedAt.LOOK_UP,
    "practice": LookedAt.PLAY,
    "practice.answer": LookedAt.PLAY,
}
_WITHOUT_WORDS = "There it is “a promise of yours”: these words go nowhere."
_COMMAND = re.compile(r"/\w+\s+")  # before a line that is none
# What comes back with a form and is no word of a person: ids of texts say what they are about.
_UNREAD = NOT_WORDS | {"to", "of", "on", "scene"}


async def looked_at(turn: Turn, said: str, how: LookedAt, go_on: GoOn, services: Services) -> Reply:
    """Answer a turn: with words of danger in it the red card first, else as ever.

    Of words about whoever typed them nothing is done, nor kept.
    """
    signs = turn.once(signs_in, said, services.content.danger, of_list=how in TO_CUSTOMERS)
    if signs.about_me:
        other, story = not_that_button(_as_it_was(turn)), _short(redact(said), MAX_NOTE_LENGTH)
        if how in TO_CUSTOMERS:  # it is typed anew, and not looked at again
            other, story = not_that_button(_typed_anew(turn, how)), ""
        case = await live_case(services)
        lead = bool(await people_asked(AskKind.COME, "", turn, services))
        member = await services.store.member()
        return Reply(own_card(member, story, other, case, has_lead=lead), kept=False)
    if not signs.danger or how is LookedAt.PLAY:
        return await go_on()
    match how:
        case LookedAt.STORY:
            return await _story(turn, said, signs, go_on, services)
        case LookedAt.PROMISE:
            return await _promise(turn, said, signs, go_on, services)
        case LookedAt.LOOK_UP | LookedAt.DRAFT:
            return await asked_whether_now(go_on, services)
        case LookedAt.WORDS:
            only_words = Action(ONLY_WORDS, await _carried(turn, said, services))
            return Reply(await _carrying(turn, said, signs, services, only_words))
    return Reply(await _carrying(turn, said, signs, services))


async def asked_whether_now(go_on: GoOn, services: Services) -> Reply:
    """Return an answer with the question beneath whether it is happening now."""
    flow = services.content.flow
    try:
        reply = await go_on()
    except Refusal as refusal:
        card = Card("Not quite", (Text(str(refusal)),), refusal.buttons)
        return Reply(with_question(card, flow), refused=True)
    return replace(reply, card=with_question(reply.card, flow)) if reply.card else reply


def words_of_form(args: Mapping[str, str]) -> str:
    """Return what a person typed into a form."""
    return "\n".join(words for name, words in args.items() if name not in _UNREAD)


def as_typed(turn: Turn) -> Turn:
    """Return the turn whose words a button has carried: a line, or a form that was sent."""
    args = dict(turn.args)
    if form := args.pop("sent", ""):
        return replace(turn, kind=TurnKind.SUBMIT, intent=form, args=args)
    name, _, text = turn.arg("line").partition(" ")
    return replace(turn, kind=TurnKind.COMMAND, intent=name, text=text, args={})


async def _story(turn: Turn, said: str, signs: Signs, go_on: GoOn, services: Services) -> Reply:
    """Let the case be opened or changed, and show its branches, the likely one on top.

    Beside a complaint that is on just now no other is opened before somebody says so.
    """
    if turn.kind is TurnKind.COMMAND and await case_at_hand(turn, services) is not None:
        return Reply(await _carrying(turn, said, signs, services))  # it is about that one, likely
    reply = await go_on()
    if reply.form is not None:
        return Reply(await _carrying(turn, said, signs, services))
    opened = _named(reply.card, "case")
    case = await services.store.case(opened) if opened else None
    if case is None or case.state is not CaseState.OPEN:
        return Reply(await _carrying(turn, said, signs, services))
    if case.branch not in (None, case_rules.CHOOSING):
        return await shown_case(case, turn, services)
    if case.branch is None:
        if turn.kind is TurnKind.COMMAND and (variant := told_variant(said)) is not None:
            case = case_rules.reach(case, variant, turn.at)
        case = case_rules.branch(case, case_rules.CHOOSING, turn.at)
        await services.store.save_case(case)
    shown = await shown_case(case, turn, services, likely=signs.branch)
    return replace(reply, card=shown.card)


async def _promise(turn: Turn, said: str, signs: Signs, go_on: GoOn, services: Services) -> Reply:
    """Let a promise with a time be noted, and put the red card above it."""
    try:
        reply = await go_on()
    except Refusal:
        reply = Reply()
    noted = _named(reply.card, "promise")
    if reply.card is None or not noted:
        return Reply(await _carrying(turn, said, signs, services))
    shown = not_that_button(Action("promises.show", {"promise": noted}))
    carried = await _carried(turn, said, services)
    red = branches_card(signs.branch, carried, services.content.flow, (shown,))
    has_lead = (await services.store.member()).lead_place is not None
    return replace(reply, card=above(red, reply.card, _WITHOUT_WORDS if has_lead else ""))


def _named(card: Card | None, name: str) -> str:
    """Return what the buttons of a card are about: the id of its case or promise, or nothing."""
    actions = card.actions() if card else ()
    return next((each.action.args[name] for each in actions if name in each.action.args), "")


async def _carrying(
    turn: Turn, said: str, signs: Signs, services: Services, not_that: Action | None = None
) -> Card:
    """Return the red card that carries what was typed, whatever is pressed on it."""
    case = await case_at_hand(turn, services)
    whose = f"case {case.number}" if case else "a complaint"
    kept = f"Press one, and what you wrote is kept with {whose}, for you alone."
    go_on = not_that_button(not_that or _as_it_was(turn))
    buttons = (go_on, *((to_case_button(case.id),) if case else ()))
    carried = await _carried(turn, said, services)
    usual = case.variant if case else (await services.store.member()).variant
    return branches_card(
        signs.branch,
        carried,
        services.content.flow,
        buttons,
        kept,
        variant=told_variant(said) or usual,
    )


def _as_it_was(turn: Turn) -> Action:
    """Return what answers a turn as if nobody had looked: its line, or its form."""
    if turn.kind is TurnKind.SUBMIT:
        fields = {
            name: words if name in _UNREAD else _short(redact(words), MAX_NOTE_LENGTH)
            for name, words in turn.args.items()
        }
        return Action(GO_ON, {"sent": turn.intent, **fields})
    line = redact(f"{turn.intent} {turn.text}")
    return Action(GO_ON, {"line": _short(line, MAX_CARRIED)})


def _typed_anew(turn: Turn, how: LookedAt) -> Action:
    """Return what opens the form again for words that no button carries."""
    if how is LookedAt.DRAFT:
        return Action("check.ask", {"anyway": "yes"})
    run = {name: turn.args[name] for name in ("run", "rev") if name in turn.args}
    return Action("practice.answer", {**run, "anyway": "yes"}) if run else Action("practice.list")


async def _carried(turn: Turn, said: str, services: Services) -> Mapping[str, str]:
    """Return what a branch carries on: what was typed, and the case that takes it.

    Where none is on just now, it is the id of the one that is opened.
    """
    _, story = typed_variant(_COMMAND.sub("", said, count=1) if said.startswith("/") else said)
    note = {"note": _short(redact(story), MAX_NOTE_LENGTH), "new": turn.fresh_id("danger")}
    case = await case_at_hand(turn, services)
    carried = {**note, "case": case.id} if case else note
    variant = told_variant(said)
    return {**carried, "to": variant.value} if variant else carried


def _short(text: str, most: int) -> str:
    """Return the beginning of a text that fits into a button, where some signs need more room."""
    room = most
    for number, sign in enumerate(text):
        room -= 6 if sign in "&<>" or sign < " " else 2 if sign in '"\\' or sign > "\uffff" else 1
        if room < 0:
            return text[:number]
    return text
