"""Keys and tokens: fetched once for everybody, kept while their server is away."""

import asyncio
import logging
from datetime import timedelta

from bot.teams.auth import signing_keys
from scheduler.errors import TemporaryError
from tests.bot.teams.fake_teams import SECRET, Fault, rsa_key


async def test_a_new_key_is_fetched_at_once_and_unknown_ones_once_a_minute(site, seconds):
    await site.deliver(site.teams.activity("typing"))
    assert site.teams.key_fetches == 1
    site.teams.key_names.append("second")
    token = site.teams.token(kid="second")
    assert (await site.deliver(site.teams.activity("typing"), token))[0] == 200
    assert site.teams.key_fetches == 2
    for name in ("third", "fourth"):
        assert (await site.deliver(site.teams.activity(), site.teams.token(kid=name)))[0] == 401
    assert site.teams.key_fetches == 2
    seconds.now += 61
    await site.deliver(site.teams.activity(), site.teams.token(kid="third"))
    assert site.teams.key_fetches == 3


async def test_many_at_once_share_one_fetch_of_the_keys(site):
    await asyncio.gather(*(site.deliver(site.teams.activity("typing")) for _ in range(20)))
    assert site.teams.key_fetches == 1


async def test_while_the_key_server_is_away_the_known_keys_serve_for_a_day(site, seconds):
    await site.deliver(site.teams.activity("typing"))
    site.teams.key_faults.extend([Fault(500)] * 50)
    for hours in (7, 8, 9, 20):
        seconds.now += hours * 3600 - seconds.now % 3600
        assert (await site.deliver(site.teams.activity("typing")))[0] == 200
    seconds.now += 49 * 3600
    assert (await site.deliver(site.teams.activity("typing")))[0] == 503


async def test_a_slow_key_server_holds_up_nobody_who_has_keys(site, seconds):
    await site.deliver(site.teams.activity("typing"))
    told = asyncio.Event()
    site.teams.key_faults.append(Fault(until=told))
    seconds.now += 7 * 3600
    given_up = signing_keys.FETCH_TIMEOUT
    async with asyncio.timeout(given_up - 1):  # the question itself would be given up then
        assert (await site.deliver(site.teams.activity("typing")))[0] == 200
    told.set()


async def test_a_key_server_that_never_answered_is_503_and_not_asked_again_at_once(site, seconds):
    site.teams.key_faults.extend([Fault(text="<html>")] * 3)
    for _ in range(3):
        assert (await site.deliver(site.teams.activity("typing")))[0] == 503
    assert site.teams.key_fetches == 1
    site.teams.key_faults.clear()
    seconds.now += 61
    assert (await site.deliver(site.teams.activity("typing")))[0] == 200


async def test_many_posts_share_one_token_and_the_secret_stays_out_of_the_log(
    site, at_once, caplog
):
    caplog.set_level(logging.DEBUG)
    await asyncio.gather(*(site.deliver(site.teams.activity(text="hi")) for _ in range(5)))
    assert site.teams.tokens == 1
    assert SECRET not in caplog.text
    assert "out-1" not in caplog.text


async def test_a_token_is_renewed_before_it_ends_and_the_old_one_serves_meanwhile(site, seconds):
    await site.deliver(site.teams.activity(text="hi"))
    seconds.now += 3400
    site.teams.token_faults.append(Fault(503))
    await site.deliver(site.teams.activity(text="hi"))
    await site.deliver(site.teams.activity(text="hi"))
    used = [each.authorization for each in site.teams.calls]
    assert used == ["Bearer out-1", "Bearer out-1", "Bearer out-2"]


async def test_who_waits_for_a_token_is_told_of_its_failure_and_does_not_wait_in_turn(site):
    site.teams.token_faults.append(Fault(401, delay=0.3))
    bearer = site.door.sender._client._bearer
    ended = await asyncio.gather(*(bearer.header() for _ in range(5)), return_exceptions=True)
    assert [type(each) for each in ended] == [TemporaryError] * 5
    assert len({str(each) for each in ended}) == 1
    assert await bearer.header() == "Bearer out-1"


async def test_a_token_service_that_refuses_is_told_without_the_secret(site, caplog):
    site.teams.token_faults.extend([Fault(401)] * 20)
    assert (await site.deliver(site.teams.activity(text="hi")))[0] == 200
    assert "refuses our app id or secret" in caplog.text
    assert SECRET not in caplog.text


async def test_a_token_that_was_good_is_over_when_its_time_is(site):
    token = site.teams.token()
    assert (await site.deliver(site.teams.activity("typing"), token))[0] == 200
    site.clock.ahead = timedelta(hours=2)
    assert (await site.deliver(site.teams.activity("typing"), token))[0] == 401


async def test_a_token_that_was_good_is_over_when_its_key_is(site, seconds):
    token = site.teams.token()
    assert (await site.deliver(site.teams.activity("typing"), token))[0] == 200
    site.teams.key_names = ["second"]
    seconds.now += 49 * 3600
    assert (await site.deliver(site.teams.activity("typing"), token))[0] == 401


async def test_a_token_that_was_good_lets_no_other_one_in(site):
    token = site.teams.token()
    assert (await site.deliver(site.teams.activity("typing"), token))[0] == 200
    signature = token.rpartition(".")[2]
    another = f"{site.teams.token(aud='somebody').rpartition('.')[0]}.{signature}"
    assert (await site.deliver(site.teams.activity("typing"), another))[0] == 401
    assert (await site.deliver(site.teams.activity("typing"), token))[0] == 200


async def test_a_key_that_changed_under_its_name_has_to_sign_anew(site, seconds, monkeypatch):
    token = site.teams.token()
    assert (await site.deliver(site.teams.activity("typing"), token))[0] == 200
    monkeypatch.setattr("tests.bot.teams.fake_teams.rsa_key", lambda name: rsa_key(f"{name} again"))
    seconds.now += 49 * 3600
    assert (await site.deliver(site.teams.activity("typing"), token))[0] == 401
    assert (await site.deliver(site.teams.activity("typing"), site.teams.token()))[0] == 200
