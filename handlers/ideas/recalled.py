"""The thought of a day for somebody who has done a course: an idea that they missed there at first.

Whatever a person reads alone asks here first; each such idea has its day once.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from content.lessons import Lesson
from content.models import ReminderText
from handlers.cards import Action, Button, Card
from handlers.domain.deck import shuffled
from handlers.domain.learning.progress import missed, to_recall, told_in
from handlers.ideas.cards import reminder_card
from handlers.turn import Services, Turn


async def recalled_card(day: date, turn: Turn, services: Services) -> Card | None:
    """Return the thought of this person's day, while a lesson has one left."""
    lessons = services.store.lessons
    done = await lessons.done()
    told = told_in(services.content.reminders)
    lesson = to_recall(missed(services.content.lessons, done, told), done, day)
    if lesson is None:
        return None
    if done[lesson.id].recalled_on is None:
        await lessons.recall(lesson.id, day)
    return _card(lesson, _text(lesson, services.content.reminders, turn.person.id))


def _text(lesson: Lesson, texts: Sequence[ReminderText], seed: str) -> ReminderText:
    """Return the text of the first of its ideas that has any; the same one for a person all day."""
    idea = next(each for each in lesson.ideas if any(text.idea == each for text in texts))
    return shuffled([text for text in texts if text.idea == idea], f"{seed}#{lesson.id}")[0]


def _card(lesson: Lesson, text: ReminderText) -> Card:
    card = reminder_card(text)
    again = Button("The lesson", Action("lessons.show", {"lesson": lesson.id}))
    kind = card.aside.partition(" · ")[0] if " · " in card.aside else ""
    aside = f"{kind} · " if kind else ""
    return replace(card, more=(*card.more, again), aside=f"{aside}from “{lesson.title}”")
