"""The reminder of a channel as it will be posted: drawn when due, and previewed word for word."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from content.models import Content
from handlers.cards import Action, Block, Button, Card, Facts, Text, Tone
from handlers.domain.deck import Dealt, deal
from handlers.domain.deck_sharing import share
from handlers.domain.people import Place
from handlers.reminders.ideas import reminder_card
from handlers.reminders.upcoming import UNTIL, around, left_out_words, outlook, told, why_left_out
from handlers.turn import Post
from scheduler.occurrence import Occurrence, Schedule, Skip
from scheduler.phrases.phrase import describe

INTENT = "reminder.due"
PREVIEW = 5


def draw(occurrence: Occurrence, content: Content) -> tuple[Post, Mapping[str, Any]] | Skip:
    """Return the post of an occurrence and the deck's memory; pure, so a retry draws the same."""
    schedule = occurrence.schedule
    if reason := why_left_out(schedule, occurrence.at):
        return Skip(reason)
    dealt = _dealt(schedule, content)
    post = Post(
        Place.parse(schedule.place),
        _card(schedule, dealt),
        zone=schedule.recurrence.zone,
        not_before=around(occurrence),
    )
    return post, dealt.memory


def preview_card(schedule: Schedule, content: Content, now: datetime, title: str) -> Card:
    """Return what the setter sees: the next five moments, and the exact next text."""
    zone = schedule.recurrence.zone
    ahead = outlook(schedule, now, PREVIEW)
    following = _card(schedule, _dealt(schedule, content))
    times = "\n".join(told(schedule, each, now, zone) for each in ahead.moments)
    rows = [(f"Next, in {zone}", times or "none")]
    if ahead.left_out:
        rows.append(("Left out", "\n".join(left_out_words(ahead, now, zone))))
    held: tuple[Block, ...] = ()
    if stands := _held(schedule, now):
        held = (Text(f"{stands[0].upper()}{stands[1:]}. To go on: /reminders resume"),)
    args = {"schedule": schedule.id}
    return Card(
        f"{title}: {describe(schedule.recurrence)}",
        (
            *held,
            Facts(tuple(rows)),
            Text("The next one reads:", Tone.NOTE),
            Text(following.title),
            *following.body,
        ),
        (
            Button("Change", Action("reminders.ask", args)),
            Button("Remove", Action("reminders.remove", args)),
            Button("Add another", Action("reminders.ask")),
        ),
    )


def standing(schedule: Schedule, now: datetime, zone: str) -> str:
    """Return where a reminder stands, in one line."""
    setter = f"set up by {schedule.args.get('setter', 'somebody')}"
    if stands := _held(schedule, now):
        return f"{stands} · {setter}"
    ahead = outlook(schedule, now, 1)
    if schedule.next_at is None:
        return f"over · {setter}"
    words = [f"next {told(schedule, each, now, zone)}" for each in ahead.moments]
    if ahead.left_out:
        words.append(f"left out: {', '.join(left_out_words(ahead, now, zone))}")
    return " · ".join((*words, setter))


def _held(schedule: Schedule, now: datetime) -> str:
    """Return why nothing at all is sent for now, or nothing."""
    if not schedule.enabled:
        return f"stopped: {schedule.args.get('stopped', 'it could not be drawn')}"
    if (until := schedule.args.get(UNTIL)) and now <= datetime.fromisoformat(until):
        return f"paused by {schedule.args.get('paused_by', 'somebody')}"
    return ""


def _dealt(schedule: Schedule, content: Content) -> Dealt:
    return deal(share(schedule, content.reminders), schedule.memory, schedule.id)


def _card(schedule: Schedule, dealt: Dealt) -> Card:
    setter = schedule.args.get("setter", "your team")
    card = reminder_card(dealt.reminder, f"Set up by {setter}, {schedule.recurrence.zone}")
    if not (sign_off := str(schedule.args.get("sign_off", ""))):
        return card
    *words, small = card.body
    return replace(card, body=(*words, Text(sign_off), small))
