import io
import json
import struct
import zipfile

import pytest

from bot.config.settings import Settings
from bot.publish.manifests import Unready, slack_manifest, teams_manifest, teams_package
from handlers.routes import ACTIONS, COMMANDS, ROUTES, SHORTCUTS

PUBLIC = "https://careloop.example.org"


def configured(**values: str) -> Settings:
    return Settings(_env_file=None, **values)


TEAMS = configured(teams_app_id="1b1a6a4c-0000-4000-8000-000000000001", public_url=PUBLIC)


def test_slack_knows_every_command_and_escapes_what_people_type():
    commands = slack_manifest(configured())["features"]["slash_commands"]

    assert [each["command"] for each in commands] == [f"/{each.name}" for each in COMMANDS]
    assert all(each["should_escape"] for each in commands)


def test_slack_commands_can_have_a_prefix():
    commands = slack_manifest(configured(slack_prefix="acme-"))["features"]["slash_commands"]

    assert commands[0]["command"] == "/acme-complaint"


def test_slack_stays_within_its_limits():
    manifest = slack_manifest(configured(slack_prefix="twelve-long-", public_url=PUBLIC))

    about = manifest["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4000
    for each in manifest["features"]["slash_commands"]:
        assert len(each["command"]) <= 32
        assert len(each["description"]) <= 2000
        assert len(each["usage_hint"]) <= 1000
    assert len(manifest["features"]["slash_commands"]) <= 50
    for each in manifest["features"]["shortcuts"]:
        assert len(each["name"]) <= 24
        assert len(each["callback_id"]) <= 255
        assert len(each["description"]) <= 150
    assert len(manifest["features"]["shortcuts"]) <= 10


def test_slack_has_every_shortcut_by_its_own_name_and_it_takes_no_prefix():
    shortcuts = slack_manifest(configured(slack_prefix="acme-"))["features"]["shortcuts"]

    told = [(each["name"], each["type"]) for each in shortcuts]
    assert told == [
        ("Complaint", "global"),
        ("Promise this", "message"),
        ("Check a draft", "global"),
        ("Check my words", "message"),
        ("Thank for this", "message"),
    ]
    assert {each["callback_id"] for each in shortcuts} <= set(ACTIONS)


def test_slack_asks_for_no_history_but_that_of_chats_with_the_bot_and_does_without():
    scopes = slack_manifest(configured())["oauth_config"]["scopes"]

    assert [each for each in scopes["bot"] if each.endswith(":history")] == ["im:history"]
    assert set(scopes["bot_optional"]) == {"im:history", "app_mentions:read", "usergroups:read"}
    assert set(scopes["bot_optional"]) < set(scopes["bot"])


def test_slack_tells_of_words_to_the_bot():
    events = slack_manifest(configured())["settings"]["event_subscriptions"]["bot_events"]

    assert {"message.im", "app_mention"} <= set(events)
    assert not {"message.channels", "message.groups", "message.mpim"} & set(events)


@pytest.mark.parametrize(
    ("public_url", "by_socket"),
    [pytest.param("", True, id="socket mode"), pytest.param(PUBLIC, False, id="http mode")],
)
def test_slack_calls_a_public_url_if_there_is_one(public_url: str, by_socket: bool):
    manifest = slack_manifest(configured(public_url=public_url))

    assert manifest["settings"]["socket_mode_enabled"] is by_socket
    assert ("request_url" in manifest["settings"]["interactivity"]) is not by_socket


def test_teams_knows_every_route_as_a_slash_command():
    (bot,) = teams_manifest(TEAMS)["bots"]

    (commands,) = bot["commandLists"]
    assert bot["supportsTargetedMessages"] is True
    assert "slash" in commands["triggers"]
    assert [each["title"] for each in commands["commands"]] == [r.words for r in ROUTES if r.listed]


def test_teams_stays_within_its_limits():
    manifest = teams_manifest(TEAMS)

    assert len(manifest["name"]["short"]) <= 30
    assert len(manifest["description"]["short"]) <= 80
    (commands,) = manifest["bots"][0]["commandLists"]
    assert len(commands["commands"]) <= 10
    assert all(len(each["title"]) <= 32 for each in commands["commands"])
    assert all(len(each["description"]) <= 128 for each in commands["commands"])


def test_teams_has_every_shortcut_as_an_action_command():
    (extension,) = teams_manifest(TEAMS)["composeExtensions"]

    assert extension["botId"] == TEAMS.teams_app_id
    assert [each["id"] for each in extension["commands"]] == [each.intent for each in SHORTCUTS]
    assert len(extension["commands"]) <= 10
    for command, each in zip(extension["commands"], SHORTCUTS, strict=True):
        assert command["type"] == "action"
        assert command["fetchTask"] is True
        assert ("message" in command["context"]) is each.on_message
        assert len(command["id"]) <= 64
        assert len(command["title"]) <= 32
        assert len(command["description"]) <= 128


def test_the_teams_package_holds_manifest_and_icons_and_is_the_same_each_time():
    package = teams_package(TEAMS)

    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert json.loads(archive.read("manifest.json")) == teams_manifest(TEAMS)
        assert _png_size(archive.read("color.png")) == (192, 192)
        assert _png_size(archive.read("outline.png")) == (32, 32)
    assert package == teams_package(TEAMS)


@pytest.mark.parametrize(
    ("settings", "missing"),
    [
        pytest.param(configured(public_url=PUBLIC), "CARELOOP_TEAMS_APP_ID", id="no app id"),
        pytest.param(configured(teams_app_id="x"), "CARELOOP_PUBLIC_URL", id="no address"),
    ],
)
def test_teams_says_which_setting_its_manifest_lacks(settings: Settings, missing: str):
    with pytest.raises(Unready, match=missing):
        teams_manifest(settings)


def _png_size(data: bytes) -> tuple[int, ...]:
    assert data.startswith(b"\x89PNG")
    return struct.unpack(">II", data[16:24])


def test_slack_knows_where_people_come_back_to_if_they_install_by_themselves():
    many = configured(
        public_url=PUBLIC, slack_client_id="1.2", slack_client_secret="x", slack_signing_secret="x"
    )
    manifest = slack_manifest(many)

    assert manifest["oauth_config"]["redirect_urls"] == [f"{PUBLIC}/slack/oauth_redirect"]
    assert manifest["settings"]["org_deploy_enabled"] is True
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert "team_access_revoked" in events


def test_slack_hears_of_no_redirect_where_the_one_token_is_a_setting():
    manifest = slack_manifest(configured(public_url=PUBLIC, slack_bot_token="xoxb-1"))

    assert "redirect_urls" not in manifest["oauth_config"]
    assert manifest["settings"]["org_deploy_enabled"] is False
