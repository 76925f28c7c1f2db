"""The language of the reply check: phrases by finding, what is said of them, and the word lists.

How phrases are written stands in ``content.phrases``.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, StringConstraints, model_validator

from content.fields import Idea, Line, Model, Reason, Slug
from content.phrases import Phrasebook
from content.reply_findings import STRENGTHS, FindingId

PhraseLine = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Example = Annotated[str, StringConstraints(min_length=1, max_length=400, strip_whitespace=True)]


class ReplyRule(Model):
    """Some ways to say one thing, with examples that are tried as tests.

    ``need``: one of these stands in the same sentence too; ``unless``: none of these does, and
    ``unless_reply``: nowhere in the reply. ``scope``: whether "the same" is the sentence or only
    the clause. ``question``: only in a question, or only outside one. ``tells``: from there on the
    words must tell a thing and what went wrong with it; ``loose``: or two things, where ``say``
    has said that something went wrong. ``beside``: one of these findings must be in the reply too.
    ``weak``: it counts, and is not praised.
    """

    id: Slug
    say: tuple[PhraseLine, ...] = Field(min_length=1)
    need: tuple[PhraseLine, ...] = ()
    unless: tuple[PhraseLine, ...] = ()
    unless_reply: tuple[PhraseLine, ...] = ()
    unless_found: tuple[FindingId, ...] = ()
    scope: Literal["sentence", "clause"] = "sentence"
    question: bool | None = None
    tells: Literal["strict", "loose"] | None = None
    beside: tuple[FindingId, ...] = ()
    weak: bool = False
    advice: Reason | None = None
    better: Reason | None = None
    yes: tuple[Example, ...] = Field(min_length=1)
    no: tuple[Example, ...] = ()


class FindingRules(Model):
    """All rules of one finding, and what the coach says of it.

    ``why``: the idea behind it, in a line. A strength has ``praise``, ``missing`` and ``line``, a
    sentence with blanks in ⟨ ⟩; a problem has ``advice`` and ``better``.
    """

    finding: FindingId
    idea: Idea
    why: Reason
    praise: Line | None = None
    missing: Reason | None = None
    line: Reason | None = None
    advice: Reason | None = None
    better: Reason | None = None
    rules: tuple[ReplyRule, ...] = ()
    lists: dict[str, tuple[PhraseLine, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _says_what_the_coach_needs(self) -> Self:
        wanted = ("praise",) if self.finding in STRENGTHS else ("advice",)
        for key in wanted:
            if getattr(self, key) is None:
                raise ValueError(f"has no {key}, which {self.finding} needs")
        return self


class ReplyWords(Model):
    """Words and phrases that all findings use.

    ``spellings`` maps other spellings, short forms and frequent typos to one form. ``cues`` are
    phrases that decide between findings, and the stage.
    """

    spellings: dict[str, Line] = Field(default_factory=dict)
    lists: dict[str, tuple[PhraseLine, ...]] = Field(default_factory=dict)
    cues: dict[str, tuple[PhraseLine, ...]] = Field(default_factory=dict)


class BannedPhrase(Model):
    """A phrase that a workspace doesn't want to hear, and what to say instead."""

    say: PhraseLine
    instead: Reason
    because: Reason | None = None


class FavouredPhrase(Model):
    """A phrase that a workspace likes, and what customers hear in it."""

    say: PhraseLine
    finding: FindingId


class HousePhrases(Model):
    """What a workspace adds of its own, without writing rules."""

    banned: tuple[BannedPhrase, ...] = ()
    favoured: tuple[FavouredPhrase, ...] = ()


class Replies(Model):
    """The whole language of the reply check; made ready once for each pack, so it hashes by id."""

    findings: tuple[FindingRules, ...] = ()
    words: ReplyWords = ReplyWords()
    phrases: HousePhrases = HousePhrases()
    _shared: Phrasebook = PrivateAttr()
    _books: dict[FindingId, Phrasebook] = PrivateAttr(default_factory=dict)

    def __hash__(self) -> int:
        return id(self)

    @model_validator(mode="after")
    def _with_books(self) -> Self:
        self._shared = Phrasebook(self.words.lists)
        self._books = {each.finding: Phrasebook(each.lists, self._shared) for each in self.findings}
        return self

    def book(self, finding: FindingId | None = None) -> Phrasebook:
        """Return what reads the phrases of a finding, or those that all share."""
        return self._shared if finding is None else self._books[finding]

    def of(self, finding: FindingId) -> FindingRules | None:
        """Return the rules of a finding, or None."""
        return next((each for each in self.findings if each.finding == finding), None)
