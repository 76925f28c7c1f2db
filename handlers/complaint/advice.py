"""The words on a card: one hint and one line while somebody talks, and the other ones on demand.

Of a second failure the channel's words stay, and those for the second time are added.
"""

from collections.abc import Iterator, Sequence

from content.flow import Advice, Flow, Step
from handlers.cards import Block, Text, Tone
from handlers.complaint.buttons import View
from handlers.domain.case import REFER, Case


def step_advice(case: Case, step: Step, flow: Flow) -> tuple[Advice, ...]:
    """Return the advice of a step: for the way of contact, and for a second failure besides."""
    first = step.advice(case.variant)
    if step.id == "close" and case.done and flow.done is not None:
        first = flow.done
    return (first, step.second) if case.second and step.second is not None else (first,)


def words_of(
    advice: Sequence[Advice], case: Case, flow: Flow, view: View, *, terse: bool
) -> Iterator[Block]:
    """Return what a card says: its first words, or the other ones.

    Whoever has ``terse`` cards sees a line only where it is a second time or a referral.
    """
    line = _first_line(advice) if not terse or case.second or case.step == REFER else ()
    others = tuple(_other_words(advice, flow, line)) if view is View.WORDS else ()
    if others:
        yield from others
        return
    yield Text("\n".join(each.hints[0] for each in advice))
    yield from (Text(each, Tone.SAY) for each in line)


def _other_words(advice: Sequence[Advice], flow: Flow, shown: Sequence[str]) -> Iterator[Block]:
    """Return the second hints, the lines that aren't shown, and what to leave out."""
    if hints := [hint for each in advice for hint in each.hints[1:]]:
        yield Text("\n".join(hints))
    for each in advice:
        yield from (Text(line, Tone.SAY) for line in each.say if line not in shown)
    for each in advice:
        if each.leave_out is not None:
            words, because = each.leave_out.words, each.leave_out.because
            yield Text(f"{flow.words.leave_out}: “{words}” {because}", Tone.AVOID)


def _first_line(advice: Sequence[Advice]) -> Sequence[str]:
    """Return the one line that is shown, if there is one: the last that was added."""
    return next((each.say[:1] for each in reversed(advice) if each.say), ())
