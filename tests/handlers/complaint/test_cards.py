"""Every card of the core pack, in every state a case can be in, keeps the limits of the doors."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from content import CORE, load
from content.models import Variant
from handlers.cards import CHOICES, MAIN_BUTTONS, MORE_ACTIONS, Choices, Text, Tone
from handlers.complaint.cards import case_card
from handlers.domain.case import CHOOSING, REFER, STEPS, VARIANTS, Case, CaseState, PageState
from tests.conftest import MONDAY, typed

FLOW = load(CORE).flow
LABEL = 75  # characters: a Slack button
HINTS = 2
BREATH = 420  # characters of advice on a card: what one can take in with a customer on the line
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
        yield f"{step.id} variants", {"step": step.id, "aside": VARIANTS}
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
def test_three_times_are_offered_at_any_hour(minutes):
    case = replace(CASE, step="act", remedy="ring")
    card = case_card(case, FLOW, "Europe/Rome", MONDAY + timedelta(minutes=minutes))
    assert len(card.buttons) == 3


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
