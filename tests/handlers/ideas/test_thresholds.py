"""How much is looked at of what somebody looks up, on both sides, in figures."""

import pytest

from tests.conftest import typed

TOKEN = "xoxb-" + "a1" * 240  # 485 characters, of which seven are left


async def looked_for(app, line):
    card = (await app.bot.answer(typed(f"care find {line}"))).card
    return card.body[0].text


@pytest.mark.parametrize(("length", "said"), [(59, "z" * 59), (60, "z" * 60), (61, f"{'z' * 59}…")])
async def test_sixty_characters_are_looked_for(app, length, said):
    text = await looked_for(app, "z" * length)
    assert text == f"Nothing speaks of “{said}”. Try another word."


@pytest.mark.parametrize(("length", "seen"), [(499, 13), (500, 14), (501, 14)])
async def test_five_hundred_characters_are_looked_at(app, length, seen):
    text = await looked_for(app, f"{TOKEN} {'z' * (length - 486)}")
    assert text == f"Nothing speaks of “[token] {'z' * seen}”. Try another word."
