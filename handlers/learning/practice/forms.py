"""The forms of practice, and what they send: an answer in one's own words, and a coach."""

from handlers.domain.people import MentionKind, Person, Place, spoken_name
from handlers.domain.practice import run as rules
from handlers.domain.practice.debrief import debrief
from handlers.domain.redaction import redact
from handlers.learning.practice.cards import (
    MAX_SAID,
    answer_form,
    coach_card,
    coach_form,
    shown_card,
)
from handlers.learning.practice.current import changed, is_stale, own_talk, shown
from handlers.learning.practice.hearing import said_words
from handlers.mentions import acquainted, chosen_people
from handlers.permissions import check_nobody_left
from handlers.turn import Post, Reply, Services, Turn

_EMPTY = "Write what you would say, or close this and pick a line."
_UNREAD = "I can make nothing of that: I read English. Write a sentence, or pick a line."
_MOVED_ON = "They have heard something else meanwhile. Is this still what you would say?"


async def answer(turn: Turn, services: Services) -> Reply:
    """Say it in one's own words; what is private is taken out before anybody hears it."""
    talk = await own_talk(turn, services)
    text = redact(" ".join(turn.args.get("answer", "").split()))
    is_twice = bool(talk.run.said) and talk.run.said[-1].text == text
    if talk.is_over or (is_stale(talk, turn) and (is_twice or not text)):
        return shown(talk)
    said = said_words(text, talk.customer, talk.heard, services.content) if text else None
    problem = _problem(text, is_read=said is not None, is_stale=is_stale(talk, turn))
    if problem or said is None:
        sends = turn.intent.removeprefix("practice.")
        return Reply(form=answer_form(talk.run, talk.scene, sends, text, problem))
    return await changed(rules.say(talk.run, said, turn.at), services)


async def show_coach(turn: Turn, services: Services) -> Reply:
    """Show the card at the end to one person, by the agent's own tap; it is sent once."""
    talk = await own_talk(turn, services)
    if not talk.heard:  # there is nothing to show yet
        return shown(talk)
    coach = await _chosen(turn, services)
    if isinstance(coach, str):
        return Reply(form=coach_form(talk.run, coach))
    told = debrief(talk.customer, talk.heard)
    card = coach_card(turn.person.name, talk.customer, talk.heard, told)
    name = f"practice:{talk.run.id}:{talk.run.rev}:{coach.id}"
    home = Place.personal(turn.tenant, coach.id)
    done = shown_card(talk.run, spoken_name(coach.id, coach.name))
    return Reply(done, posts=(Post(home, card, reader=coach.id, name=name),))


def _problem(text: str, *, is_read: bool, is_stale: bool) -> str:
    """Return why it can't be said, or nothing."""
    if not text:
        return _EMPTY
    if len(text) > MAX_SAID:
        return f"{len(text)} characters; {MAX_SAID} is the most. Nobody listens for that long."
    if not is_read:
        return _UNREAD
    return _MOVED_ON if is_stale else ""


async def _chosen(turn: Turn, services: Services) -> Person | str:
    """Return the one person who was chosen, or what is wrong with the choice."""
    turn = await acquainted(turn, services)
    bots = {each.id for each in turn.mentions if each.kind is MentionKind.BOT}
    chosen = chosen_people(turn)
    if len(chosen) != 1 or chosen[0].id in bots:
        return "Choose one colleague."
    (coach,) = chosen
    if coach.id == turn.person.id:
        return "That is you. Choose a colleague."
    if coach.guest:
        return "They are a guest here. Choose a colleague."
    check_nobody_left(chosen, "show it to somebody else")
    return coach
