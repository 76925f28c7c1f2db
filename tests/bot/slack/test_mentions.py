"""Who is meant in a typed line and in a form, as the turn that the bot answers has it."""

from datetime import timedelta

import pytest

from bot.slack import directory
from bot.slack.drawing.values import escape
from bot.slack.payloads import Press, Submit
from bot.slack.turns import chosen, from_press, from_submit
from handlers.domain.people import Membership, Mention, MentionKind, Person
from handlers.turn import Reply
from tests.bot.slack import wire
from tests.bot.slack.fake_slack import answering, dawdling, refusing
from tests.conftest import MONDAY


@pytest.fixture
async def turns(person, monkeypatch):
    """What the bot was asked, in order."""
    asked = []

    async def answer(turn):
        asked.append(turn)
        return Reply()

    monkeypatch.setattr(person._desk.bot, "answer", answer)
    return asked


async def said(person, turns, text: str):
    body = wire.form_body(wire.command(text))
    assert (await person.raw(body))[0] == 200
    return turns[-1]


async def test_a_person_is_known_by_the_name_on_their_profile(person, turns):
    turn = await said(person, turns, "complaint ask <@UDANA|dana.o> &amp; <@UANA>")
    assert turn.text == "ask @Dana & @Ana"
    assert turn.mentions == (Mention("UDANA", "Dana"), Mention("UANA", "Ana"))


async def test_a_group_comes_with_its_people_and_without_its_bots(person, turns):
    turn = await said(person, turns, "complaint ask <!subteam^SDESK|@desk>")
    people = (Person("UANA", "Ana"), Person("UDANA", "Dana"))
    assert turn.text == "ask @desk"
    assert turn.mentions == (Mention("SDESK", "desk", MentionKind.GROUP, people),)


async def test_bots_are_told_apart(person, turns):
    turn = await said(person, turns, "complaint <@UROBOT> <@USLACKBOT|slackbot>")
    assert [each.kind for each in turn.mentions] == [MentionKind.BOT, MentionKind.BOT]


async def test_a_guest_is_known_as_one(person, turns):
    await said(person, turns, "care help")
    assert not turns[-1].person.guest
    await person.raw(wire.form_body(wire.command("care help", user_id="UGUEST")))
    assert turns[-1].person.guest


async def test_an_admin_of_another_workspace_is_a_guest_in_ours(person, turns):
    await person.raw(wire.form_body(wire.command("care help", user_id="UOUTSIDE")))
    assert turns[-1].person.guest
    assert not turns[-1].person.admin


async def test_an_owner_of_the_workspace_is_known_as_admin(person, turns):
    await said(person, turns, "care help")
    assert not turns[-1].person.admin
    await person.raw(wire.form_body(wire.command("care help", user_id="UOWNER")))
    assert turns[-1].person.admin


@pytest.mark.parametrize(
    "fault",
    [refusing("missing_scope"), answering(500), answering(200), dawdling(3)],
    ids=["no scope", "broken", "a page of HTML", "slow"],
)
async def test_who_can_not_be_asked_for_keeps_the_name_that_slack_wrote(
    person, turns, fault, monkeypatch
):
    await said(person, turns, "care help")  # Ana herself is known by now
    monkeypatch.setattr(directory, "RESPONSE_TIMEOUT", 0.2)
    for method in ("users.info", "usergroups.users.list"):
        person.fake.fail(method, fault)
    turn = await said(person, turns, "complaint <@UDANA|dana.o> <!subteam^SDESK>")
    assert turn.text == "@dana.o @SDESK"
    group = Mention("SDESK", "SDESK", MentionKind.GROUP)
    assert turn.mentions == (Mention("UDANA", "dana.o"), group)


async def test_everybody_is_asked_for_once_an_hour(person, turns):
    for line in ("complaint <@UDANA> <@UDANA>", *["complaint <@UDANA> <!subteam^SDESK>"] * 2):
        await said(person, turns, line)
    assert len(person.fake.called("users.info")) == 3  # Ana, Dana and the robot
    assert len(person.fake.called("usergroups.users.list")) == 1


