"""The times of a reminder, read where the clock shows another: both are said, and named."""

import pytest

from tests.conftest import typed

HERE = {"who": "dana", "channel": "front-desk"}


async def row(app, phrase, zone):
    """Return what the list says of a reminder, to somebody in a zone."""
    await app.bot.answer(typed(f"reminders add {phrase}", **HERE))
    card = (await app.bot.answer(typed("reminders list", **HERE, zone=zone))).card
    return card.body[0].rows[0][1].partition(" · ")[0]


@pytest.mark.parametrize(
    ("phrase", "zone", "said"),
    [
        ("daily 08:55 Europe/Berlin", "Europe/Berlin", "next tomorrow 08:55"),
        ("daily 08:55 Europe/Berlin", "Europe/Rome", "next tomorrow 08:55"),
        (
            "daily 08:55 Europe/Berlin",
            "America/New_York",
            "next tomorrow 08:55 Europe/Berlin (02:55 here)",
        ),
        (
            "daily 08:55 Asia/Tokyo",
            "America/New_York",
            "next tomorrow 08:55 Asia/Tokyo (today 18:55 here)",
        ),
    ],
    ids=["the same zone", "the same clock", "another hour", "another day"],
)
async def test_the_list_says_both(phrase, zone, said, app):
    assert await row(app, phrase, zone) == said


async def test_so_does_the_answer_to_a_skip(app):
    await app.bot.answer(typed("reminders add daily 08:55 Europe/Berlin", **HERE))
    card = (await app.bot.answer(typed("reminders skip", **HERE, zone="America/New_York"))).card
    assert card.body[0].text == (
        "Nothing is sent tomorrow 08:55 Europe/Berlin (02:55 here). "
        "After that: Wed 25 Nov 08:55 Europe/Berlin (02:55 here)."
    )
