"""Every card of the core pack, in every state a case can be in, keeps the limits of the doors."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from content import CORE, load
from content.models import Variant
from handlers.cards import CHOICES, MAIN_BUTTONS, MORE_ACTIONS, Choices, Style, Text, Tone
from handlers.complaint.buttons import View
from handlers.complaint.cards import Look, case_card
from handlers.domain.case import CHOOSING, REFER, STEPS, Case, CaseState, PageState
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
    for branch, page in product(FLOW.branches, (None, *PageState)):
        yield f"{branch.id} {page}", {"step": "own", "branch": branch.id, "page": page}
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
    card = case_card(case, FLOW, "Europe/Rome", MONDAY, "Ring 7711." * 10)
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
    if card.title in (FLOW.words.more, FLOW.words.variant):
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
        assert button.action.args["case"] == case.id
        assert button.action.args["rev"] == str(case.rev)


@pytest.mark.parametrize("minutes", range(0, 24 * 60, 37))
def test_three_times_are_offered_at_any_hour_and_done_already_beside_them(minutes):
    case = replace(CASE, step="act", remedy="ring")
    card = case_card(case, FLOW, "Europe/Rome", MONDAY + timedelta(minutes=minutes))
    assert [each.action.intent for each in card.buttons] == [*["complaint.promise"] * 2, DONE]
    assert card.more[0].action.intent == "complaint.promise"
    assert [each.label for each in card.more[1:]] == [*AT_BY_WHEN]


def test_the_line_of_the_workspace_stands_for_the_pack_when_nobody_was_reached():
    case = replace(CASE, branch="safety", page=PageState.FAILED, page_ref="safety:1")
    lines = [b.text for b in case_card(case, FLOW, "UTC", MONDAY, "Ring 7711.").body]
    assert "Not delivered. Ring 7711." in lines


async def test_a_picker_of_many_cases_keeps_the_limits(app):
    for number in range(15):
        await app.bot.answer(typed(f"/complaint {'w' * 490}{number:02}"))
    card = (await app.bot.answer(typed("/complaint"))).card
    (choices,) = card.body
    assert len(choices.rows) <= CHOICES
    assert all(len(each.label) <= LABEL for each in card.actions())
