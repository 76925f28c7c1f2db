"""What a coach says of a draft: a verdict, what is good, and at most three things to mend."""

from collections.abc import Iterator, Mapping, Sequence

from content.reply_findings import PROBLEMS, FindingId
from content.reply_rules import Replies
from handlers.domain.replies.draft import Derived, Draft, Finding, Point, Stage, Verdict

MOST = 3  # nobody remembers a fourth
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


def missing_in(found: set[FindingId], stage: Stage) -> list[FindingId]:
    """Return what a reply of this stage lacks, the first of each choice."""
    return [choice[0] for choice in WANTED[stage] if not found.intersection(choice)]


def strengths_in(findings: Sequence[Finding], replies: Replies) -> tuple[str, ...]:
    """Return what is good, in words: three at most; what is weak isn't praised."""
    strong = {each.id for each in findings if not each.weak}
    praised = [replies.of(each) for each in BEST_FIRST if each in strong]
    return tuple(each.praise for each in praised[:MOST] if each is not None and each.praise)


def points_in(
    draft: Draft,
    findings: Sequence[Finding],
    derived: Sequence[Derived],
    stage: Stage,
    words: int,
    replies: Replies,
) -> tuple[Point, ...]:
    """Return what to mend: harm first, then what is missing; three at most."""
    by_id: dict[FindingId, Finding] = {}
    for each in findings:
        by_id.setdefault(each.id, each)
    points: list[Point] = []
    for about in WORST_FIRST:
        if isinstance(about, Derived):
            points += [_derived_point(about, draft, words)] if about in derived else []
        elif about in by_id:
            points += _problem_point(by_id[about], draft, replies)
    points += _missing_points(set(by_id), stage, replies)
    return tuple(points[:MOST])


def verdict_of(
    findings: Sequence[Finding], derived: Sequence[Derived], points: Sequence[Point]
) -> Verdict:
    """Return what to do with a draft."""
    found = {each.id for each in findings}
    if found & _STINGS or len(found.intersection(PROBLEMS)) > 1:
        return Verdict.HOLD
    if points or derived:
        return Verdict.NEARLY
    return Verdict.SEND


def _problem_point(finding: Finding, draft: Draft, replies: Replies) -> Iterator[Point]:
    """Yield the point of a problem, in the words of its rule where that has some."""
    rules = replies.of(finding.id)
    if rules is None:
        return
    rule = next((each for each in rules.rules if finding.source.endswith(f".{each.id}")), None)
    say = (rule and rule.advice) or rules.advice or ""
    better = (rule and rule.better) or rules.better or ""
    yield Point(finding.id, say, rules.why, draft.text[finding.start : finding.end], better)


def _derived_point(derived: Derived, draft: Draft, words: int) -> Point:
    if derived is Derived.TOO_LONG:
        say = f"{words} words are many for {_IN[draft.channel]}. Keep the feeling and the step."
        return Point(derived, say, "Somebody upset takes in the first lines, and little more.")
    return Point(derived, *_OF_DERIVED[derived])


def _missing_points(found: set[FindingId], stage: Stage, replies: Replies) -> Iterator[Point]:
    for each in missing_in(found, stage):
        rules = replies.of(each)
        if rules is not None and rules.missing:
            yield Point(f"missing_{each}", rules.missing, rules.why, better=rules.line or "")
