"""Tokens that run out: renewed ahead of time and once, by whichever process; a crash is told."""

import asyncio
import logging
import signal
import sys
from asyncio.subprocess import PIPE
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.slack.oauth.renewal import CLAIM, LAST_USE, RENEW_AHEAD, RETRY_AFTER
from bot.store.tables.installations import installations
from tests.bot.slack.fake_slack import answering, holding, refusing
from tests.bot.slack.oauth.stand_in import TOKEN_LIVES
from tests.bot.slack.oauth.world import world
from tests.calendars import rows_of
from tests.databases import eventually

ROOT = Path(__file__).parents[4]
ROUNDS = 5
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def here(database_url):
    async with world(database_url, rotates=True) as opened:
        yield opened


@asynccontextmanager
async def process(here):
    """Another process on the same database, killed at the end."""
    arguments = [
        here.app.settings.database_url,
        f"{here.slack.origin}/api/",
        here.url,
    ]
    started = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bot.slack.oauth.process",
        *arguments,
        stdin=PIPE,
        stdout=PIPE,
        cwd=ROOT,
    )
    try:
        assert await said(started) == "ready"
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()


async def said(started) -> str:
    async with asyncio.timeout(60):
        return (await started.stdout.readline()).decode().strip()


async def used_by(started, team: str = "TACME") -> str:
    started.stdin.write(f"{team}\n".encode())
    await started.stdin.drain()
    return await said(started)


async def run_out_in(here, left: timedelta) -> None:
    """Let the token of each workspace run out that soon."""
    at = here.app.clock() + left
    async with here.app.database.transaction(5) as connection:
        await connection.execute(update(installations).values(expires_at=at))


async def versions(here) -> list[int]:
    return [row.version for row in await rows_of(here.app.database, installations)]


def renewals(here) -> int:
    return len(here.slack.used_refresh_tokens)


async def sent_with(here) -> str:
    """Post something, and return the token by which it went."""
    before = len(here.posted())
    await here.schedule("TACME")
    return here.posted()[-1][0] if len(here.posted()) > before else ""


async def test_a_token_is_used_as_long_as_it_is_fresh(here):
    await here.installed()
    here.later(TOKEN_LIVES - RENEW_AHEAD - MINUTE)
    assert await sent_with(here) == "xoxe.xoxb-TACME-2"
    assert renewals(here) == 0


async def test_a_token_is_renewed_ahead_of_time_and_nobody_waits(here):
    await here.installed()
    here.later(TOKEN_LIVES - RENEW_AHEAD + MINUTE)
    assert await sent_with(here) == "xoxe.xoxb-TACME-2"
    await eventually(lambda: renewals(here) == 1)
    await asyncio.wait_for(until_version(here, 2), 60)
    here.later(2 * MINUTE)
    assert await sent_with(here) == here.slack.tokens_of("TACME")[-1] != "xoxe.xoxb-TACME-2"
    here.later(TOKEN_LIVES)
    assert (await sent_with(here)).startswith("xoxe.xoxb-TACME")
    assert renewals(here) == 2


async def until_version(here, version: int) -> None:
    while await versions(here) != [version]:  # noqa: ASYNC110 - with a deadline
        await asyncio.sleep(0.005)


@pytest.mark.parametrize(
    ("before", "number"),
    [
        pytest.param(LAST_USE + timedelta(seconds=20), 0, id="a moment to go"),
        pytest.param(LAST_USE - SECOND, 1, id="none"),
        pytest.param(-MINUTE, 1, id="over"),
    ],
)
async def test_a_token_that_runs_out_is_renewed_before_it_is_used(here, before, number):
    await here.installed()
    here.later(TOKEN_LIVES - before)
    used = await sent_with(here)
    await eventually(lambda: renewals(here) == 1)
    assert used == here.slack.tokens_of("TACME")[number]


async def test_however_many_ask_at_once_one_renews(here):
    await here.installed()
    here.later(TOKEN_LIVES + MINUTE)
    asked = (here.say("care help", team_id="TACME", user_id=f"U{n}") for n in range(20))
    answers = await asyncio.gather(*asked)
    assert all("blocks" in each for each in answers)
    assert renewals(here) == 1


async def test_two_processes_at_once_renew_once(here):
    await here.installed()
    async with process(here) as one, process(here) as other:
        for number in range(1, ROUNDS + 1):
            await run_out_in(here, timedelta(hours=1))
            tokens = await asyncio.gather(used_by(one), used_by(other))
            assert all(each.startswith("xoxe.xoxb-TACME-") for each in tokens)
            assert renewals(here) == number
            assert await used_by(one) == await used_by(other) == here.slack.tokens_of("TACME")[-1]


