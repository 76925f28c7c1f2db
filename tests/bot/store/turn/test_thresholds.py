"""How much of a case is read, on both sides, in figures."""

from datetime import timedelta

from bot.store.turn.store import TurnStore
from handlers.domain.asks.ask import Ask, AskKind
from handlers.domain.people import Person, Platform, Tenant
from tests.conftest import MONDAY


async def test_of_a_case_its_twenty_newest_asks_are_read(app):
    async with app.database.transaction(5) as connection:
        asks = TurnStore(connection, Tenant(Platform.WEB, "demo"), Person("ana", "Ana")).asks
        for number in range(20):
            at = MONDAY + timedelta(minutes=number)
            await asks.add(Ask(f"a{number}", AskKind.JOIN, "ana", at, at, case_id="c1"))
        newest = [f"a{number}" for number in reversed(range(20))]
        assert [each.id for each in await asks.of_case("c1")] == newest
        at = MONDAY + timedelta(hours=1)
        await asks.add(Ask("last", AskKind.JOIN, "ana", at, at, case_id="c1"))
        assert [each.id for each in await asks.of_case("c1")] == ["last", *newest[:-1]]
