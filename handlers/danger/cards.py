"""What is drawn when the lead is paged: the call itself, and that it did not get there."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from content.models import Branch
from handlers.cards import Card, Text, Tone
from handlers.domain.case import Case


def call_card(name: str, trouble: Branch, case: Case) -> Card:
    """Return the call for the lead: who calls, the kind of trouble, and none of its details."""
    text = f"{name} needs the duty lead now: {trouble.page}. Case {case.number}."
    return Card("The duty lead is needed", (Text(text),))


def aside_card(name: str, trouble: Branch, case: Case, asked_at: datetime, zone: str) -> Card:
    """Return the same call for a manager in their own chat, while the channel has it not."""
    text = f"{name} needs somebody now: {trouble.page}. Case {case.number}."
    when = f"{asked_at.astimezone(ZoneInfo(zone)):%H:%M} ({zone})"
    why = f"Asked for at {when}. The lead's channel couldn't be reached then, so I ask you."
    return Card("The duty lead is needed", (Text(text), Text(why)))


def with_managers(card: Card, names: str) -> Card:
    """Return the card of a page that is late, with who is asked besides."""
    return replace(card, body=(*card.body, Text(f"I ask them in their own chats, too: {names}.")))


def undelivered_card(case: Case, instead: str) -> Card:
    """Return what an agent who has gone on is told; ``instead`` is what to do now."""
    text = f"Your call for the lead, case {case.number}, was not delivered. {instead}"
    return Card("Not delivered", (Text(text, Tone.URGENT),))
