"""The reminder of a channel as it will be posted: drawn when due, and previewed word for word."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from content.models import Content
from handlers.cards import Action, Button, Card, Facts, Text, Tone
from handlers.deck import MIXED, Dealt, deal, deck
from handlers.moments import in_words
from handlers.people import Place
from handlers.thoughts import reminder_card
from handlers.turn import Post
from scheduler.occurrence import Occurrence, Schedule, Skip
from scheduler.phrase import describe
from scheduler.recurrence import upcoming

PREVIEW = 5
UNTIL, SKIPPED = "paused_until", "skip"  # in a schedule's args: ISO moments


def draw(occurrence: Occurrence, content: Content) -> tuple[Post, Mapping[str, Any]] | Skip:
    """Return the post of an occurrence and the deck's memory; pure, so a retry draws the same."""
    schedule = occurrence.schedule
    if skip := _left_out(occurrence):
        return skip
    dealt = _dealt(schedule, content)
    post = Post(Place.parse(schedule.place), _card(schedule, dealt), zone=schedule.recurrence.zone)
    return post, dealt.memory


def preview_card(schedule: Schedule, content: Content, now: datetime, title: str) -> Card:
    """Return what the setter sees: the next five moments, and the exact next text."""
    zone = schedule.recurrence.zone
    moments = upcoming(schedule.recurrence, now, PREVIEW)
    following = _card(schedule, _dealt(schedule, content))
    times = "\n".join(in_words(each, now, zone) for each in moments)
    args = {"schedule": schedule.id}
    return Card(
        f"{title}: {describe(schedule.recurrence)}",
        (
            Facts(((f"Next, in {zone}", times),)),
            Text("The next one reads:", Tone.NOTE),
            Text(following.title),
            *following.body,
        ),
        (
            Button("Change", Action("reminders.ask", args)),
            Button("Remove", Action("reminders.remove", args)),
        ),
    )


def standing(schedule: Schedule, now: datetime, zone: str) -> str:
    """Return where a reminder stands, in one line."""
    setter = f"set up by {schedule.args.get('setter', 'somebody')}"
    if not schedule.enabled:
        return f"stopped: {schedule.args.get('stopped', 'it could not be drawn')} · {setter}"
    if (until := schedule.args.get(UNTIL)) and now <= datetime.fromisoformat(until):
        return f"paused by {schedule.args.get('paused_by', 'somebody')} · {setter}"
    if schedule.next_at is None:
        return f"over · {setter}"
    return f"next {in_words(schedule.next_at, now, zone)} · {setter}"


def _left_out(occurrence: Occurrence) -> Skip | None:
    """Return why somebody wants nothing sent at this moment, or None."""
    args = occurrence.schedule.args
    if (until := args.get(UNTIL)) and occurrence.at <= datetime.fromisoformat(until):
        return Skip(f"paused by {args.get('paused_by', 'somebody')}")
    if args.get(SKIPPED) == occurrence.at.isoformat():
        return Skip(f"left out by {args.get('skipped_by', 'somebody')}")
    return None


def _dealt(schedule: Schedule, content: Content) -> Dealt:
    name = str(schedule.args.get("deck", MIXED))
    return deal(deck(content.reminders, name), schedule.memory, schedule.id)


def _card(schedule: Schedule, dealt: Dealt) -> Card:
    setter = schedule.args.get("setter", "your team")
    card = reminder_card(dealt.reminder, f"Set up by {setter}, {schedule.recurrence.zone}")
    if not (sign_off := str(schedule.args.get("sign_off", ""))):
        return card
    *words, small = card.body
    return replace(card, body=(*words, Text(sign_off), small))
