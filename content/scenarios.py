"""A scenario to practise on: an upset customer, what they need, and what could be said to them."""

import re
from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator

from content.fields import Idea, Label, Model, Slug
from content.reply_findings import FINDINGS, FindingId

_LINE = re.compile(r"\[([A-Za-z_, ]*)\]\s*(\S.*)$")

MAX_SAID = 220  # characters
Said = Annotated[str, StringConstraints(min_length=1, max_length=MAX_SAID, strip_whitespace=True)]
Who = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Heat = Annotated[float, Field(ge=0, le=10)]


class Feeling(StrEnum):
    """What a customer of practice feels above all."""

    FURY = "fury"
    DISAPPOINTMENT = "disappointment"
    FEAR = "fear"
    SHAME = "shame"
    DISTRUST = "distrust"
    EXHAUSTION = "exhaustion"


class Level(StrEnum):
    """How hard it is to calm them."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class Start(Model):
    """How they begin: anger and trust, from 0 to 10."""

    anger: Heat
    trust: Heat


class Needs(Model):
    """What they need before it is well.

    ``heard``: how much, from 0 to 10, and ``beats``: how much of their story, before they open up.
    ``fix``: words of which one makes a step the step; none: any step. ``when``: a time is needed;
    ``recognised``: somebody has to own it, or thank them. ``limit``: words of a fair limit, without
    which they go on.
    """

    heard: Heat
    beats: int = Field(default=1, ge=0, le=6)
    fix: tuple[Label, ...] = ()
    when: bool = True
    recognised: bool = False
    limit: tuple[Label, ...] = ()


class AgentLine(Model):
    """Something that could be said, and what the customer hears in it."""

    findings: tuple[FindingId, ...]
    text: Said

    @model_validator(mode="before")
    @classmethod
    def _in_parts(cls, written: object) -> object:
        """Return a line as written, ``[apology, specific] I'm sorry that …``, in its parts."""
        return _parts(written) if isinstance(written, str) else written


class Scenario(Model):
    """A customer to practise on; some lines of their own are by finding or by moment.

    The two talks are what an agent might say: the rules of replies try them, turn by turn.
    """

    id: Slug
    title: Label
    trade: Label
    feeling: Feeling
    channel: Literal["phone", "chat", "counter"]
    level: Level
    audience: Literal["agents", "leaders"] = Field(alias="for")
    ideas: tuple[Idea, ...] = Field(min_length=1)
    start: Start
    needs: Needs
    max_turns: int = Field(ge=4, le=12)
    plan: tuple[tuple[FindingId, ...], ...] = Field(min_length=2)
    who: Who
    opening: Said
    what_comes_out: tuple[Said, ...] = Field(min_length=1)
    softens: tuple[Said, ...] = Field(min_length=1)
    resolved: tuple[Said, ...] = Field(min_length=1)
    lost: tuple[Said, ...] = Field(min_length=1)
    dismissive: tuple[Said, ...] = ()
    blame: tuple[Said, ...] = ()
    policy_shield: tuple[Said, ...] = ()
    non_apology: tuple[Said, ...] = ()
    excuse: tuple[Said, ...] = ()
    overpromise: tuple[Said, ...] = ()
    vague: tuple[Said, ...] = ()
    canned: tuple[Said, ...] = ()
    fix_first: tuple[Said, ...] = ()
    still_venting: tuple[Said, ...] = ()
    open_need_fix: tuple[Said, ...] = ()
    open_need_when: tuple[Said, ...] = ()
    open_need_own: tuple[Said, ...] = ()
    open_need_limit: tuple[Said, ...] = ()
    open_almost: tuple[Said, ...] = ()
    lines: tuple[AgentLine, ...] = Field(min_length=9)
    talk_that_wins: tuple[Said, ...] = ()
    talk_that_loses: tuple[Said, ...] = ()

    @field_validator("what_comes_out")
    @classmethod
    def _has_more_than_is_needed(
        cls, lines: tuple[str, ...], info: ValidationInfo
    ) -> tuple[str, ...]:
        needs = info.data.get("needs")
        if isinstance(needs, Needs) and len(lines) <= needs.beats:
            raise ValueError(f"needs {needs.beats + 1} lines or more, as beats is {needs.beats}")
        return lines

    def own_lines(self, moment: str) -> tuple[str, ...]:
        """Return what they say of their own for a finding or a moment; none: as all others do."""
        lines: tuple[str, ...] = getattr(self, moment, ())
        return lines


def _parts(written: str) -> dict[str, object]:
    found = _LINE.match(written)
    if found is None:
        raise ValueError("says nothing of what is heard in it; write [apology] I'm sorry that …")
    names = [each.strip().lower() for each in found[1].split(",") if each.strip()]
    if unknown := next((each for each in names if each not in FINDINGS), None):
        near = get_close_matches(unknown, FINDINGS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(FINDINGS)}"
        raise ValueError(f"has [{unknown}]; {hint}")
    if len(found[2]) > MAX_SAID:
        raise ValueError(f"is {len(found[2])} characters long; keep it within {MAX_SAID}")
    return {"findings": names, "text": found[2]}
