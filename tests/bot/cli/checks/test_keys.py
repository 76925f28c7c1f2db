"""Doctor's look at the keys: stored tokens that nobody could read, or only by an older key."""

import pytest

from bot.cli.checks import keys
from bot.cli.checks.finding import Mark
from bot.config.settings import Settings
from tests.bot.store.engine.test_installations import ACME, BEST, NEW, OLD, installation, store_on


def configured(*values: str) -> Settings:
    return Settings(_env_file=None, secret_key=",".join(values))


async def test_without_installations_no_key_is_missed(database):
    assert (await keys.readable(database, configured())).mark is Mark.OK
    assert (await keys.readable(database, configured(NEW))).mark is Mark.OK


@pytest.mark.parametrize(
    ("held", "mark", "told"),
    [
        pytest.param([OLD], Mark.OK, "of 2 workspaces can be read", id="the very key"),
        pytest.param([OLD, NEW], Mark.OK, "2 workspaces", id="one more, behind it"),
        pytest.param([NEW, OLD], Mark.WARNING, "2 workspaces of 2 by an older", id="a newer one"),
        pytest.param([NEW], Mark.PROBLEM, "slack:TACME was encrypted with key", id="another"),
        pytest.param([], Mark.WARNING, "no key for the tokens of 2 workspaces", id="none"),
    ],
)
async def test_tokens_that_are_stored_want_their_key(held, mark, told, database):
    store = store_on(database, OLD)
    for tenant in (ACME, BEST):
        await store.save(installation(tenant))
    found = await keys.readable(database, configured(*held))
    assert (found.check, found.mark) == ("keys", mark)
    assert told in found.words
    assert ("(and 1 more)" in found.words) is (mark is Mark.PROBLEM)


async def test_after_a_rotation_the_older_key_is_needed_no_more(database):
    await store_on(database, OLD).save(installation(ACME))
    await store_on(database, NEW).save(installation(BEST))
    found = await keys.readable(database, configured(NEW, OLD))
    assert "1 workspace of 2 by an older key" in found.words
    await store_on(database, NEW, OLD).reencrypt()
    assert (await keys.readable(database, configured(NEW))).mark is Mark.OK


async def test_nothing_is_changed_by_a_look(database):
    await store_on(database, OLD).save(installation(ACME))
    await keys.readable(database, configured(NEW, OLD))
    assert await store_on(database, OLD).read(ACME) == installation(ACME)
