"""The shape of a content pack; every file is checked against it before it is used."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from content.danger_words import DangerWords
from content.fields import Idea, Label, Line, Model, Prose, Slug
from content.flow import Flow


class ReminderKind(StrEnum):
    """How a reminder speaks; two neighbours in a deck never speak alike."""

    THOUGHT = "thought"
    TRY = "try"
    QUESTION = "question"
    BEFORE_SHIFT = "before-shift"
    WHAT_IF = "what-if"


class ReminderText(Model):
    """One short thing to think of or to do today."""

    id: Slug
    idea: Idea
    kind: ReminderKind
    text: Prose
    practice: Line | None = Field(default=None, alias="try")
    credit: Line


class Principle(Model):
    """One idea on one card: a principle, lever, decision, takeaway or CARE letter."""

    id: Idea
    name: Line
    text: Prose
    practice: Line = Field(alias="try")
    credit: Line


BehaviourId = Literal["communicate", "acknowledge", "respond", "enrich"]


class Behaviour(Model):
    """One letter of CARE, as something that somebody did."""

    id: BehaviourId
    idea: Idea
    label: Label


class Shoutouts(Model):
    """The words around thanks between colleagues."""

    behaviours: tuple[Behaviour, ...] = Field(min_length=4, max_length=4)
    guidance: Line
    example: Line

    def behaviour(self, behaviour_id: str) -> Behaviour | None:
        """Return the behaviour with this id, or None."""
        return next((each for each in self.behaviours if each.id == behaviour_id), None)


class Synonyms(Model):
    """Words that people look for, and the ideas that are meant by them."""

    words: tuple[Label, ...] = Field(min_length=1)
    ideas: tuple[Idea, ...] = Field(min_length=1)


class Content(Model):
    """Everything the bot can say."""

    reminders: tuple[ReminderText, ...] = Field(min_length=1)
    principles: tuple[Principle, ...] = Field(min_length=1)
    flow: Flow
    shoutouts: Shoutouts
    danger: DangerWords
    synonyms: tuple[Synonyms, ...] = ()
