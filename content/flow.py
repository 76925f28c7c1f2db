"""The flow of a complaint: its steps, what may be offered, and the branches of danger."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from content.fields import CLOCK, Idea, Label, Line, Model, Slug

MIN_CAUSES, MAX_CAUSES = 2, 8  # one chooses without reading twice


class Variant(StrEnum):
    """How the customer reaches us."""

    VOICE = "voice"
    CHAT = "chat"
    COUNTER = "counter"


class LeaveOut(Model):
    """Words that make it worse, and why."""

    words: Line
    because: Line


class Advice(Model):
    """What a card may hold while somebody is talking to a customer: a breath of text.

    The card shows the first hint and the first line; the others and what to leave out are its
    *Other words*.
    """

    hints: tuple[Line, ...] = Field(min_length=1, max_length=2)
    say: tuple[Line, ...] = Field(default=(), max_length=3)
    leave_out: LeaveOut | None = None


StepId = Literal["vent", "listen", "own", "act", "close", "after", "refer"]

Mark = Literal["second", "accepted", "not-accepted", "not-asked"]


class Move(Model):
    """A main button: go to a step, show an aside, open a form, or end; perhaps with a mark."""

    label: Label
    go: Literal[StepId, "end"] | None = None
    show: Slug | None = None
    # What-if is what it was called before there was more to pass on than that.
    form: Literal["something-else", "pass-on", "what-if"] | None = None
    mark: Mark | None = None
    ask: Literal["join", "cover"] | None = None  # somebody is asked for; with what it shows

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        if sum(x is not None for x in (self.go, self.show, self.form)) > 1:
            raise ValueError("has more than one of go, show and form; keep one")
        if self.ask and (self.go or self.form or self.mark):
            raise ValueError("asks for somebody; beside ask only show may stand")
        if not (self.go or self.show or self.form or self.mark or self.ask):
            raise ValueError("does nothing; give it one of go, show, form or mark")
        return self


class Aside(Model):
    """A card beside a step, for when the step as planned does not work."""

    id: Slug
    title: Label
    advice: Advice
    buttons: tuple[Move, ...] = Field(min_length=1, max_length=3)


class Step(Model):
    """One step of a complaint, with its advice for each way a customer reaches us."""

    id: StepId
    title: Label
    voice: Advice
    chat: Advice
    counter: Advice
    second: Advice | None = None  # besides, when it is the second time this happened
    buttons: tuple[Move, ...] = Field(default=(), max_length=3)  # act makes its own
    asides: tuple[Aside, ...] = ()

    def advice(self, variant: Variant) -> Advice:
        """Return the advice for this way of contact."""
        by_variant = {
            Variant.VOICE: self.voice,
            Variant.CHAT: self.chat,
            Variant.COUNTER: self.counter,
        }
        return by_variant[variant]

    def aside(self, aside_id: str) -> Aside | None:
        """Return the aside with this id, or None."""
        return next((aside for aside in self.asides if aside.id == aside_id), None)


class Remedy(Model):
    """One step within the agent's authority; ``promise`` completes "You will …"."""

    id: Slug
    label: Label
    promise: Line


class Cause(Model):
    """What went wrong, as it is counted; a few words, and never whose fault it was."""

    id: Slug
    label: Label


class PromiseTime(Model):
    """A time to offer: so many minutes from now, or a time of day some days on."""

    label: Label
    minutes: int | None = Field(default=None, ge=5, le=60 * 24 * 14)
    at: Annotated[str, StringConstraints(pattern=CLOCK)] | None = None
    days: int = Field(default=0, ge=0, le=14)

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Self:
        if (self.minutes is None) == (self.at is None):
            raise ValueError('needs either minutes, or at: "17:00" (with days: 1 for tomorrow)')
        return self


class Given(StrEnum):
    """What a customer was given at the close, as their agent notes it."""

    LESS = "less"
    OWED = "owed"
    MORE = "more"


class Situation(Model):
    """One of two things that a branch may be about: each has its own act, and its own words."""

    when: Label  # "Fire, smoke or gas"
    do: Line
    say: Line | None = None


class BranchWords(Model):
    """What a branch says where somebody is reached in another way than by phone."""

    emergency: Line | None = None  # none: as by phone
    do: tuple[Line, ...] = Field(default=(), max_length=2)
    dont: Line | None = None  # none: as by phone
    say: Line | None = None
    situations: tuple[Situation, ...] = Field(default=(), max_length=2)

    @model_validator(mode="after")
    def _says_what_to_do(self) -> Self:
        if not (self.do or self.situations):
            raise ValueError("says nothing to do; give it do, or situations")
        return self


class AfterDanger(Model):
    """What is said once the danger is over, before anything else goes on."""

    title: Label = "That was heavy"
    text: Line = "Take a minute."
    ask: Line | None = "Shall I ask somebody to take your next customer?"  # until somebody is asked


