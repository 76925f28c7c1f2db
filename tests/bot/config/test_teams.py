"""Half a configuration of Teams is said, all of it at once, and opens no route."""

from contextlib import AsyncExitStack

import pytest
from aiohttp import web

from bot.config import problems
from bot.config.problems import SettingsError
from bot.config.settings import Settings
from bot.serve.doors import platform_doors
from bot.store.database import Database
from handlers.domain.people import Platform
from tests.bot.cli.careloop import careloop
from tests.certificates import DAY, write
from tests.conftest import MONDAY

APP, SECRET = {"TEAMS_APP_ID": "a"}, {"TEAMS_APP_PASSWORD": "very-secret"}
CERTIFICATE = {"TEAMS_CERTIFICATE": "teams.pem"}
NO_ID = "CARELOOP_TEAMS_APP_ID, too"
NO_PROOF = "CARELOOP_TEAMS_APP_PASSWORD, or CARELOOP_TEAMS_CERTIFICATE"

HALF = {
    "an app id alone": (APP, [NO_PROOF]),
    "a secret alone": (SECRET, [NO_ID]),
    "a certificate alone": (CERTIFICATE, [NO_ID]),
    "a key alone": ({"TEAMS_CERTIFICATE_KEY": "k"}, [NO_ID, NO_PROOF, "TEAMS_CERTIFICATE, too"]),
    "a tenant alone": ({"TEAMS_TENANT_ID": "t"}, [NO_ID, NO_PROOF]),
    "tenants alone": ({"TEAMS_TENANTS": "t,u"}, [NO_ID, NO_PROOF]),
    "a cloud alone": ({"TEAMS_CLOUD": "dod"}, [NO_ID, NO_PROOF]),
    "secret and certificate": (APP | SECRET | CERTIFICATE, ["exclude each other"]),
    "a key beside a secret": (
        APP | SECRET | {"TEAMS_CERTIFICATE_KEY": "k"},
        ["TEAMS_CERTIFICATE, too"],
    ),
    "anonymous with a secret": (APP | SECRET | {"TEAMS_ANONYMOUS": "on"}, ["Unset"]),
    "anonymous with a certificate": (APP | CERTIFICATE | {"TEAMS_ANONYMOUS": "on"}, ["Unset"]),
    "anonymous for all to reach": (
        {"TEAMS_ANONYMOUS": "on", "HOST": "0.0.0.0", "PLAYGROUND": "off"},  # noqa: S104
        ["this machine only"],
    ),
}
WHOLE = {
    "nothing": {},
    "a secret": APP | SECRET,
    "a secret for all to reach": APP | SECRET | {"HOST": "0.0.0.0"},  # noqa: S104
    "a certificate": APP | CERTIFICATE,
    "all there is": APP
    | CERTIFICATE
    | {"TEAMS_TENANT_ID": "t", "TEAMS_TENANTS": "*", "TEAMS_CLOUD": "china"},
    "anonymous": {"TEAMS_ANONYMOUS": "on"},
}


@pytest.fixture(autouse=True)
def _in_a_folder_with_a_certificate(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "teams.pem", at=MONDAY)


def set_all(monkeypatch, values):
    for name, value in values.items():
        monkeypatch.setenv(f"CARELOOP_{name}", value)


@pytest.fixture
async def database(tmp_path):
    made = Database(f"sqlite+aiosqlite:///{tmp_path}/careloop.db", "NORMAL")
    yield made
    await made.dispose()


async def opened(database):
    """Return the routes and doors that are opened with settings nobody has looked at before."""
    app = web.Application()
    async with AsyncExitStack() as stack:
        doors = await platform_doors(stack, app, Settings(), None, database, lambda: MONDAY)
        return {each.resource.canonical for each in app.router.routes()}, set(doors)


@pytest.mark.parametrize(("values", "words"), HALF.values(), ids=HALF.keys())
async def test_all_that_is_missing_is_said_at_once(values, words, monkeypatch):
    set_all(monkeypatch, values)
    with pytest.raises(SettingsError) as caught:
        problems.read(MONDAY)
    found = caught.value.problems
    assert len(found) == len(words)
    for problem, expected in zip(found, words, strict=True):
        assert expected in problem
        assert "\n" not in problem
        assert "very-secret" not in problem


@pytest.mark.parametrize("values", [each[0] for each in HALF.values()], ids=HALF.keys())
async def test_half_a_configuration_opens_no_route_even_if_nobody_looked_at_it(
    values, monkeypatch, database
):
    set_all(monkeypatch, values)
    assert await opened(database) == (set(), set())


@pytest.mark.parametrize("values", WHOLE.values(), ids=WHOLE.keys())
async def test_a_whole_configuration_opens_its_route(values, monkeypatch, database):
    set_all(monkeypatch, values)
    problems.read(MONDAY)
    routes, doors = await opened(database)
    assert ("/api/messages" in routes) is bool(values)
    assert (Platform.TEAMS in doors) is bool(values)


def test_what_is_wrong_with_the_certificate_is_said_with_all_the_rest(monkeypatch, tmp_path):
    write(tmp_path / "teams.pem", left=-DAY, at=MONDAY)
    set_all(monkeypatch, CERTIFICATE | {"ZONE": "Rome"})
    with pytest.raises(SettingsError) as caught:
        problems.read(MONDAY)
    zone, app_id, certificate = caught.value.problems
    assert "CARELOOP_ZONE" in zone
    assert NO_ID in app_id
    assert certificate.startswith(
        "CARELOOP_TEAMS_CERTIFICATE: the certificate in teams.pem ran out"
    )


def test_a_certificate_that_ran_out_keeps_nobody_from_a_command_that_needs_none(
    monkeypatch, tmp_path
):
    write(tmp_path / "teams.pem", left=-DAY, at=MONDAY)
    set_all(monkeypatch, APP | CERTIFICATE)
    assert problems.read().teams_on


def test_serve_says_it_all_and_ends(tmp_path):
    write(tmp_path / "old.pem", left=-DAY)
    wrong = {"teams_certificate": "old.pem", "zone": "Rome", "teams_cloud": "gcc-high"}
    done = careloop(tmp_path, "serve", **wrong)
    assert done.returncode == 2
    assert done.stdout == ""
    first, *lines = done.stderr.splitlines()
    assert first == "Mend these settings, in .env or the environment:"
    assert [line.partition(" ")[2][:23] for line in lines] == [
        "CARELOOP_ZONE is not a ",
        "Teams needs CARELOOP_TE",
        "CARELOOP_TEAMS_CERTIFIC",
    ]
