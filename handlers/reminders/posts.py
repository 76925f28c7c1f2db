"""The reminder of a channel as it is posted, drawn when it is due."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from content.models import Content
from handlers.cards import Card, Text, Tone
from handlers.domain.briefing import what_if_beside
from handlers.domain.deck import BRIEFING, Dealt, DeckMemory, deal
from handlers.domain.deck_sharing import share
from handlers.domain.reminder import Reminder, reminder_of
from handlers.ideas.cards import Showing, briefing_card, reminder_card
from handlers.reminders.upcoming import send_at
from handlers.turn import Post
from scheduler.calendar.recurrence import zone_named
from scheduler.occurrence import Occurrence, Skip


def draw(occurrence: Occurrence, content: Content) -> tuple[Post, Mapping[str, Any]] | Skip:
    """Return the post of an occurrence and the deck's memory; pure, so a retry draws the same."""
    reminder = reminder_of(occurrence.schedule)
    if cause := reminder.left_out(occurrence.at):
        return Skip(cause)
    post, memory = next_post(reminder, content, occurrence.at, occurrence.key)
    when = send_at(reminder, occurrence.at, occurrence.key)
    return replace(post, not_before=when), memory.dump()


def next_post(
    reminder: Reminder, content: Content, at: datetime, key: str
) -> tuple[Post, DeckMemory]:
    """Return the post of a reminder at a moment, and what its deck remembers then.

    ``key`` is the occurrence's: by it the answers to one post are told from those to another.
    """
    dealt = deal_next(reminder, content, at)
    card = post_card(reminder, dealt, content, key)
    return Post(reminder.place, card, zone=reminder.zone), dealt.memory


def deal_next(reminder: Reminder, content: Content, at: datetime) -> Dealt:
    """Return the text of a reminder at a moment, and what its deck remembers then."""
    local = at.astimezone(zone_named(reminder.zone))
    texts = share(reminder, content.reminders)
    return deal(texts, reminder.memory, reminder.id, local, reminder.deck)


def _briefing(reminder: Reminder, dealt: Dealt, content: Content, showing: Showing) -> Card:
    """Return a briefing with the number of promises that was counted for its day."""
    (day, _), promised = dealt.memory.days[-1], reminder.promised
    count = promised[1] if promised and promised[0] == day else None
    beside = what_if_beside(content.reminders, dealt.memory, reminder.id)
    return briefing_card(dealt.text, beside, count, showing)


def post_card(reminder: Reminder, dealt: Dealt, content: Content, key: str = "") -> Card:
    """Return the card of a text as this channel sees it."""
    showing = Showing(
        scene=dealt.memory.scene,
        on=key,
        schedule=reminder.id,
        setter=reminder.setter,
        has_threads=reminder.place.has_threads,
    )
    card = (
        _briefing(reminder, dealt, content, showing)
        if reminder.deck == BRIEFING
        else reminder_card(dealt.text, showing)
    )
    signed = (Text(reminder.sign_off),) if reminder.sign_off else ()
    echo = (Text(reminder.echo, Tone.NOTE),) if reminder.echo_is_due else ()
    return replace(card, body=(*card.body, *signed, *echo))