async def test_a_large_group_has_no_members(person, turns):
    groups = {"SDESK": [f"U{n}" for n in range(31)]}
    workspace = next(iter(person.fake.workspaces.values()))
    workspace.groups = groups
    turn = await said(person, turns, "complaint <!subteam^SDESK|@desk>")
    assert turn.mentions[0].members == ()


async def test_a_line_full_of_mentions_asks_for_the_first_alone(person, turns, monkeypatch):
    monkeypatch.setattr("bot.slack.mentions.MAX_MENTIONS", 2)
    text = " ".join(f"<@U{n}|n{n}>" for n in range(50))
    turn = await said(person, turns, f"complaint {text}")
    assert len(turn.mentions) == 50
    assert len(person.fake.called("users.info")) == 3  # Ana herself, and two
    assert turn.text.endswith("@n49")


def test_people_of_a_form_are_ids_with_commas():
    answer = {"type": "multi_users_select", "selected_users": ["UDANA", "UANA"]}
    payload = wire.submission({"callback_id": "x.y"}, {"who": {"who": answer}})
    heard = Submit.model_validate(payload)
    mentions = (Mention("UDANA", "Dana"),)
    turn = from_submit(heard, Person("UANA", "Ana"), MONDAY, mentions)
    assert chosen(heard) == ("UDANA", "UANA")
    assert turn.args["who"] == "UDANA,UANA"
    assert turn.mentions == mentions


async def test_a_known_guest_stays_one_while_slack_does_not_tell(person, turns, monkeypatch):
    monkeypatch.setattr(directory, "FRESH_FOR", timedelta())
    guest = wire.form_body(wire.command("care help", user_id="UGUEST"))
    await person.raw(guest)
    person.fake.fail("users.info", answering(429, Retry_After="30"))
    await person.raw(guest)
    assert len(turns) == 2
    assert turns[-1].person.guest


@pytest.mark.parametrize("name", ["Tom & Ana", "Bo <b>", "&lt;C&gt;", "D <@UANA>"])
async def test_a_name_with_signs_of_slacks_own_stays_as_it_is(name, person, turns):
    told = {"ok": True, "user": {"profile": {"display_name": escape(name)}}}
    person.fake.fail("users.info", answering(200, told), answering(200, told))
    turn = await said(person, turns, "complaint ask <@UDANA|dana> now")
    (mention,) = turn.mentions
    assert turn.text == f"ask @{mention.name} now"
    assert mention.name == name


async def test_a_press_in_the_home_is_in_the_persons_own_chat():
    view = {"type": "home", "id": "V1"}
    press = Press.model_validate(
        wire.press({"action_id": "care.settings#m0"}, view=view, channel=None)
    )
    assert from_press(press, Person("UANA", "Ana"), MONDAY).place.direct
    assert not from_press(
        Press.model_validate(wire.press({"action_id": "x#m0"})), Person("UANA", "Ana"), MONDAY
    ).place.direct


async def test_a_form_in_a_shared_channel_belongs_to_where_the_bot_is_installed():
    body = {
        "type": "view_submission",
        "user": {"id": "UANA"},
        "team": {"id": "TELSEWHERE"},
        "view": {"id": "V1", "app_installed_team_id": "TDEMO"},
    }
    assert Submit.model_validate(body).team == "TDEMO"