class Branch(Model):
    """What to do when it is more than a complaint; never legal advice.

    ``do``, ``dont``, ``say`` and ``situations`` are by phone; ``chat`` and ``counter`` stand in
    their place there.
    """

    id: Slug
    label: Label
    title: Label
    emergency: Line | None = None  # first of all, where a life may hang on it
    do: tuple[Line, ...] = Field(default=(), max_length=2)
    dont: Line
    say: Line | None = None
    situations: tuple[Situation, ...] = Field(default=(), max_length=2)
    chat: BranchWords | None = None
    counter: BranchWords | None = None
    route: Line  # who takes it, in general words
    page: Line  # what the lead's channel is told; never the customer's words
    undelivered: Line  # what to do when nobody can be paged
    safe: Label  # the button that leads back
    after: AfterDanger = AfterDanger()

    def words(self, variant: Variant) -> BranchWords:
        """Return what it says for this way of contact."""
        here = {Variant.CHAT: self.chat, Variant.COUNTER: self.counter}.get(variant)
        if here is None:
            return BranchWords(
                emergency=self.emergency,
                do=self.do,
                dont=self.dont,
                say=self.say,
                situations=self.situations,
            )
        as_by_phone = {
            "emergency": here.emergency or self.emergency,
            "dont": here.dont or self.dont,
        }
        return here.model_copy(update=as_by_phone)

    @model_validator(mode="after")
    def _says_what_to_do(self) -> Self:
        if not (self.do or self.situations):
            raise ValueError("says nothing to do; give it do, or situations")
        return self


class PromiseAdvice(Model):
    """What to do about a promise that isn't going as it was made."""

    moved: Advice  # it has a new time, and they don't know yet
    broken: Advice  # it couldn't be kept


class Question(Model):
    """One question about a plan, with an idea that it comes from."""

    id: Slug
    ask: Line
    hint: Line
    idea: Idea


class Words(Model):
    """The small words of the flow's cards."""

    back: Label
    skip: Label
    pause: Label
    go_on: Label
    refer: Label
    variant: Label
    more: Label  # the list of what has no room behind ⋯
    to_step: Label  # from that list
    other_words: Label
    first_words: Label  # from the other ones
    not_to_do: Label  # in a branch: what to leave out, and who takes it
    to_do: Label  # from that
    second: Label
    not_second: Label  # after all
    mistake: Label
    reopen: Label
    alarm: Label
    page: Label
    page_again: Label
    something_else: Label
    another_time: Label
    done_already: Label
    leave_out: Label
    will: Label  # before a step that is chosen
    promised: Label  # before a promise
    done: Label  # before a step that was done on the spot
    no_time: Label  # after a promise that has no time
    noted: Line  # before what the person wrote down for next time
    passed_on: Label  # before what of it goes up
    cause: Label  # in the list of what has no room: what went wrong
    given: Label  # and what was given at the close
    givens: dict[Given, Label]
    given_what: Label  # the way to a line on what it was
    check: Label  # and the check of what one means to say
    variants: dict[Variant, Label]
    reached: dict[Variant, Label]  # in the small print: "by phone"
    second_on: Line  # shown while a case is marked as a second failure
    paused: Line
    closed: Line
    thrown_away: Line  # opened by mistake
    handed_over: Line  # closed by referring
    paging: Line  # while the lead is being paged
    no_answer: Line  # then what to do without one follows
    late: Line  # the page is not out yet; then what to do instead follows
    late_still_trying: Line
    delivered: Line
    not_delivered: Line  # then what to do instead follows


class Flow(Model):
    """The way through a complaint."""

    steps: tuple[Step, ...]
    remedies: tuple[Remedy, ...] = Field(min_length=2, max_length=2)
    times: tuple[PromiseTime, ...] = Field(min_length=3)
    causes: tuple[Cause, ...] = Field(min_length=MIN_CAUSES, max_length=MAX_CAUSES)
    by_when: Aside
    done: Advice | None = None  # how to close when the remedy is done already; or as the step says
    promises: PromiseAdvice
    decide: tuple[Question, ...] = Field(default=(), max_length=6)
    branches: tuple[Branch, ...] = Field(min_length=6, max_length=6)
    words: Words

    def step(self, step_id: str) -> Step:
        """Return the step with this id; KeyError for a stranger."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)

    def cause(self, cause_id: str) -> str:
        """Return what went wrong in words; one that is gone from the pack is said by its id."""
        known = (each.label for each in self.causes if each.id == cause_id)
        return next(known, cause_id.replace("-", " ").capitalize())

    def branch(self, branch_id: str) -> Branch | None:
        """Return the branch with this id, or None."""
        return next((branch for branch in self.branches if branch.id == branch_id), None)
