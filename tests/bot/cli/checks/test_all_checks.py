"""All checks of the doctor together, on both databases, with both platforms asked."""

from bot.cli.checks.all_checks import examined
from bot.cli.checks.finding import Mark
from bot.clock import Clock
from bot.config.settings import Settings
from bot.slack.oauth.scopes import SCOPES
from bot.store.database import Database
from bot.store.migration import migrate
from bot.store.tables.all_tables import metadata
from tests.bot.slack.fake_slack import FakeSlack, answering
from tests.bot.teams.fake_teams import APP, SECRET, FakeTeams

GRANTED = {"ok": True, "team": "Hotel"}


async def test_everything_is_looked_at_and_the_platforms_only_when_asked(database_url):
    await migrated(database_url)
    async with FakeSlack().serving() as slack, FakeTeams().running() as teams:
        slack.fail("auth.test", answering(200, GRANTED, X_OAuth_Scopes=",".join(SCOPES)))
        configured = Settings(
            _env_file=None,
            database_url=database_url.replace("+aiosqlite", "").replace("+asyncpg", ""),
            slack_bot_token="xoxb-1",
            slack_app_token="xapp-1",
            slack_api_url=f"{slack.origin}/api/",
            teams_app_id=APP,
            teams_app_password=SECRET,
            teams_token_url=f"{teams.url}/token",
        )
        offline = await examined(configured, Clock(), ask_platforms=False)
        assert not slack.calls
        assert not teams.tokens
        online = await examined(configured, Clock(), ask_platforms=True)
    asked = [each.check for each in online[len(offline) :]]
    assert asked == ["slack", "slack", "teams"]
    assert [each for each in online if each.mark is Mark.PROBLEM] == []
    assert {each.check for each in offline} >= {"database", "migrations", "keys", "plans", "lanes"}


async def migrated(url: str) -> None:
    """Make the tables as ``careloop migrate`` does: with a revision."""
    database = Database(url, "NORMAL")
    async with database.transaction(5) as connection:
        await connection.run_sync(metadata.drop_all)
    await migrate(database)
    await database.dispose()
