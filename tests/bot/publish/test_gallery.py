"""Every command and form is walked through, and what is met on the walk is drawn by each door."""

import json
import re

import pytest

from bot.codec import dump_card, dump_form
from bot.slack.drawing.blocks import home, message
from bot.slack.drawing.modals import modal
from bot.slack.turns import memory
from bot.teams.drawing.adaptive_cards import PLACE, draw, draw_form
from bot.web.payloads import TurnPayload
from handlers.cards import Action, Card, Form
from handlers.routes import ROUTES, SUBMITS
from handlers.turn import TurnKind
from tests.bot.cli.careloop import ROOT
from tests.bot.slack.limits import problems, units
from tests.bot.teams.sound import assert_is_sound
from tests.clients.gallery import visited
from tests.conftest import turn

# Answered by a card that stands under another of these names.
ALIKE = {
    *("reminders.edit", "reminders.change", "reminders.move"),
    *("reminders.off", "reminders.stop", "reminders.now", "reminders.remove"),
    "complaint.what-if",  # of a form that the version before has opened
}
HIDDEN = {PLACE: "0" * 200}  # what Teams carries with each button


async def test_every_command_and_form_is_walked_through(tmp_path):
    visit = await visited(tmp_path)
    wanted = {each.intent for each in ROUTES} | set(SUBMITS)
    assert wanted - visit.asked - ALIKE == set()
    assert "unknown" in visit.asked  # what isn't understood has a card, too


def in_slack(what: Card | Form) -> None:
    if isinstance(what, Form):
        view = modal(what, memory(turn(TurnKind.COMMAND, ""), what.action))
        assert problems(view["blocks"], 100) == []
        assert all(1 <= units(view[each]["text"]) <= 24 for each in ("title", "submit", "close"))
    else:
        assert problems(message(what)["blocks"]) == []
        assert problems(home(what)["blocks"], 100) == []
        drawn = [each for row in message(what)["blocks"] for each in row.get("elements", [])]
        assert any(each["type"] == "overflow" for each in drawn) == bool(what.more)


def in_teams(what: Card | Form) -> None:
    is_form = isinstance(what, Form)
    assert_is_sound(draw_form(what, HIDDEN) if is_form else draw(what, HIDDEN))


def on_the_page(what: Card | Form) -> None:
    wire = dump_form(what) if isinstance(what, Form) else dump_card(what)
    assert json.loads(json.dumps(wire)) == wire
    for kind, action in sends(what):
        fields = {each.name: each.value for each in getattr(what, "fields", ())}
        body = {"tenant": "demo", "as": "ana", "channel": "@ana", "kind": kind}
        TurnPayload.model_validate(
            {**body, "intent": action.intent, "args": {**fields, **action.args}}
        )


def sends(what: Card | Form) -> list[tuple[TurnKind, Action]]:
    """Return what the page sends when it is pressed or filled in."""
    if isinstance(what, Form):
        cancel = [(TurnKind.ACTION, what.cancel)] if what.cancel else []
        alarm = [(TurnKind.ACTION, what.alarm.action)] if what.alarm else []
        return [(TurnKind.SUBMIT, what.action), *cancel, *alarm]
    return [(TurnKind.ACTION, button.action) for button in what.actions()]


@pytest.mark.parametrize("drawn", [in_slack, in_teams, on_the_page])
async def test_whatever_is_met_on_the_walk_is_drawn_within_the_limits(drawn, tmp_path):
    met = (await visited(tmp_path)).met
    assert {type(each) for each in met} == {Card, Form}
    for each in met:
        drawn(each)


def test_the_page_of_cards_names_no_picture_that_is_not_there():
    page = ROOT / "docs" / "cards.md"
    named = set(re.findall(r"pictures/[\w/.-]+\.png", page.read_text(encoding="utf-8")))
    assert named
    assert [each for each in sorted(named) if not (page.parent / each).is_file()] == []
