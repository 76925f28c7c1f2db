"""The reminder of a channel as it is posted, drawn when it is due."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from content.models import Content
from handlers.cards import Card, Text
from handlers.domain.deck import Dealt, DeckMemory, deal
from handlers.domain.deck_sharing import share
from handlers.domain.reminder import Reminder, reminder_of
from handlers.ideas.cards import reminder_card
from handlers.reminders.upcoming import send_at
from handlers.turn import Post
from scheduler.calendar.recurrence import zone_named
from scheduler.occurrence import Occurrence, Skip


def draw(occurrence: Occurrence, content: Content) -> tuple[Post, Mapping[str, Any]] | Skip:
    """Return the post of an occurrence and the deck's memory; pure, so a retry draws the same."""
    reminder = reminder_of(occurrence.schedule)
    if cause := reminder.left_out(occurrence.at):
        return Skip(cause)
    post, memory = next_post(reminder, content, occurrence.at)
    when = send_at(reminder, occurrence.at, occurrence.key)
    return replace(post, not_before=when), memory.dump()


def next_post(reminder: Reminder, content: Content, at: datetime) -> tuple[Post, DeckMemory]:
    """Return the post of a reminder at a moment, and what its deck remembers then."""
    dealt = deal_next(reminder, content, at)
    return Post(reminder.place, post_card(reminder, dealt), zone=reminder.zone), dealt.memory


def deal_next(reminder: Reminder, content: Content, at: datetime) -> Dealt:
    """Return the text of a reminder at a moment, and what its deck remembers then."""
    local = at.astimezone(zone_named(reminder.zone))
    texts = share(reminder, content.reminders)
    return deal(texts, reminder.memory, reminder.id, local, reminder.deck)


def post_card(reminder: Reminder, dealt: Dealt) -> Card:
    """Return the card of a text as this channel sees it."""
    card = reminder_card(dealt.text, f"Set up by {reminder.setter}, {reminder.zone}")
    if not reminder.sign_off:
        return card
    *words, small = card.body
    return replace(card, body=(*words, Text(reminder.sign_off), small))
