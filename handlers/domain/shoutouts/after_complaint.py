"""Thanks after a complaint: when it is time for them, and what its case knows; nothing invented."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from content.flow import Variant
from handlers.domain.case import Case, CaseState, handed_over
from handlers.domain.promise import Promise, PromiseState
from handlers.domain.times import dated
from handlers.domain.wording import same_words

_BY: Mapping[Variant, str] = {
    Variant.VOICE: "by phone",
    Variant.CHAT: "by chat",
    Variant.COUNTER: "at the counter",
}
_LIMIT = re.compile(r"\s*\([^()]*\)\s*$")  # "(up to 40 €)" is for the agent, not for thanks


@dataclass(frozen=True, slots=True)
class Closing:
    """What the case of a complaint that closed well knows of it.

    ``remedy`` is one of the pack's or of the workspace, never what somebody typed. ``kept_at`` is
    None when nothing was promised; ``zone`` is the one of whoever kept it.
    """

    variant: Variant
    remedy: str = ""
    kept_at: datetime | None = None
    zone: str = "UTC"


def closed_well(case: Case) -> bool:
    """Tell whether a case ended with something that the customer accepted."""
    return case.state is CaseState.CLOSED and case.accepted == "accepted" and not handed_over(case)


def is_time_for_thanks(case: Case, promises: Iterable[Promise]) -> bool:
    """Tell whether a case closed well and its promises are kept, or there is none.

    While one is open it isn't time yet; once one is broken, or only taken back, it never is. One
    that was taken back because its remedy is done already is as good as kept.
    """
    states = {each.state for each in promises}
    if not closed_well(case) or states & {PromiseState.OPEN, PromiseState.BROKEN}:
        return False
    return case.done or not states or PromiseState.KEPT in states


def closing_of(case: Case, promises: Iterable[Promise], remedies: Iterable[str]) -> Closing:
    """Return what a case knows; of ``remedies`` are the words that may be said."""
    kept = [each for each in promises if each.state is PromiseState.KEPT]
    if not kept:
        return Closing(case.variant, _known(case.remedy, remedies))
    own = max(kept, key=_by_case_and_time)
    return Closing(case.variant, _known(own.what, remedies), own.closed_at, own.zone)


def in_a_sentence(closing: Closing, workspace_zone: str) -> str:
    """Return what is said of it; another zone than the workspace's is named."""
    how = f"A complaint {_BY[closing.variant]}, accepted"
    if closing.kept_at is None:
        return f"{how}: {closing.remedy}." if closing.remedy else f"{how}."
    promise = f"The promise to {closing.remedy}" if closing.remedy else "What was promised"
    return f"{how}. {promise} was kept {_when(closing.kept_at, closing.zone, workspace_zone)}."


def in_a_row(closing: Closing, reader_zone: str) -> str:
    """Return it in a few words, for a list; another zone than the reader's is named."""
    if closing.kept_at is None:
        return closing.remedy or f"a complaint {_BY[closing.variant]}"
    when = _when(closing.kept_at, closing.zone, reader_zone)
    return f"{closing.remedy or 'what was promised'}, kept {when}"


def _by_case_and_time(promise: Promise) -> tuple[bool, datetime]:
    """Order promises: one made in the case says more than one typed with its number."""
    return promise.case_id is not None, promise.closed_at or promise.changed_at


def _known(remedy: str | None, remedies: Iterable[str]) -> str:
    """Return a remedy without its limit; nothing of one that is not among those."""
    if not remedy or not any(same_words(remedy, each) for each in remedies):
        return ""
    return _LIMIT.sub("", remedy).rstrip(" .")


def _when(moment: datetime, zone: str, usual: str) -> str:
    """Return day and time: a draft, and what is posted of it, is read on other days as well."""
    return dated(moment, zone) if zone == usual else f"{dated(moment, zone)} ({zone})"
