"""The tables of routes: what is drawn can be pressed, and what can be typed is told."""

import re
from pathlib import Path

import pytest

from handlers.cards import Form
from handlers.danger.first import LOOKED_AT, LookedAt
from handlers.domain.people import Role
from handlers.routes import (
    ACTIONS,
    COMMANDS,
    LAST_WORDS,
    OCCURRENCES,
    ROUTES,
    SHORTCUTS,
    SUBMITS,
    UNKEPT,
)
from tests.clients.gallery import visited
from tests.conftest import pressed, typed

ROOT = Path(__file__).parents[2]


async def test_whatever_is_drawn_on_a_walk_through_the_product_is_in_a_table(tmp_path):
    drawn = {action.intent for each in (await visited(tmp_path)).kept for action in acts(each.what)}
    assert drawn - set(ACTIONS) - set(SUBMITS) == set()
    assert len(drawn) > 40


def acts(what):
    if isinstance(what, Form):
        others = [what.cancel, what.alarm.action if what.alarm else None]
        return [what.action, *filter(None, others)]
    return [button.action for button in what.actions()]


async def test_whatever_a_visitor_presses_is_answered_from_a_table(app):
    """Walk over every button that can be reached in a few presses."""
    lines = ["/complaint a", "/complaint", "/care today", "/care find a", "/reminders add daily 9"]
    queue = [(await app.bot.answer(typed(line))).card for line in lines]
    queue.append((await app.bot.answer(typed("/reminders list"))).card)
    met = set()
    while queue:
        card = queue.pop(0)
        for button in card.actions():
            step = (button.action.intent, *sorted(button.action.args.items() - _varying(button)))
            if step in met:
                continue
            met.add(step)
            reply = await app.bot.answer(pressed(card, button.label))
            assert button.action.intent in ACTIONS
            assert reply.saved
            if reply.form is not None:
                assert reply.form.action.intent in SUBMITS
            if reply.card is not None:
                queue.append(reply.card)
    assert {intent for intent, *_ in met} >= {"complaint.alarm", "complaint.go", "care.idea"}


def _varying(button):
    return {pair for pair in button.action.args.items() if pair[0] in ("rev", "due", "after")}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.words)
def test_every_route_belongs_to_the_command_it_begins_with(route):
    command = next(each for each in COMMANDS if each.name == route.words.split()[0])
    assert route in command.routes
    assert route.does


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.words)
def test_every_route_is_in_the_docs(route):
    docs = ROOT / "docs" / "commands.md"
    assert f"`{route.usage}`" in docs.read_text(encoding="utf-8")


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.words)
async def test_every_route_is_told_by_help(route, app):
    first = (await app.bot.answer(typed("/care help", "alex"))).card
    (facts, _) = (await app.bot.answer(pressed(first, "Everything", "alex"))).card.body
    assert (route.usage, route.does) in facts.rows


def test_whatever_is_drawn_by_the_clock_has_a_last_word():
    assert LAST_WORDS.keys() == OCCURRENCES.keys()


async def test_help_is_five_things_first(app):
    card = (await app.bot.answer(typed("/care help"))).card
    facts, danger = card.body
    assert len(facts.rows) == 5
    said = " ".join((card.title, danger.text, *(cell for row in facts.rows for cell in row)))
    assert len(said.split()) <= 70


def test_a_command_name_is_one_that_slack_takes():
    assert all(re.fullmatch(r"[a-z][a-z-]{1,31}", each.name) for each in COMMANDS)


def test_no_route_is_there_twice():
    words = [route.words for route in ROUTES]
    assert len(words) == len(set(words))


def test_every_role_may_do_what_those_before_it_may():
    roles = list(Role)
    assert all(
        later.may(earlier) for number, later in enumerate(roles) for earlier in roles[: number + 1]
    )


NAMED = re.compile(r"(?<![\w.])/(care|reminders) ([a-z]+)")  # the commands that need a second word
WRITTEN = [
    *(
        file
        for folder in ("handlers", "scheduler", "bot")
        for file in (ROOT / folder).rglob("*.py")
    ),
    *(ROOT / "content").rglob("*.yaml"),
    *(ROOT / "docs").rglob("*.md"),
    *ROOT.glob("*.md"),
]


def test_whatever_we_tell_people_to_type_is_there():
    second = {tuple(route.words.split()) for route in ROUTES}
    second |= {("care", command.name) for command in COMMANDS}  # /care complaint parcel lost
    named = {found for file in WRITTEN for found in NAMED.findall(file.read_text(encoding="utf-8"))}
    assert len(named) > 10
    assert named - second == set()


def test_every_shortcut_is_a_press_that_there_is():
    assert {each.intent for each in SHORTCUTS} <= set(ACTIONS)


async def test_help_tells_of_shortcuts_only_where_a_platform_has_them(app):
    assert "Thank for this" not in str((await app.bot.answer(typed("/care help"))).card)


def test_what_is_unkept_can_be_done_and_no_button_carries_its_words_on():
    typed_ones = {each.intent for each in ROUTES}
    assert UNKEPT
    assert typed_ones | {*ACTIONS} | {*SUBMITS} >= UNKEPT
    looked_at = {LOOKED_AT[each] for each in UNKEPT if each in LOOKED_AT}
    assert looked_at <= {LookedAt.DRAFT}
