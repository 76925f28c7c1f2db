"""How long keys and tokens hold, on both sides, in figures."""

from datetime import timedelta

import aiohttp
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.teams.auth.credentials import ClientSecret
from bot.teams.auth.inbound_token import Refused, TokenCheck
from bot.teams.auth.outbound_token import Bearer
from bot.teams.auth.signing_keys import NoKeys, SigningKeys
from bot.teams.config import TeamsConfig
from tests.bot.standing import Standing
from tests.bot.teams.conftest import tokens_checked_at
from tests.bot.teams.fake_teams import APP, ISSUER, SECRET, Fault
from tests.conftest import MONDAY

NOW = int(MONDAY.timestamp())
HOUR = 3600  # s


@pytest.fixture
async def http():
    async with aiohttp.ClientSession() as http:
        yield http


@pytest.fixture
async def keys(http, teams, seconds):
    keys = SigningKeys(http, f"{teams.url}/openid", seconds)
    yield keys
    await keys.close()


async def found(keys, kid="first"):
    """Look for a key, and let a fetch that goes on behind it come to its end."""
    try:
        return await keys.find(kid)
    finally:
        await keys._loading


async def test_keys_are_looked_for_again_after_six_hours(keys, teams, seconds):
    fetches = []
    for wait in (0, 6 * HOUR, 1):
        seconds.now += wait
        assert await found(keys)
        fetches.append(teams.key_fetches)
    assert fetches == [1, 1, 2]


async def test_keys_serve_for_48_hours_while_their_server_is_away(keys, teams, seconds):
    await found(keys)
    teams.key_faults.extend([Fault(500)] * 9)
    seconds.now += 48 * HOUR
    assert await found(keys)
    seconds.now += 1
    with pytest.raises(NoKeys):
        await found(keys)


async def test_a_key_that_we_do_not_know_is_looked_for_once_a_minute(keys, teams, seconds):
    await found(keys)
    fetches = []
    for wait in (0, 59, 1):
        seconds.now += wait
        assert await found(keys, "unknown") is None
        fetches.append(teams.key_fetches)
    assert fetches == [2, 2, 3]


async def test_a_key_server_that_failed_is_asked_again_after_ten_seconds(keys, teams, seconds):
    teams.key_faults.extend([Fault(500)] * 9)
    fetches = []
    for wait in (0, 9, 1):
        seconds.now += wait
        with pytest.raises(NoKeys):
            await found(keys)
        fetches.append(teams.key_fetches)
    assert fetches == [1, 1, 2]


@pytest.mark.parametrize(("bits", "taken"), [(2048, True), (2047, False)])
async def test_a_key_has_2048_bits_or_more(bits, taken, keys, teams, monkeypatch):
    made = {
        name: rsa.generate_private_key(public_exponent=65537, key_size=size)
        for name, size in (("first", 2048), ("other", bits))
    }
    monkeypatch.setattr("tests.bot.teams.fake_teams.rsa_key", made.get)
    teams.key_names = list(made)
    assert await found(keys)
    assert (await found(keys, "other") is not None) is taken


async def test_our_own_token_is_renewed_five_minutes_before_its_end(http, teams, seconds):
    config = TeamsConfig(app_id=APP, password=SECRET, cloud=teams.cloud)
    bearer, teams.lifetime, used = Bearer(http, config, ClientSecret(SECRET), seconds), HOUR, []
    for wait in (0, HOUR - 301, 1):
        seconds.now += wait
        used.append(await bearer.header())
    assert used == ["Bearer out-1", "Bearer out-1", "Bearer out-2"]


class Gate:
    """Lets tokens in, or not, by a clock that can be moved by seconds."""

    def __init__(self, keys) -> None:
        self._clock = Standing()
        self._check = TokenCheck(keys, ISSUER, APP, self._clock)

    async def lets_in(self, token: str, after: int = 0) -> bool:
        self._clock.ahead = timedelta(seconds=after)
        with tokens_checked_at(self._clock):
            try:
                return bool(await self._check.service_url([f"Bearer {token}"]))
            except Refused:
                return False


@pytest.mark.parametrize("known", [True, False], ids=["known", "new"])
@pytest.mark.parametrize(
    ("claims", "after", "good"),
    [
        ({"exp": NOW}, 299, True),
        ({"exp": NOW}, 300, False),
        ({"nbf": NOW, "exp": NOW + HOUR}, -300, True),
        ({"nbf": NOW, "exp": NOW + HOUR}, -301, False),
    ],
    ids=["ended", "ended before", "begins", "begins later"],
)
async def test_the_clock_of_teams_may_differ_from_ours_by_five_minutes(
    claims, after, good, known, keys, teams
):
    gate, token = Gate(keys), teams.token(**{"nbf": NOW - HOUR} | claims)
    if known:
        assert await gate.lets_in(token)
    assert await gate.lets_in(token, after) is good


def token_of(teams, length):
    """Return a good token of this length; what is written in base64 grows by more than one."""
    for kid in teams.key_names:
        short = len(teams.token(kid=kid, nbf=NOW, exp=NOW, pad=""))
        about = (length - short) * 3 // 4
        for pad in range(about - 3, about + 4):
            token = teams.token(kid=kid, nbf=NOW, exp=NOW, pad="x" * pad)
            if len(token) == length:
                return token
    raise AssertionError("no name of a key makes one")


@pytest.mark.parametrize(("length", "good"), [(8192, True), (8193, False)])
async def test_a_token_has_8192_characters_at_most(length, good, keys, teams):
    teams.key_names = ["first", "second", "third one"]
    assert await Gate(keys).lets_in(token_of(teams, length)) is good
