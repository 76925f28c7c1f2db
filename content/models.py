"""The shape of a content pack; every file is checked against it before it is used."""

from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from content.danger_words import DangerWords
from content.fields import Choice, Idea, Label, Line, Model, Prose, Reason, Scene, Slug
from content.flow import Flow
from content.lessons import Lesson
from content.moves import Moves
from content.reply_rules import Replies
from content.scenarios import Scenario

SCENES = 3  # of a question: one for each time that it comes back


class ReminderKind(StrEnum):
    """How a reminder speaks; two neighbours in a deck never speak alike."""

    THOUGHT = "thought"
    TRY = "try"
    QUESTION = "question"
    BEFORE_SHIFT = "before-shift"
    WHAT_IF = "what-if"


class Contact(StrEnum):
    """By which way a customer reaches those whom a reminder speaks of."""

    ANY = "any"
    PHONE = "phone"
    CHAT = "chat"
    EMAIL = "email"
    TICKET = "ticket"
    COUNTER = "counter"
    VISIT = "visit"


class Situation(Model):
    """A line of what happens, and two ways to go on; the idea asks for ``better``."""

    scene: Scene
    better: Choice
    other: Choice


class ReminderText(Model):
    """One short thing to think of, to decide or to do today.

    A question may have two choices, in three scenes; then it has ``because`` too, which is said
    once somebody has chosen. ``trade`` and ``contact`` tell whom a text speaks of.
    """

    id: Slug
    idea: Idea
    kind: ReminderKind
    text: Prose
    practice: Line | None = Field(default=None, alias="try")
    what_if: Line | None = None
    scenes: tuple[Situation, ...] = Field(default=(), max_length=SCENES)
    because: Reason | None = None
    trade: Label | None = None
    contact: Contact = Contact.ANY
    credit: Line

    @model_validator(mode="after")
    def _is_of_its_kind(self) -> Self:
        for kind, key, value in (
            (ReminderKind.WHAT_IF, "what_if", self.what_if),
            (ReminderKind.QUESTION, "scenes", self.scenes),
            (ReminderKind.QUESTION, "because", self.because),
        ):
            if value and self.kind is not kind:
                raise ValueError(f"has {key}, which only a {kind} has")
        if self.scenes and len(self.scenes) < SCENES:
            raise ValueError(f"has {len(self.scenes)} of {SCENES} scenes; write {SCENES}, or none")
        if self.scenes and not self.because:
            raise ValueError("has scenes and no because; say why, for after the press")
        if self.because and not self.scenes:
            raise ValueError(f"has because and no scenes; write {SCENES} of them")
        if any(each.better == each.other for each in self.scenes):
            raise ValueError("has a scene with the same choice twice; write two")
        if len({each.scene for each in self.scenes}) < len(self.scenes):
            raise ValueError("has the same scene twice; write another one")
        return self


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
    moves: Moves
    synonyms: tuple[Synonyms, ...] = ()
    replies: Replies = Replies()
    scenarios: tuple[Scenario, ...] = ()
    lessons: tuple[Lesson, ...] = ()

    def scenario(self, scenario_id: str) -> Scenario | None:
        """Return the scenario with this id, or None."""
        return next((each for each in self.scenarios if each.id == scenario_id), None)

    def lesson(self, lesson_id: str) -> Lesson | None:
        """Return the lesson with this id, or None."""
        return next((each for each in self.lessons if each.id == lesson_id), None)
