"""What a coach says of a draft: a verdict, what is good, and at most three things to mend."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from content.reply_findings import PROBLEMS, FindingId
from content.reply_rules import BannedPhrase, Replies
from handlers.domain.replies.draft import Derived, Draft, Finding, Point, Stage, Verdict

MOST = 3  # nobody remembers a fourth
FEW = 3  # words that are only a beginning: "Hi", "Hello Anna", "All right then"
BARE = 5  # words of a sorry alone: "I am so sorry", "Sorry about that"
WORST_FIRST: tuple[FindingId | Derived, ...] = (
    "dismissive",
    "blame",
    "policy_shield",
    "non_apology",
    "excuse",
    Derived.FIX_FIRST,
    "overpromise",
    "vague",
    "canned",
    Derived.SORRY_LOOP,
    Derived.TOO_LONG,
)
_STINGS = frozenset({"dismissive", "blame", "policy_shield", "non_apology"})
BEST_FIRST: tuple[FindingId, ...] = (
    "ownership",
    "action",
    "acknowledge",
    "specific",
    "apology",
    "timeframe",
    "invite",
    "extra",
    "thanks",
)
# What a reply of a stage wants: one of each of these.
WANTED: Mapping[Stage, tuple[tuple[FindingId, ...], ...]] = {
    Stage.VENT: (("invite",), ("acknowledge", "apology")),
    Stage.LISTEN: (("acknowledge", "specific"), ("apology", "ownership")),
    Stage.ACT: (("action",), ("timeframe",)),
    Stage.CLOSE: (("thanks", "extra", "action"),),
}
_SAYS_WHAT_FOR = re.compile(r"\b(for|the|you|your|we|our|us|my)\b", re.IGNORECASE)
_IN = {"chat": "a chat", "email": "an e-mail", "phone": "one breath", "counter": "one breath"}
_OF_DERIVED = {
    Derived.FIX_FIRST: (
        "The step comes before a word on what happened to them. Begin with that.",
        "Nobody takes a fix in before they have been heard.",
    ),
    Derived.SORRY_LOOP: (
        "One sorry that says what for is stronger than three. Keep the best.",
        "After the first, each sorry counts for less, and the step gets lost.",
    ),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """A draft and what was heard in it; ``stage`` is where the agent is with the customer.

    ``banned`` are points about phrases that a workspace doesn't want, ``missing`` what a reply of
    this stage lacks.
    """

    draft: Draft
    findings: tuple[Finding, ...]
    derived: tuple[Derived, ...]
    words: int
    banned: tuple[Point, ...] = ()
    missing: tuple[FindingId, ...] = ()


def missing_in(
    found: Collection[FindingId], stage: Stage, *, is_done: bool = False
) -> tuple[FindingId, ...]:
    """Return what a reply of this stage lacks, the first of each choice.

    A step that ``is_done`` needs no time.
    """
    lacking = (choice[0] for choice in WANTED[stage] if not set(choice).intersection(found))
    return tuple(each for each in lacking if not (is_done and each == "timeframe"))


def strengths_in(findings: Sequence[Finding], replies: Replies) -> tuple[str, ...]:
    """Return what is good, in words: three at most; what is weak isn't praised."""
    strong = {each.id for each in findings if not each.weak}
    praised = [replies.of(each) for each in BEST_FIRST if each in strong]
    return tuple(each.praise for each in praised[:MOST] if each is not None and each.praise)


def points_in(heard: Heard, replies: Replies) -> tuple[Point, ...]:
    """Return what to mend: harm first, then what is missing; three at most."""
    return tuple(islice(_points(heard, replies), MOST))


def verdict_of(heard: Heard) -> Verdict:
    """Return what to do with a draft."""
    found = {each.id for each in heard.findings}
    if found & _STINGS or len(found.intersection(PROBLEMS)) > 1:
        return Verdict.HOLD
    if found.intersection(PROBLEMS) or heard.derived or heard.banned or heard.missing:
        return Verdict.NEARLY
    return Verdict.SEND


def house_point(quote: str, phrase: BannedPhrase) -> Point:
    """Return the point about a phrase that a workspace doesn't want to hear."""
    why = phrase.because or "Your team has agreed to say it another way."
    return Point("house", f"Here you say: {phrase.instead}", why, quote)


def _points(heard: Heard, replies: Replies) -> Iterator[Point]:
    first: dict[FindingId, Finding] = {}
    for each in heard.findings:
        first.setdefault(each.id, each)
    house = {each.quote.casefold(): each for each in heard.banned}
    for about in WORST_FIRST:
        if isinstance(about, Derived):
            if about in heard.derived:
                yield _derived_point(about, heard)
        elif about in first:
            for point in _problem_point(first[about], heard.draft, replies):
                yield _theirs(point, house)
    yield from house.values()
    yield from _missing_points(heard, replies)


def _theirs(point: Point, house: dict[str, Point]) -> Point:
    """Return what a workspace says of the same words, taken out of ``house``; else the point."""
    quote = point.quote.casefold()
    same = next((each for each in house if each in quote or quote in each), None)
    return point if same is None else house.pop(same)


def _missing_points(heard: Heard, replies: Replies) -> Iterator[Point]:
    """Yield what is missing; of a mere beginning, and of a sorry alone, one thing."""
    specific, apology = replies.of("specific"), replies.of("apology")
    if specific and apology and _is_bare_sorry(heard):
        say = "Sorry for what? Name one thing, and what it was like for them."
        yield Point("missing_specific", say, specific.why, better=apology.line or "")
        return
    begins = heard.words <= FEW and not heard.findings
    for lacking in heard.missing[: 1 if begins else None]:
        rules = replies.of(lacking)
        if rules is not None and rules.missing:
            say = f"That's a start. {rules.missing}" if begins else rules.missing
            yield Point(f"missing_{lacking}", say, rules.why, better=rules.line or "")


def _is_bare_sorry(heard: Heard) -> bool:
    """Tell whether a draft says sorry, and nothing of what for."""
    return (
        heard.words <= BARE
        and heard.missing == ("acknowledge",)
        and {each.id for each in heard.findings} == {"apology"}
        and not _SAYS_WHAT_FOR.search(heard.draft.text)
    )


def _problem_point(finding: Finding, draft: Draft, replies: Replies) -> Iterator[Point]:
    """Yield the point of a problem, in the words of its rule where that has some."""
    rules = replies.of(finding.id)
    if rules is None:
        return
    rule = next((each for each in rules.rules if finding.source.endswith(f".{each.id}")), None)
    say = (rule and rule.advice) or rules.advice or ""
    better = (rule and rule.better) or rules.better or ""
    yield Point(finding.id, say, rules.why, draft.text[finding.start : finding.end], better)


def _derived_point(derived: Derived, heard: Heard) -> Point:
    if derived is Derived.TOO_LONG:
        where = _IN[heard.draft.channel]
        say = f"{heard.words} words are many for {where}. Keep the feeling and the step."
        return Point(derived, say, "Somebody upset takes in the first lines, and little more.")
    return Point(derived, *_OF_DERIVED[derived])
