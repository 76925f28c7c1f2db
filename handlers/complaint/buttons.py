"""The buttons of a case's card: each names the case and the revision it was drawn for."""

from collections.abc import Iterable
from datetime import datetime

from content.models import Flow, Move
from handlers.cards import Action, Button, Style
from handlers.domain.case import STEPS, VARIANTS, Case
from handlers.domain.excerpt import cut
from handlers.domain.times import in_words

MAX_LABEL_NOTE_LENGTH = 30  # characters of what was typed: enough to tell two alike apart


def move_buttons(case: Case, moves: Iterable[Move]) -> tuple[Button, ...]:
    """Return the pack's own buttons, the first one as the main one."""
    return tuple(
        Button(move.label, _moved(case, move), Style.PRIMARY if number == 0 else Style.PLAIN)
        for number, move in enumerate(moves)
        if not (move.mark == "second" and case.second)
    )


def more_buttons(case: Case, flow: Flow, moves: Iterable[Move] = ()) -> tuple[Button, ...]:
    """Return back, pause, refer, skip, channel; the first three are the ones never left out."""
    gone = case.step == STEPS[-1]  # the customer is: nothing to refer, no way of contact
    offered = gone or case.step == "refer" or any(move.go == "refer" for move in moves)
    words, first = flow.words, case.step == STEPS[0] and case.aside is None
    refer = () if offered else (Button(words.refer, case_action(case, "go", to="refer")),)
    reach = Button(words.variant, case_action(case, "show", aside=VARIANTS))
    return (
        *(() if first else (back_button(case, flow),)),
        Button(words.pause, case_action(case, "pause")),
        *refer,
        Button(words.skip, case_action(case, "skip")),
        *(() if gone else (reach,)),
    )


def back_button(case: Case, flow: Flow) -> Button:
    """Return the way back."""
    return Button(flow.words.back, case_action(case, "back"))


def alarm_button(case: Case, flow: Flow) -> Button:
    """Return the one red button that is always in sight."""
    return Button(flow.words.alarm, case_action(case, "alarm"), Style.DANGER)


def pick_button(case: Case, flow: Flow, zone: str, now: datetime) -> Button:
    """Return the row of an open case: ``1042 · the lid was cracked · Own it · today 10:12``."""
    note = cut(" ".join(case.note.split()).rstrip(" ,.;:-"), MAX_LABEL_NOTE_LENGTH)
    since = in_words(case.changed_at, now, zone)
    parts = (str(case.number), note, flow.step(case.step).title, since)
    return Button(" · ".join(filter(None, parts)), Action("complaint.pick", {"case": case.id}))


def case_action(case: Case, verb: str, **args: str) -> Action:
    """Return what a button of a case, or one of its forms, sends back."""
    return Action(f"complaint.{verb}", {"case": case.id, "rev": str(case.rev), **args})


def _moved(case: Case, move: Move) -> Action:
    marked = {"mark": move.mark} if move.mark else {}
    if move.go:
        return case_action(case, "go", to=move.go, **marked)
    if move.show:
        return case_action(case, "show", aside=move.show, **marked)
    if move.form:
        return case_action(case, "ask", form=move.form, **marked)
    return case_action(case, "mark", **marked)
