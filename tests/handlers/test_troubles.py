"""What people read of a trouble: of their own platform, and with names instead of ids."""

import pytest

from handlers.domain.people import Place, Platform
from handlers.troubles import PLATFORMS, reach_words, reason_words, what_to_do
from scheduler.reasons import Reason

SLACKS_OWN = ("/invite", "App Home", "messages tab")


@pytest.mark.parametrize("platform", list(Platform))
@pytest.mark.parametrize("reason", [None, *Reason])
def test_no_other_platform_is_spoken_of(reason, platform):
    place = Place(platform, "T1", "C1")
    said = [reason_words(reason, platform), what_to_do(reason, platform)]
    said += [reach_words(place, reason)] if reason else []
    others = [name for each, name in PLATFORMS.items() if each is not platform]
    others += [] if platform is Platform.SLACK else SLACKS_OWN
    assert not [name for name in others if name in " ".join(said)]


def test_in_slack_the_way_back_into_a_channel_is_an_invitation():
    assert "/invite @Careloop" in what_to_do(Reason.NOT_IN_CHANNEL, Platform.SLACK)
    assert "/invite @Careloop" in what_to_do(Reason.CHANNEL_GONE, Platform.SLACK)


@pytest.mark.parametrize(
    ("place", "called"),
    [
        (Place(Platform.SLACK, "T", "C1", "front-desk"), "#front-desk"),
        (Place(Platform.WEB, "t", "front-desk", "#front-desk"), "#front-desk"),
        (Place(Platform.TEAMS, "t", "19:x@thread.tacv2", "Front desk"), "Front desk"),
        (Place(Platform.TEAMS, "t", "19:x@thread.tacv2"), "that channel"),
        (Place(Platform.SLACK, "T", "C1"), "that channel"),
    ],
)
def test_a_channel_is_called_by_its_name_and_never_by_its_id(place, called):
    assert place.called("that channel") == called