OF_ANOTHER_FIRM = {"id": "EOTHER", "enterprise_id": "EOTHER", "is_admin": True}
FACTS = [
    pytest.param({}, "", Membership.MEMBER, id="a member"),
    pytest.param({"team_id": "TDEMO"}, "", Membership.MEMBER, id="of this workspace"),
    pytest.param({"is_admin": True}, "", Membership.ADMIN, id="an admin of this workspace"),
    pytest.param({"is_owner": True}, "", Membership.ADMIN, id="an owner of it"),
    pytest.param({"team_id": "TOTHER"}, "", Membership.GUEST, id="of another workspace"),
    pytest.param({"profile": {"team": "TOTHER"}}, "", Membership.GUEST, id="so says the profile"),
    pytest.param({"enterprise_user": OF_ANOTHER_FIRM}, "", Membership.GUEST, id="its organisation"),
    pytest.param(
        {"enterprise_user": OF_ANOTHER_FIRM, "team_id": "TDEMO", "is_admin": True},
        "",
        Membership.GUEST,
        id="its organisation, whatever the workspace",
    ),
    pytest.param(
        {"enterprise_user": OF_ANOTHER_FIRM, "is_admin": True},
        "EOURS",
        Membership.GUEST,
        id="another organisation than ours",
    ),
    pytest.param({"enterprise_id": "EOTHER"}, "EOURS", Membership.GUEST, id="said in one field"),
    pytest.param(
        {"enterprise_user": {"enterprise_id": "EOURS"}, "team_id": "TSISTER", "is_admin": True},
        "EOURS",
        Membership.ADMIN,
        id="a sister workspace of ours",
    ),
    pytest.param({"team_id": "EOURS"}, "EOURS", Membership.MEMBER, id="of all our workspaces"),
    pytest.param({"team_id": "TOTHER"}, "EOURS", Membership.GUEST, id="of none of ours"),
    pytest.param({"is_stranger": True, "is_admin": True}, "", Membership.GUEST, id="a stranger"),
    pytest.param({"is_restricted": True}, "", Membership.GUEST, id="a guest of ours"),
    pytest.param({"is_ultra_restricted": True}, "", Membership.GUEST, id="of one channel"),
    pytest.param({"deleted": True, "is_admin": True}, "", Membership.LEFT, id="a closed account"),
]


@pytest.mark.parametrize(("facts", "enterprise", "membership"), FACTS)
async def test_whatever_field_says_so_counts(facts, enterprise, membership, person, turns):
    told = {"ok": True, "team_id": "TDEMO", "user_id": "UBOT", "enterprise_id": enterprise}
    person.fake.fail("auth.test", answering(200, told))
    user = {"id": "UNEW", "real_name": "New", **facts}
    person.fake.fail("users.info", answering(200, {"ok": True, "user": user}))
    await person.raw(wire.form_body(wire.command("care help", user_id="UNEW")))
    assert turns[-1].person.membership is membership


@pytest.mark.parametrize(
    ("fault", "membership"),
    [
        pytest.param(refusing("missing_scope"), Membership.MEMBER, id="we may ask for nobody"),
        pytest.param(refusing("user_not_found"), None, id="nobody whom Slack knows here"),
        pytest.param(refusing("token_revoked"), None, id="our token is over"),
        pytest.param(answering(503), None, id="out of order"),
        pytest.param(answering(429, Retry_After="30"), None, id="too much asked"),
        pytest.param(answering(200), None, id="a page of HTML"),
    ],
)
async def test_only_an_answer_places_somebody(fault, membership, person, turns):
    person.fake.fail("users.info", fault)
    await person.raw(wire.form_body(wire.command("care help", user_id="UNEW")))
    assert turns[-1].person.membership is membership


async def test_a_press_says_of_which_workspace_its_person_is(person, turns):
    person.fake.fail("users.info", refusing("missing_scope"))
    user = {"id": "UNEW", "username": "new", "team_id": "TOTHER"}
    pressed = wire.press({"action_id": "care.help#m0"}, user=user)
    await person.raw(wire.payload_body(pressed))
    assert turns[-1].person.membership is Membership.GUEST


async def test_two_of_one_name_are_written_apart(person, turns):
    people = next(iter(person.fake.workspaces.values())).people
    people["USAM1"] = {"name": "sam.reed", "profile": {"display_name": "Sam"}}
    people["USAM2"] = {"real_name": "Sam Klein", "profile": {"display_name": "Sam"}}
    turn = await said(person, turns, "shoutout <@USAM1> and <@USAM2>, <@USAM1> & all")
    assert turn.text == "@Sam (sam.reed) and @Sam (Sam Klein), @Sam (sam.reed) & all"
    assert [each.name for each in turn.mentions] == ["Sam", "Sam"]


async def test_a_channel_that_slack_does_not_name_is_a_channel(person, turns):
    turn = await said(person, turns, "complaint in <#C123ABC|> and <#C9> and <#C8|wins>")
    assert turn.text == "in a channel and a channel and #wins"
