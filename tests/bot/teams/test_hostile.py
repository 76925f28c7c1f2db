"""What doesn't come from Teams gets 4xx in milliseconds, and leaves nothing behind."""

import asyncio
import gzip
import json
import time

import jwt
import pytest

from bot.teams.config import TeamsConfig
from tests.bot.teams.conftest import good, opened_site
from tests.bot.teams.fake_teams import APP, SECRET


def now() -> int:
    return int(time.time())


def nested_header():
    part = jwt.utils.base64url_encode(b"[" * 1500).decode()
    return f"{part}.{part}.{part}"


TOKENS = {
    "no token": lambda teams: "",
    "not a token": lambda teams: "abc",
    "three dots of nothing": lambda teams: "..",
    "a deeply nested token": lambda teams: nested_header(),
    "a very long token": lambda teams: "a" * 8100,
    "no algorithm": lambda teams: teams.token(alg="none"),
    "a shared secret": lambda teams: teams.token(alg="HS256"),
    "another RSA algorithm": lambda teams: teams.token(alg="RS512"),
    "an unknown key": lambda teams: teams.token(kid="second"),
    "a known key id, another key": lambda teams: teams.token(key="second"),
    "another audience": lambda teams: teams.token(aud="somebody-else"),
    "one audience in a list": lambda teams: teams.token(aud=[APP]),
    "several audiences": lambda teams: teams.token(aud=[APP, "somebody-else"]),
    "no audience": lambda teams: teams.token(aud=None),
    "another issuer": lambda teams: teams.token(iss="https://api.botframework.us"),
    "no issuer": lambda teams: teams.token(iss=None),
    "our own token, reflected": lambda teams: teams.token(
        iss="https://sts.windows.net/tenant/", aud="https://api.botframework.com", appid=APP
    ),
    "the emulator's issuer": lambda teams: teams.token(
        iss="https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a/v2.0"
    ),
    "expired": lambda teams: teams.token(exp=now() - 400),
    "no end": lambda teams: teams.token(exp=None),
    "an end that is a word": lambda teams: teams.token(exp="tomorrow"),
    "an end that is true": lambda teams: teams.token(exp=True),
    "an end that is a number in words": lambda teams: teams.token(exp=str(now() + 3600)),
    "not valid yet": lambda teams: teams.token(nbf=now() + 900),
    "a beginning that is true": lambda teams: teams.token(nbf=True),
    "a beginning that is a number in words": lambda teams: teams.token(nbf="1"),
    "no beginning": lambda teams: teams.token(nbf=None),
    "no serviceurl": lambda teams: teams.token(serviceurl=None),
    "an empty serviceurl": lambda teams: teams.token(serviceurl=""),
    "a serviceurl that is a list": lambda teams: teams.token(serviceurl=["x"]),
    "another serviceurl": lambda teams: teams.token(
        serviceurl="https://smba.trafficmanager.net/emea/"
    ),
}


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS.keys())
async def test_without_a_token_of_teams_for_us_there_is_no_entry(token, untouched):
    site = untouched
    await site.deliver(good(site.teams), "")  # keys and connections are warm afterwards
    shown = token(site.teams)
    await site.deliver(site.teams.activity("typing"), shown)
    async with asyncio.timeout(15):
        status, _ = await site.deliver(good(site.teams), shown)
    assert status in (401, 403)


async def test_a_key_that_may_not_speak_for_teams_is_refused(untouched):
    untouched.teams.endorsements = ["webchat"]
    assert (await untouched.deliver(good(untouched.teams)))[0] == 403


async def test_two_tokens_are_none(untouched):
    site = untouched
    headers = [("Authorization", f"Bearer {site.teams.token()}")] * 2
    headers += [("Content-Type", "application/json")]
    data = json.dumps(good(site.teams))
    async with site.http.post(site.url, data=data, headers=headers) as response:
        assert response.status == 401


ADDRESSES = [
    "https://evil.example/",
    "http://smba.trafficmanager.net/emea/",
    "https://smba.trafficmanager.net.evil.example/",
    "https://smba.trafficmanager.net@evil.example/",
    "https://evil.example/smba.trafficmanager.net",
    "https://smba.trafficmanager.net:8443/",
    "https://smba.trafficmanager.net./",
    "https://xsmba.trafficmanager.net/",
    "https://botframework.com/",
    "https://evilbotframework.com/",
    "https://smba.trafficmanager.net/?to=https://evil.example",
    "https://smba.trafficmanager.net/../x",
    "https://smba.trafficmanager.net\\@evil.example/",
    "https://SMBA.trafficmanager.net\n.evil.example/",
    "https://169.254.169.254/latest/",
    "http://127.0.0.1:1/",
    "http://[::1]/",
    "file:///etc/passwd",
    "",
]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_an_answer_goes_nowhere_but_to_teams_even_with_a_good_token(address, untouched):
    site = untouched
    activity = good(site.teams, serviceUrl=address)
    assert (await site.deliver(activity, site.teams.token(serviceurl=address)))[0] in (
        400,
        401,
        403,
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net/amer/0b1c2d/",
        "https://europe.api.botframework.com",
        "https://smba.trafficmanager.net:443/teams/",
        "https://SMBA.TrafficManager.net/Teams/",
    ],
)
def test_the_addresses_of_teams_are_known(address):
    assert TeamsConfig(app_id=APP, password=SECRET).allows(address)


