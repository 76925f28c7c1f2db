"""The longest forms: every zone, country and region can be chosen on both platforms."""

import json

import pytest

from bot.slack.drawing.modals import modal
from bot.teams.drawing.adaptive_cards import BUDGET, PLACE, draw_form, size
from bot.teams.payloads import Activity
from bot.teams.text import typed_line
from content import CORE, load
from content.flow import Variant
from handlers.cards import FieldKind
from handlers.domain.case import Case
from handlers.domain.insights.rule import MAX_NAME_LENGTH, MAX_RULES, Rule
from handlers.insights.passing_on_form import MAX_THANKS_LENGTH, pass_on_form
from handlers.learning.check.current import problem_in
from scheduler.calendar.holidays import countries
from scheduler.calendar.zones import zones_by_continent
from tests.bot.slack.limits import problems
from tests.bot.teams.fake_teams import FakeTeams
from tests.bot.teams.sound import assert_is_sound
from tests.conftest import MONDAY, pressed, sent, typed

ZONES = {name for _, zones in zones_by_continent() for name, _ in zones}
TEAMS = FakeTeams()
SIGNED = {PLACE: "x" * 250}


async def reminder(app):
    """Return the form of a reminder of somebody whose zone is in no list."""
    return (await app.bot.answer(typed("/reminders add"))).form


async def days_off(app):
    """Return the form of days off in the country with the most regions."""
    card = (await app.bot.answer(typed("/reminders days"))).card
    form = (await app.bot.answer(pressed(card, "Change"))).form
    card = (await app.bot.answer(sent(form, {"country": "Italy"}))).card
    return (await app.bot.answer(pressed(card, "Only a region"))).form


FORMS = [
    pytest.param(reminder, {"zone": ZONES | {"UTC"}, "days": set("0123456")}, id="reminder"),
    pytest.param(days_off, {"country": {"none", *countries()}}, id="days off"),
]


@pytest.mark.parametrize(("opened", "options"), FORMS)
async def test_all_that_can_be_chosen_is_there_in_teams(app, opened, options):
    card = draw_form(await opened(app), SIGNED)
    assert size(card) <= BUDGET
    assert_is_sound(card)
    assert "…" not in json.dumps(card, ensure_ascii=False)
    for name, values in options.items():
        (field,) = (each for each in card["body"] if each.get("id") == name)
        shown = [each["value"] for each in field["choices"]]
        assert len(shown) == len(set(shown))
        assert set(shown) == values


@pytest.mark.parametrize(("opened", "options"), FORMS)
async def test_all_that_can_be_chosen_is_there_in_slack(app, opened, options):
    form = await opened(app)
    view = modal(form, "{}")
    assert not problems(view["blocks"], 100)
    blocks = {block["block_id"]: block["element"] for block in view["blocks"] if "element" in block}
    for name, values in options.items():
        element = blocks[name]
        lists = [each["options"] for each in element.get("option_groups", [])]
        chosen = [each for some in lists or [element["options"]] for each in some]
        assert {each["value"].removeprefix("=") for each in chosen} == values
    long = [each.name for each in form.fields if each.kind is FieldKind.SELECT and each.groups]
    assert all("initial_option" in blocks[name] for name in long)


async def test_what_is_passed_on_has_room_for_the_longest_list_of_rules(app):
    names = (f"{n} {'w' * MAX_NAME_LENGTH}"[:MAX_NAME_LENGTH] for n in range(MAX_RULES))
    rules = [Rule(f"{n:016x}", name, MONDAY) for n, name in enumerate(names)]
    case = Case("c" * 16, "ana", Variant.VOICE, MONDAY, MONDAY)
    typed_ = {"idea": "&" * 500, "thanks": "x" * MAX_THANKS_LENGTH, "new_rule": "y" * 100}
    form = pass_on_form(case, rules, load(CORE).flow, typed_, {})
    drawn = draw_form(form, SIGNED)
    assert size(drawn) <= BUDGET
    assert_is_sound(drawn)
    (field,) = (each for each in drawn["body"] if each.get("id") == "rule")
    assert len(field["choices"]) == len(rules) + 1
    assert not problems(modal(form, "{}")["blocks"], 100)


@pytest.mark.parametrize("where", [modal, draw_form], ids=["slack", "teams"])
async def test_a_form_says_what_to_do_with_more_than_it_takes(app, where):
    form = (await app.bot.answer(typed("/check"))).form
    drawn = json.dumps(modal(form, "{}") if where is modal else draw_form(form, SIGNED))
    said = "This form takes 3,000 characters. Type longer ones as /check and the draft."
    assert (said in drawn) is (where is modal)
    assert ('"max_length": 3000' in drawn) is (where is modal)


async def test_a_draft_that_is_too_long_comes_back_whole(app):
    form = (await app.bot.answer(typed("/check"))).form
    draft = f"Please calm down. {'x' * 3990}"
    again = (await app.bot.answer(sent(form, {"draft": draft}))).form
    assert (again.fields[0].value, again.fields[0].error[:24]) == (
        draft,
        "That is 4,008 characters",
    )


async def test_a_long_line_in_teams_is_refused_and_never_read_in_part():
    line = typed_line(Activity.model_validate_json(json.dumps(TEAMS.activity(text="x" * 4001))))
    assert problem_in(line.text).startswith("That is 4,001 characters")
