"""How far the page may go and how much it shows, on both sides, in figures."""

from datetime import timedelta

import pytest

from bot.store.tables.playground import web_messages
from bot.web import timeline
from bot.web.directory import PERSONAS
from bot.web.playground import Playground
from bot.web.turns import Interaction, turn_of
from handlers.turn import TurnKind
from tests.bot.standing import Standing
from tests.conftest import MONDAY

TEN_YEARS = timedelta(days=3660)


async def test_the_clock_goes_ten_years_ahead_in_one_go(app):
    clock = Standing()
    playground = Playground(app.database, clock)
    with pytest.raises(ValueError, match="more than ten years"):
        await playground.move_clock((MONDAY + TEN_YEARS + timedelta(seconds=1)).isoformat(), "UTC")
    assert await playground.move_clock((MONDAY + TEN_YEARS).isoformat(), "UTC") == clock()
    assert clock() == MONDAY + TEN_YEARS


def message(number: int) -> dict:
    facts = {"tenant": "demo", "channel": "wins", "author": "", "reader": "", "at": MONDAY}
    return facts | {"id": f"m{number}", "body": {"text": str(number)}, "changed": number}


@pytest.mark.parametrize(("said", "first"), [(200, "m1"), (201, "m2")])
async def test_the_page_shows_the_last_two_hundred_messages(said, first, app):
    async with app.database.transaction(5) as connection:
        await connection.execute(web_messages.insert(), [message(n) for n in range(1, said + 1)])
        found = await timeline.history(connection, "demo", PERSONAS["ana"])
    assert (len(found), found[0].id, found[-1].id) == (200, first, f"m{said}")


async def test_five_hundred_messages_are_told_at_once_and_the_rest_after_them(app):
    async with app.database.transaction(5) as connection:
        await connection.execute(web_messages.insert(), [message(n) for n in range(1, 502)])
        first = await timeline.news(connection, 0)
        rest = await timeline.news(connection, first[-1].changed)
    assert [each.id for each in first] == [f"m{n}" for n in range(1, 501)]
    assert [each.id for each in rest] == ["m501"]


def test_two_turns_are_told_apart_by_the_first_hundred_characters_of_their_ids():
    def ids(turn_id):
        seat = {"tenant": "demo", "persona": PERSONAS["ana"], "channel": "wins"}
        said = Interaction(**seat, kind=TurnKind.COMMAND, turn_id=turn_id, text="/care help")
        return turn_of(said, MONDAY, "").id, said.message_id("line")

    start = "x" * 99
    assert ids(f"{start}a") != ids(f"{start}b")
    assert ids(f"{start}aa") == ids(f"{start}ab")
