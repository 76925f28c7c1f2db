"""Words go beside statements, never into them, whatever they look like."""

import pytest

from bot.store.turn.store import TurnStore
from content.flow import Variant
from handlers.domain.case import Case
from handlers.domain.people import Person, Platform, Tenant
from tests.calendars import NINE

HOME = Tenant(Platform.SLACK, "T1")
WORDS = (
    "'; DROP TABLE cases; --",
    "' OR '1'='1",
    '" UNION SELECT name FROM people --',
    "%' ESCAPE '\\",
    ":person $1 ? %(note)s {note}",
    "0x00 \\x27 \\u0027 &#39;",
)


@pytest.mark.parametrize("words", WORDS)
async def test_words_that_look_like_sql_are_only_words(words, database):
    ana, other = Person("ana", "Ana"), Person(words, words)
    case = Case("case-1", "ana", Variant.VOICE, opened_at=NINE, changed_at=NINE, note=words)
    odd = Case(words, words, Variant.VOICE, opened_at=NINE, changed_at=NINE, note="mine")
    async with database.transaction(5) as connection:
        await TurnStore(connection, HOME, ana).open_case(case)
        await TurnStore(connection, HOME, other).open_case(odd)
    async with database.read_transaction(5) as connection:
        (kept,) = await TurnStore(connection, HOME, ana).cases()
        (of_other,) = await TurnStore(connection, HOME, other).cases()
        assert await TurnStore(connection, HOME, ana).case(words) is None
        assert await TurnStore(connection, Tenant(Platform.SLACK, words), ana).cases() == ()
    assert (kept.note, of_other.note, of_other.id) == (words, "mine", words)
