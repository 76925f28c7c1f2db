"""Who is meant in a message and in a form, as the turn that the bot answers has it."""

from datetime import timedelta

import pytest

from bot.teams import directory
from handlers.domain.people import Membership, Mention, MentionKind
from tests.bot.teams.fake_teams import BOT, Fault


def mention(name: str, **mentioned):
    return {
        "type": "mention",
        "text": f"<at>{name}</at>",
        "mentioned": {"name": name, **mentioned},
    }


async def said(site, turns, *entities, **fields):
    text = " ".join(["complaint ask", *(each["text"] for each in entities)])
    activity = site.teams.in_channel(text=text, entities=list(entities), **fields)
    assert (await site.deliver(activity))[0] == 200
    return turns[-1]


async def test_a_person_is_known_by_the_id_of_the_directory(site, turns):
    turn = await said(site, turns, mention("Dana", id="29:dana"), mention("Careloop", id=BOT))
    assert turn.text == "ask @Dana"
    assert turn.mentions == (Mention("dana", "Dana"),)


async def test_an_id_of_the_directory_that_comes_along_needs_no_question(site, turns):
    turn = await said(site, turns, mention("Dana", id="29:dana", aadObjectId="dana"))
    assert turn.mentions == (Mention("dana", "Dana"),)
    assert "dana" not in site.teams.asked_for


async def test_tags_and_channels_are_groups_whose_people_nobody_tells(site, turns):
    tag = mention("Desk", id="MjQzMmI1N2Y", type="tag")
    turn = await said(site, turns, tag, mention("General", id="19:g@thread.tacv2"))
    assert [each.kind for each in turn.mentions] == [MentionKind.GROUP, MentionKind.GROUP]
    assert turn.mentions[0].members == ()


@pytest.mark.parametrize(
    "fault",
    [Fault(404), Fault(500), Fault(429), Fault(text="<html>"), Fault(delay=2.0)],
    ids=["no member", "broken", "slower", "a page of HTML", "slow"],
)
async def test_who_can_not_be_asked_for_is_who_the_message_says(site, turns, fault, monkeypatch):
    await said(site, turns)  # Ana herself is known by now
    monkeypatch.setattr(directory, "RESPONSE_TIMEOUT", 0.2)
    site.teams.member_faults.append(fault)
    turn = await said(site, turns, mention("Dana", id="29:dana"))
    assert turn.mentions == (Mention("29:dana", "Dana"),)


async def test_a_guest_is_known_as_one(site, turns):
    site.teams.roles["ana"] = "guest"
    assert (await said(site, turns)).person.guest


async def test_a_known_guest_stays_one_while_teams_does_not_tell(site, turns, monkeypatch):
    monkeypatch.setattr(directory, "FRESH_FOR", timedelta())
    site.teams.roles["ana"] = "guest"
    await said(site, turns)
    site.teams.faults.append(Fault(429))
    assert (await said(site, turns)).person.guest


async def test_a_member_is_asked_for_once_an_hour(site, turns):
    for _ in range(2):
        assert not (await said(site, turns, mention("Dana", id="29:dana"))).person.guest
    assert sorted(site.teams.asked_for) == ["ana", "dana"]


async def test_the_people_of_a_form_have_their_names(site, turns):
    await said(site, turns)
    data = {"who": "dana,nobody-we-know,<odd>", "what": "dana", "~people": "who"}
    here = {name: site.teams.in_channel()[name] for name in ("conversation", "channelData")}
    await site.press(data, "submit:x.y", **here)
    assert turns[-1].args["who"] == "dana,nobody-we-know,<odd>"
    assert turns[-1].mentions == (
        Mention("dana", "Dana"),
        Mention("nobody-we-know", "nobody-we-know"),
    )


TOLD = [
    pytest.param({}, Membership.MEMBER, id="a member"),
    pytest.param({"tenantId": "demo"}, Membership.MEMBER, id="of this organization"),
    pytest.param({"userRole": "guest"}, Membership.GUEST, id="the role"),
    pytest.param({"userRole": "anonymous"}, Membership.GUEST, id="in a meeting"),
    pytest.param({"tenantId": "other"}, Membership.GUEST, id="another organization's"),
    pytest.param(
        {"userPrincipalName": "gil_firm.com#EXT#@demo.com"}, Membership.GUEST, id="the sign-in"
    ),
]


@pytest.mark.parametrize(("facts", "membership"), TOLD)
async def test_whatever_a_member_is_told_to_be_counts(facts, membership, site, turns):
    site.teams.facts["ana"] = facts
    assert (await said(site, turns)).person.membership is membership


ELSEWHERE = {
    "conversation": {
        "id": "19:desk@thread.tacv2",
        "conversationType": "channel",
        "isGroup": True,
        "tenantId": "demo",
    },
    "channelData": {"tenant": {"id": "other"}},
}
FIELDS = [
    pytest.param(ELSEWHERE, Membership.GUEST, id="the channel's data"),
    pytest.param(
        {"from": {"id": "29:ana", "name": "Ana", "aadObjectId": "ana", "tenantId": "other"}},
        Membership.GUEST,
        id="the sender",
    ),
    pytest.param(
        {"from": {"id": "29:ana", "name": "Ana", "aadObjectId": "ana", "tenantId": "demo"}},
        Membership.MEMBER,
        id="of this organization",
    ),
]


@pytest.mark.parametrize(("fields", "membership"), FIELDS)
async def test_whatever_field_of_a_message_says_so_counts(fields, membership, site, turns):
    assert (await said(site, turns, **fields)).person.membership is membership


async def test_who_is_in_no_directory_is_a_guest(site, turns):
    site.teams.facts["ana"] = {"objectId": None}
    nobody = {"id": "29:ana", "name": "Ana"}
    assert (await said(site, turns, **{"from": nobody})).person.membership is Membership.GUEST


async def test_who_can_not_be_asked_for_is_not_placed(site, turns):
    site.teams.member_faults.append(Fault(503))
    assert (await said(site, turns)).person.membership is None


async def test_two_of_one_name_are_written_apart(site, turns):
    site.teams.facts["dana"] = {"email": "sam.dana@demo.com"}
    site.teams.facts["alex"] = {"userPrincipalName": "sam.alex@demo.com"}
    sams = [mention("Sam", id="29:dana"), mention("Sam", id="29:alex", aadObjectId="alex")]
    turn = await said(site, turns, *sams)
    assert turn.text == "ask @Sam (1) @Sam (2)"
    assert [each.sign for each in turn.mentions] == ["@Sam (1)", "@Sam (2)"]
    assert [each.handle for each in turn.mentions] == ["sam.dana", "sam.alex"]


async def test_who_acts_without_a_name_has_the_one_that_teams_tells(site, turns):
    nameless = {"id": "29:ana", "aadObjectId": "ana"}
    assert (await said(site, turns, **{"from": nameless})).person.name == "Ana"
    site.teams.member_faults.append(Fault(503))
    nameless = {"id": "29:dana", "aadObjectId": "dana"}
    assert (await said(site, turns, **{"from": nameless})).person.name == "dana"  # an id so far
