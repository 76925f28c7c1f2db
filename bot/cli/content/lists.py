"""What there is in a pack, by kind: each id with a few words."""

from collections.abc import Mapping

from content.models import Content
from content.reply_rules import Replies

PHRASES = "phrases"


def lists_of(words: Content) -> Mapping[str, Mapping[str, str]]:
    """Return the ids of each kind, with what it is; the kinds are what one types."""
    return {
        "reminders": {each.id: f"{each.kind} · {each.idea}" for each in words.reminders},
        "ideas": {each.id: each.name for each in words.principles},
        "lessons": {
            each.id: f"{each.course} · {each.number} · {each.title}" for each in words.lessons
        },
        "scenarios": {
            each.id: f"{each.level} · {each.channel} · {each.feeling} · {each.title}"
            for each in words.scenarios
        },
        "replies": _replies(words.replies),
    }


def _replies(replies: Replies) -> dict[str, str]:
    """Return the findings, the rules of each, and the phrases of a house."""
    rows: dict[str, str] = {}
    for each in replies.findings:
        rows[each.finding] = f"{len(each.rules)} rules · {each.idea}"
        rows |= {f"{each.finding}.{rule.id}": rule.yes[0] for rule in each.rules}
    house = replies.phrases
    rows[PHRASES] = f"{len(house.banned)} banned, {len(house.favoured)} favoured"
    return rows