@pytest.mark.parametrize("named", ["Teams.Gov.example", "teams.gov.example"])
@pytest.mark.parametrize("called", ["Teams.Gov.Example", "teams.gov.example"])
def test_capitals_make_no_other_host(named, called):
    config = TeamsConfig(app_id=APP, password=SECRET, service_hosts=(named,))
    assert config.allows(f"https://{called}/teams/")


def test_a_sign_that_only_looks_like_a_letter_makes_another_host():
    config = TeamsConfig(app_id=APP, password=SECRET)
    assert not config.allows("https://x.botframewor\N{KELVIN SIGN}.com/")


async def test_a_foreign_tenant_is_refused_where_one_is_set(own_database, teams, seconds):
    async with opened_site(own_database, teams, seconds, tenant_id="ours") as site:
        assert (await site.deliver(good(teams)))[0] == 403
        conversation = {"id": "a:1", "tenantId": "ours"}
        assert (await site.deliver(good(teams, conversation=conversation)))[0] == 200


async def test_too_large_is_413_with_or_without_its_length(untouched):
    site = untouched
    big = b'{"text": "' + b"x" * 600_000 + b'"}'
    assert (await site.deliver(big))[0] == 413

    async def parts():
        for start in range(0, len(big), 65536):
            yield big[start : start + 65536]

    headers = {"Authorization": f"Bearer {site.teams.token()}", "Content-Type": "application/json"}
    async with site.http.post(site.url, data=parts(), headers=headers) as response:
        assert response.status == 413
    headers["Content-Encoding"] = "gzip"
    data = gzip.compress(b" " * 50_000_000)
    async with site.http.post(site.url, data=data, headers=headers) as response:
        assert response.status == 415


async def test_what_is_not_json_is_415(untouched):
    headers = {"Content-Type": "text/plain"}
    assert (await untouched.deliver(good(untouched.teams), **headers))[0] == 415


async def test_a_slow_body_is_given_up(untouched, monkeypatch):
    site = untouched
    monkeypatch.setattr(site.door.edge, "_body_timeout", 0.05)

    async def slowly():
        yield b'{"type":'
        await asyncio.Event().wait()

    headers = {"Authorization": f"Bearer {site.teams.token()}", "Content-Type": "application/json"}
    async with site.http.post(site.url, data=slowly(), headers=headers) as response:
        assert response.status == 408
        assert response.headers["Connection"] == "close"


async def test_a_stranger_is_refused_before_the_body_is_read(untouched):
    site = untouched

    async def never():
        yield b"{"
        await asyncio.Event().wait()

    headers = {"Content-Type": "application/json"}
    async with (
        asyncio.timeout(30),
        site.http.post(site.url, data=never(), headers=headers) as response,
    ):
        assert response.status == 401
        assert response.headers["Connection"] == "close"


async def test_a_handler_that_takes_too_long_is_given_up(site, monkeypatch):
    monkeypatch.setattr(site.door.edge, "_handler_timeout", 0.05)
    async with site.database.transaction():
        assert (await site.deliver(good(site.teams)))[0] == 503


@pytest.mark.parametrize("skew", [-250, 250])
async def test_clocks_may_differ_a_little(skew, site):
    token = site.teams.token(exp=now() + max(skew, -250), nbf=now() + skew)
    assert (await site.deliver(site.teams.activity(text="hi"), token))[0] == 200


class TestAnonymous:
    """Without credentials only this machine is heard, and only when that was asked for."""

    @pytest.fixture
    async def local(self, own_database, teams, seconds):
        wished = {"app_id": "", "password": "", "anonymous": True, "service_hosts": ()}
        async with opened_site(own_database, teams, seconds, **wished) as site:
            yield site

    async def test_a_local_client_needs_no_token(self, local):
        assert (await local.deliver(local.teams.activity(text="hi"), ""))[0] == 200
        assert [each.authorization for each in local.teams.calls] == [""]

    @pytest.mark.parametrize(
        "headers",
        [
            {"X-Forwarded-For": "203.0.113.7"},
            {"Origin": "http://evil.example"},
            {"Host": "evil.example"},
        ],
        ids=lambda each: next(iter(each)),
    )
    async def test_a_proxy_or_a_page_is_not_this_machine(self, headers, local):
        assert (await local.deliver(local.teams.activity(text="hi"), "", **headers))[0] == 403
        assert local.teams.calls == []

    async def test_it_is_off_unless_asked_for(self, site):
        assert (await site.deliver(site.teams.activity(text="hi"), ""))[0] == 401


def test_a_config_does_not_show_its_password():
    assert SECRET not in repr(TeamsConfig(app_id=APP, password=SECRET))


@pytest.mark.parametrize("packed", ["gzip", "deflate"])
async def test_what_is_packed_is_refused_before_anybody_unpacks_it(packed, untouched, caplog):
    headers = {"Content-Encoding": packed}
    assert (await untouched.deliver(b"no such thing", token="", **headers))[0] == 415
    assert not [each for each in caplog.records if each.levelname == "ERROR"]


async def test_a_refusal_names_a_field_and_no_word_of_anybody(untouched, caplog):
    data = {"my card is 4111 1111 and they shouted " * 4: {"a": 1}} | {"x": "y" * 9000}
    press = {"action": {"type": "Action.Execute", "verb": "x", "data": data}}
    activity = untouched.teams.activity("invoke", name="adaptiveCard/action", value=press)
    assert (await untouched.deliver(activity))[0] == 400
    assert "can't be read at action.data" in caplog.text
    assert "shouted" not in caplog.text
