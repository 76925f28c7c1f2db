"""Every card of the core pack, in every state a case can be in, keeps the limits of the doors."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from content import CORE, load
from content.flow import Variant
from handlers.cards import CHOICES, MAIN_BUTTONS, MORE_ACTIONS, Choices, Style, Text, Tone
from handlers.complaint.buttons import View
from handlers.complaint.cards import case_card
from handlers.complaint.look import Look
from handlers.domain.asks.ask import Ask, AskKind, AskState
from handlers.domain.asks.messages import Message, MessageState
from handlers.domain.case import (
    BREATHING,
    CHOOSING,
    REFER,
    SAFE,
    STEPS,
    Case,
    CaseState,
)
from tests.conftest import MONDAY, typed

FLOW = load(CORE).flow
LABEL = 75  # characters: a Slack button
HINTS = 2  # the second one for a second failure
BREATH = 420  # characters of advice on a card: what one can take in with a customer on the line
DONE = "complaint.done"
AT_BY_WHEN = ("Another time", "No time yet", "Back", "More …")
CASE = Case(
    id="c1", agent_id="ana", variant=Variant.VOICE, opened_at=MONDAY, changed_at=MONDAY, number=1001
)


def cases():
    """Yield every case whose card differs, with a spoken id."""
    for step, variant, second in product((*STEPS, REFER), Variant, (False, True)):
        stands = {"step": step, "variant": variant, "second": second}
        yield f"{step} {variant}{' second time' * second}", stands
    for step in FLOW.steps:
        for aside in step.asides:
            yield f"{step.id} {aside.id}", {"step": step.id, "aside": aside.id}
        yield f"{step.id} branches", {"step": step.id, "branch": CHOOSING}
    for branch, aside in product(FLOW.branches, (None, SAFE, BREATHING)):
        for variant in Variant:
            stands = {"step": "own", "branch": branch.id, "aside": aside, "variant": variant}
            yield f"{branch.id} {variant} {aside}", stands
    for state in (CaseState.PAUSED, CaseState.CLOSED):
        yield f"{state}", {"state": state, "note": "n" * 500}
    yield "times", {"step": "act", "remedy": "r" * 150}
    promised = {"remedy": "r" * 150, "promised_at": MONDAY + timedelta(days=400)}
    yield "promised", {"step": "close", "second": True, **promised}
    yield "reflected", {"step": "after", "second": True, "idea": "i" * 500, **promised}
    yield "long note", {"step": "vent", "second": True, "note": "n" * 500}


CASES = [pytest.param(replace(CASE, **stands), id=name) for name, stands in cases()]


@pytest.mark.parametrize("case", CASES)
def test_a_card_keeps_the_limits_of_every_door(case):
    card = case_card(case, FLOW, "Europe/Rome", MONDAY, Look(lead_line="Ring 7711." * 10))
    assert len(card.buttons) <= MAIN_BUTTONS
    assert len(card.more) <= MORE_ACTIONS
    for button in card.actions():
        assert 0 < len(button.label) <= LABEL
    assert len({each.label for each in card.actions()}) == len(list(card.actions()))
    assert 0 < len(card.title) <= 60


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("case", CASES)
def test_a_view_of_a_case_keeps_them_too_and_leads_back(case, view):
    card = case_card(case, FLOW, "Europe/Rome", MONDAY, look=Look(view))
    labels = [each.label for each in card.actions()]
    assert len(card.more) <= MORE_ACTIONS
    assert len(set(labels)) == len(labels)
    assert all(0 < len(label) <= LABEL for label in labels)
    listed = (FLOW.words.more, FLOW.words.variant, FLOW.words.cause, FLOW.words.given)
    if card.title in listed:
        assert FLOW.words.to_step in labels


STEPPING = [each for each in CASES if each.values[0].state is CaseState.OPEN]
STEPPING = [each for each in STEPPING if each.values[0].branch is None]


@pytest.mark.parametrize("case", STEPPING)
def test_what_the_card_does_not_hold_is_in_the_list_of_more(case):
    step = case_card(case, FLOW, "UTC", MONDAY)
    assert step.more[-1].label == FLOW.words.more
    (rows,) = (
        block.rows
        for block in case_card(case, FLOW, "UTC", MONDAY, look=Look(View.MORE)).body
        if isinstance(block, Choices)
    )
    usual = [FLOW.words.other_words, FLOW.words.pause]
    if case.step != "after":
        usual += [FLOW.words.variant, FLOW.words.refer] if case.step != REFER else []
    if case.step != "vent" or case.aside:
        usual.append(FLOW.words.back)
    there = {each.label for each in (*step.actions(), *rows)}
    assert {*usual, FLOW.words.skip, FLOW.words.mistake} <= there
    assert (FLOW.words.not_second if case.second else FLOW.words.second) in there
    assert not {each.label for each in step.more} & {each.label for each in rows}


@pytest.mark.parametrize("case", STEPPING)
def test_nothing_is_coloured_but_the_next_step_and_the_alarm(case):
    card = case_card(case, FLOW, "UTC", MONDAY)
    assert card.alarm.style is Style.DANGER
    styles = [each.style for each in card.actions() if each is not card.alarm]
    assert styles.count(Style.PRIMARY) <= 1
    assert Style.DANGER not in styles


@pytest.mark.parametrize("case", CASES)
def test_a_card_is_a_breath_of_text(case):
    card = case_card(replace(case, note=case.note[:40], idea=None), FLOW, "UTC", MONDAY)
    hints = [b for b in card.body if isinstance(b, Text) and b.tone is Tone.PLAIN]
    if case.branch in (None, CHOOSING):
        assert sum(len(each.text.splitlines()) for each in hints) <= HINTS
    texts = [each.text for each in card.body if isinstance(each, Text)]
    assert sum(map(len, texts)) <= BREATH + 200


@pytest.mark.parametrize("case", CASES)
def test_a_card_of_an_open_case_leads_on_and_holds_the_alarm_or_a_way_back(case):
    card = case_card(case, FLOW, "UTC", MONDAY)
    if case.state is CaseState.OPEN:
        assert card.alarm is not None or "Back" in [each.label for each in card.more]
        assert card.buttons or any(isinstance(each, Choices) for each in card.body)
    if case.state is CaseState.PAUSED:
        assert len(card.buttons) == 1


@pytest.mark.parametrize("case", CASES)
def test_the_same_case_always_gives_the_same_card(case):
    first = case_card(case, FLOW, "Europe/Rome", MONDAY)
    assert case_card(case, FLOW, "Europe/Rome", MONDAY) == first


@pytest.mark.parametrize("case", CASES)
def test_every_button_says_which_state_it_was_drawn_for(case):
    card = case_card(case, FLOW, "UTC", MONDAY)
    for button in card.actions():
        if button.action.intent == "care.danger":  # a case that is closed stays so
            assert case.state is CaseState.CLOSED
            continue
        assert button.action.args["case"] == case.id
        assert button.action.args["rev"] == str(case.rev)


@pytest.mark.parametrize("minutes", range(0, 24 * 60, 37))
def test_three_times_are_offered_at_any_hour_and_done_already_beside_them(minutes):
    case = replace(CASE, step="act", remedy="ring")
    card = case_card(case, FLOW, "Europe/Rome", MONDAY + timedelta(minutes=minutes))
    assert [each.action.intent for each in card.buttons] == [*["complaint.promise"] * 2, DONE]
    assert card.more[0].action.intent == "complaint.promise"
    assert [each.label for each in card.more[1:]] == [*AT_BY_WHEN]


ASKS = {
    "on its way": {},
    "late": {"messages": (Message("post:1", "web:demo:leads", 1, MessageState.LATE),)},
    "out": {"messages": (Message("post:1", "web:demo:leads", 1, MessageState.THERE),)},
    "lost": {"messages": (Message("post:1", "web:demo:leads", 1, MessageState.LOST),)},
    "lost, and asked for privately": {
        "messages": (
            Message("post:1", "web:demo:leads", 1, MessageState.LOST),
            Message("card:2:dana", "web:demo:@dana", 1, MessageState.THERE),
        )
    },
    "unanswered": {"unanswered": True},
    "taken": {"state": AskState.TAKEN, "taken_by": "dana", "taken_at": MONDAY},
    "handed on": {"handed_by": "dana"},
    "stood down": {"state": AskState.STOOD_DOWN},
    "nobody": {"state": AskState.OVER, "messages": (), "place": "", "people": ()},
    "privately": {"place": "", "messages": (Message("card:1:dana", "web:demo:@dana", 1),)},
}
PAGE = Ask(
    id="a1",
    kind=AskKind.PAGE,
    asker_id="ana",
    made_at=MONDAY,
    changed_at=MONDAY,
    out_at=MONDAY,
    branch="safety",
    case_id="c1",
    place="web:demo:leads",
    messages=(Message("post:1", "web:demo:leads", 1),),
    names={"dana": "Dana", "ana": "Ana"},
)
PAGES = [pytest.param(replace(PAGE, **stands), id=name) for name, stands in ASKS.items()]


@pytest.mark.parametrize("page", PAGES)
def test_a_number_to_ring_stays_on_the_card_of_a_page(page):
    case = replace(CASE, branch="safety")
    card = case_card(case, FLOW, "UTC", MONDAY, Look(lead_line="Ring 7711.", asks=(page,)))
    said = any("Ring 7711." in getattr(each, "text", "") for each in card.body)
    assert said or page.state is AskState.STOOD_DOWN
    offered = [each.label for each in card.buttons]
    asked = page.is_live and not page.is_lost
    assert ("Not needed any more" in offered) == asked
    calls = page.may_be_repeated or not asked
    assert ("Page again" in offered) == (calls and bool(page.messages))
    assert ("Page the duty lead" in offered) == (calls and not page.messages)


def test_more_holds_whatever_there_is_in_lists_that_are_short_enough():
    calls = [
        replace(PAGE, id=kind, kind=kind, branch="", place="", people=("dana",))
        for kind in (AskKind.JOIN, AskKind.COVER)
    ]
    case = replace(CASE, step="act", remedy="ring back")
    card = case_card(case, FLOW, "UTC", MONDAY, Look(View.MORE, asks=calls))
    lists = [block.rows for block in card.body if isinstance(block, Choices)]
    assert sum(map(len, lists)) >= CHOICES
    assert all(0 < len(rows) <= CHOICES for rows in lists)
    assert FLOW.words.cause in [row.label for rows in lists for row in rows]


@pytest.mark.parametrize("step", STEPS)
def test_what_was_given_can_be_noted_from_the_close_on(step):
    card = case_card(replace(CASE, step=step), FLOW, "UTC", MONDAY, Look(View.MORE))
    labels = [each.label for each in card.actions()]
    assert (FLOW.words.given in labels) is (step in ("close", "after"))
    assert FLOW.words.cause in labels


async def test_a_picker_of_many_cases_keeps_the_limits(app):
    for number in range(15):
        await app.bot.answer(typed(f"/complaint {'w' * 490}{number:02}"))
    card = (await app.bot.answer(typed("/complaint"))).card
    (choices,) = card.body
    assert len(choices.rows) <= CHOICES
    assert all(len(each.label) <= LABEL for each in card.actions())