async def test_what_slack_cannot_answer_now_is_tried_again_a_minute_later(here, caplog):
    await here.installed()
    here.slack.fail("oauth.v2.access", answering(503), answering(503))
    here.later(TOKEN_LIVES - MINUTE)
    assert await sent_with(here) == ""
    assert "slack.renewal_put_off" in caplog.text
    here.later(RETRY_AFTER + SECOND)
    assert await sent_with(here) == ""  # the second fault
    here.later(RETRY_AFTER + SECOND)
    assert await sent_with(here) == here.slack.tokens_of("TACME")[-1]
    assert renewals(here) == 1


async def test_a_crash_between_slacks_answer_and_our_saving_it_is_told_and_mended(here, caplog):
    """The refresh token is used up, the new one lost: the old one works on until it runs out."""
    await here.installed()
    await run_out_in(here, timedelta(hours=1))
    never = asyncio.Event()
    here.slack.fail("after oauth.v2.access", holding(never))
    async with process(here) as dying:
        dying.stdin.write(b"TACME\n")
        await eventually(lambda: renewals(here) == 1)  # Slack has done it, and not answered yet
        dying.send_signal(signal.SIGKILL)
        await dying.wait()
    never.set()
    assert await sent_with(here) == "xoxe.xoxb-TACME-2"  # while the claim of the dead one holds
    here.later(CLAIM + SECOND)
    with caplog.at_level(logging.ERROR):
        assert await sent_with(here) == "xoxe.xoxb-TACME-2"
        await eventually(lambda: "slack.renewal_refused" in caplog.text)
    assert f"install_anew={here.url}/slack/install" in caplog.text
    assert "xox" not in caplog.text
    here.later(TOKEN_LIVES)
    assert await sent_with(here) == ""
    await here.installed()
    assert await sent_with(here) == here.slack.tokens_of("TACME")[-1]


async def test_a_token_that_slack_takes_back_early_is_read_anew(here):
    """Another process has a newer one: what was in memory for a minute is not the last word."""
    await here.installed()
    first = await sent_with(here)
    await run_out_in(here, timedelta(hours=1))
    async with process(here) as other:
        await used_by(other)
    here.slack.fail("chat.postMessage", refusing("token_revoked"))
    assert await sent_with(here) == here.slack.tokens_of("TACME")[-1] != first


async def test_a_token_that_does_not_run_out_is_never_renewed(database_url):
    async with world(database_url) as here:
        await here.installed()
        here.later(timedelta(days=400))
        assert await sent_with(here) == "xoxb-TACME-2"
        assert renewals(here) == 0


async def test_a_refresh_token_is_no_good_twice_at_the_stand_in(here):
    """What the other tests rest on."""
    await here.installed()
    (refresh,) = here.slack.refresh_tokens
    assert "access_token" in here.slack._refreshed(refresh)
    assert here.slack._refreshed(refresh) == {"error": "invalid_refresh_token"}


async def test_the_wrong_key_is_said_and_no_token_with_it(here, caplog):
    await here.installed()
    async with here.app.database.transaction(5) as connection:
        (row,) = (await connection.execute(installations.select())).all()
        broken = row.access_token.replace(row.access_token.split(".")[1], "00000000")
        await connection.execute(update(installations).values(access_token=broken))
    here.later(2 * MINUTE)
    assert await sent_with(here) == ""
    answer = await here.say("care help", team_id="TACME")
    assert "isn't in order" in answer["text"]
    assert "was encrypted with key 00000000" in caplog.text
    assert "xox" not in caplog.text
    async with here.app.database.transaction(5) as connection:
        await connection.execute(update(installations).values(access_token=row.access_token))
    here.later(MINUTE)
    await here.work_off("TACME")  # what waited is sent once the key is back
    assert len(here.posted()) == 1


async def test_whoever_waits_is_given_up_and_the_renewal_is_not(here, monkeypatch):
    monkeypatch.setattr("bot.slack.bolt.HANDLER_TIMEOUT", 2.6)
    monkeypatch.setattr("bot.slack.oauth.renewal.WAITED_FOR", 0.3)
    await here.installed()
    here.later(TOKEN_LIVES + MINUTE)  # after a quiet night
    go_on = asyncio.Event()
    here.slack.fail("after oauth.v2.access", holding(go_on))
    await here.say("care help", team_id="TACME")
    go_on.set()
    await asyncio.wait_for(until_version(here, 2), 60)
    here.later(2 * MINUTE)
    assert renewals(here) == 1
    assert "What I can do" in str(await here.say("care help", team_id="TACME"))
