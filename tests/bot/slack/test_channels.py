"""What a channel is called where it was set up, as far as Slack tells."""

import pytest

from tests.bot.slack.driver import NAMES, channel_id


@pytest.mark.parametrize(
    ("called", "shown"),
    [("wins", "#wins"), ("privategroup", "a channel whose name I don't know")],
    ids=["a public channel", "a private one, whose name Slack keeps to itself"],
)
async def test_the_settings_name_a_channel_if_slack_does(called, shown, person):
    person.as_("alex")
    person.in_("wins")
    card = await person.say("/care settings", channel_name=called)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(NAMES, channel_id("wins"), called)
        card = await person.press(card, "Channel for thanks: here")
    assert "this channel" in card.text
    person.in_("leads")
    assert f"Channel for thanks: {shown}" in (await person.say("/care settings")).text
