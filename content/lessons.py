"""A lesson of two minutes: an idea, a story, a question with reasons, and a thing to try today."""

from hashlib import blake2b
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator

from content.fields import Choice, Idea, Label, Line, Model, Reason, Slug

ANSWERS = 3
LESSONS = 24

Thought = Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]
Story = Annotated[str, StringConstraints(min_length=1, max_length=800, strip_whitespace=True)]


class Answer(Model):
    """One of three answers, and why it fits or doesn't."""

    text: Choice
    right: bool
    because: Reason

    @property
    def key(self) -> str:
        """Return what names it on a button; in other words it is another answer."""
        return blake2b(self.text.encode(), digest_size=6).hexdigest()


class Lesson(Model):
    """A lesson; ``number`` is its place over both courses, 101 for leaders and 102 for all."""

    id: Slug
    course: Literal["101", "102"]
    number: int = Field(ge=1, le=99)
    title: Label
    ideas: tuple[Idea, ...] = Field(min_length=1)
    answers: tuple[Answer, ...] = Field(min_length=ANSWERS, max_length=ANSWERS)
    idea: Thought
    story: Story
    question: Reason
    try_today: Line
    ask: Reason

    @field_validator("answers")
    @classmethod
    def _one_answer_fits(cls, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
        if sum(each.right for each in answers) != 1:
            raise ValueError("needs one with right: true, and two with right: false")
        return answers

    @property
    def best(self) -> Answer:
        """Return the answer that fits best."""
        return next(each for each in self.answers if each.right)

    def answer(self, key: str) -> Answer | None:
        """Return the answer of a key; None: it was worded in another way then."""
        return next((each for each in self.answers if each.key == key), None)
