"""The buttons of a case's card: each names the case and the revision it was drawn for."""

from collections.abc import Iterable
from enum import StrEnum

from content.flow import Flow, Given, Move
from handlers.cards import Action, Button, Style
from handlers.domain.asks.ask import AskKind
from handlers.domain.case import REFER, STEPS, Case

PASS_ON = ("pass-on", "what-if")  # the names of the form in a pack


class View(StrEnum):
    """What is shown of a case; all but its step is only looked at, and changes nothing."""

    STEP = "step"
    WORDS = "words"  # the step with its other words
    VARIANTS = "variants"  # phone, chat or counter
    MORE = "more"  # what has no room behind ⋯
    CAUSES = "causes"  # what went wrong
    GIVEN = "given"  # what was given at the close


def move_buttons(case: Case, moves: Iterable[Move]) -> tuple[Button, ...]:
    """Return the pack's own buttons, the first one as the main one."""
    return tuple(
        Button(move.label, _moved(case, move), Style.PRIMARY if number == 0 else Style.PLAIN)
        for number, move in enumerate(moves)
        if not (move.mark == "second" and case.second)
    )


def usual_buttons(case: Case, flow: Flow, view: View = View.STEP) -> tuple[Button, ...]:
    """Return what stands behind ⋯: four at most, and the list of all the rest."""
    words = words_button(case, flow, view)
    four = (words, back_button(case, flow), pause_button(case, flow), variant_button(case, flow))
    return (*(each for each in four if each is not None), more_button(case, flow))


def words_button(case: Case, flow: Flow, view: View = View.STEP) -> Button:
    """Return the way to the other words of a card, or from them to the first ones."""
    if view is View.WORDS:
        return view_button(case, flow.words.first_words, View.STEP)
    return view_button(case, flow.words.other_words, View.WORDS)


def back_button(case: Case, flow: Flow) -> Button | None:
    """Return the way back; there is none from the first step."""
    if case.step == STEPS[0] and case.aside is None and case.branch is None:
        return None
    return Button(flow.words.back, case_action(case, "back"))


def pause_button(case: Case, flow: Flow) -> Button:
    """Return what puts the case aside."""
    return Button(flow.words.pause, case_action(case, "pause"))


def variant_button(case: Case, flow: Flow) -> Button | None:
    """Return the way to phone, chat and counter, as long as the customer is there."""
    if case.step == STEPS[-1] and case.branch is None:
        return None
    return view_button(case, flow.words.variant, View.VARIANTS)


def more_button(case: Case, flow: Flow) -> Button:
    """Return the way to the list of everything that has no room on the card."""
    return view_button(case, flow.words.more, View.MORE)


def second_button(case: Case, flow: Flow) -> Button:
    """Return what notes a second failure, or takes that back."""
    if case.second:
        return Button(flow.words.not_second, case_action(case, "mark", mark="not-second"))
    return Button(flow.words.second, case_action(case, "mark", mark="second"))


def refer_button(case: Case, flow: Flow) -> Button | None:
    """Return the referral, as long as the customer is there and isn't being referred already."""
    if case.step in (REFER, STEPS[-1]):
        return None
    return Button(flow.words.refer, case_action(case, "go", to=REFER))


def cause_button(case: Case, flow: Flow) -> Button:
    """Return the way to what went wrong, with what is noted of it."""
    noted = f": {flow.cause(case.cause)}" if case.cause else ""
    return view_button(case, f"{flow.words.cause}{noted}", View.CAUSES)


def given_button(case: Case, flow: Flow) -> Button | None:
    """Return the way to what was given, once the complaint is being closed."""
    if case.step not in STEPS[-2:]:
        return None
    noted = f": {flow.words.givens[Given(case.given)]}" if case.given else ""
    return view_button(case, f"{flow.words.given}{noted}", View.GIVEN)


def check_button(case: Case, flow: Flow) -> Button | None:
    """Return the way to a check of one's own words, where they weigh most: at *own* and *close*."""
    if case.step not in ("own", "close"):
        return None
    return Button(flow.words.check, Action("check.ask", {"case": case.id}))


def skip_button(case: Case, flow: Flow) -> Button:
    """Return the way past this step."""
    return Button(flow.words.skip, case_action(case, "skip"))


def mistake_button(case: Case, flow: Flow) -> Button:
    """Return what throws the case away."""
    return Button(flow.words.mistake, case_action(case, "discard"))


def view_button(case: Case, label: str, view: View) -> Button:
    """Return the way to a view of the case."""
    return Button(label, case_action(case, "view", view=view.value))


def alarm_button(case: Case, flow: Flow) -> Button:
    """Return the one red button that is always in sight."""
    return Button(flow.words.alarm, case_action(case, "alarm"), Style.DANGER)


def new_alarm_button(flow: Flow) -> Button:
    """Return the red button of a card that isn't about one open complaint."""
    return Button(flow.words.alarm, Action("care.danger"), Style.DANGER)


def to_case_button(case_id: str) -> Button:
    """Return the way back to a complaint, from a card that isn't about one."""
    return Button("Back to the complaint", Action("complaint.pick", {"case": case_id}))


def case_action(case: Case, verb: str, **args: str) -> Action:
    """Return what a button of a case, or one of its forms, sends back."""
    return Action(f"complaint.{verb}", {"case": case.id, "rev": str(case.rev), **args})


def asking(case: Case, kind: AskKind, **args: str) -> Action:
    """Return what asks for somebody in a case."""
    of_case = {"case": case.id, "rev": str(case.rev)}
    return Action("asks.ask", {"kind": kind.value, **of_case, **args})


def _moved(case: Case, move: Move) -> Action:
    marked = {"mark": move.mark} if move.mark else {}
    if move.ask:
        return asking(case, AskKind(move.ask), **({"aside": move.show} if move.show else {}))
    if move.go:
        return case_action(case, "go", to=move.go, **marked)
    if move.show:
        return case_action(case, "show", aside=move.show, **marked)
    if move.form in PASS_ON:
        of_case = {"case": case.id, "rev": str(case.rev)}
        return Action("insights.pass-on-ask", of_case)
    if move.form:
        return case_action(case, "ask", form=move.form, **marked)
    return case_action(case, "mark", **marked)
